"""What may be attached, and what becomes of it."""

import os
import socket
import threading
from datetime import timedelta
from io import BytesIO
from time import process_time
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from PIL import Image

from core import attachments
from core.attachments import accept, clean_store, cleaning, put, scanner, store
from core.clock import now
from core.documents import paper_kind, render_pdf
from core.errors import Refused
from core.tests.attachment_files import pdf, picture, stream
from core.tests.spreadsheet_files import belied
from core.tests.test_documents import changed


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def workbook():
    made = BytesIO()
    Workbook().save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("照片.JPG", picture("JPEG"), "照片.jpg"),
        ("截图.png", picture("PNG"), "截图.png"),
        ("a.webp", picture("WEBP"), "a.webp.jpg"),
        ("../../通知\u202e.pdf", pdf(), "通知.pdf"),
        ("表.xlsx", workbook(), "表.xlsx"),
        ("名称 <不> 对.exe", pdf(), "名称 不 对.exe.pdf"),
        ("...", pdf(), "附件.pdf"),
    ],
)
def test_files_are_known_by_their_bytes_and_named_safely(name, content, kept_as):
    assert accept(name, content).name == kept_as


def test_a_word_document_is_taken_in():
    content = paper_kind("RECORD").template()
    assert accept("记录.docx", content).content == content


def test_a_pdf_with_packed_objects_pictures_and_a_first_page_is_taken_in():
    picture_of_zeros = stream(bytes(1000)).replace(b"/Type /ObjStm", b"")
    inside = stream(b"5 0 << /OpenAction [1 0 R /Fit] >>") + picture_of_zeros + b"<< /A << /S /URI >> >>"
    assert accept("a.pdf", pdf(inside)).kind == "pdf"
    assert accept("a.pdf", render_pdf(paper_kind("RECORD"), paper_kind("RECORD").sample())).kind == "pdf"


def test_looking_into_many_small_packed_objects_takes_no_longer_than_into_one():
    many = pdf(stream(b"5 0 << /A /B >>") * 4000 + b" " * (15 * 1024 * 1024))
    began = process_time()
    assert accept("a.pdf", many).kind == "pdf"
    assert process_time() - began < 3


def relations(mode, kind="attachedTemplate", encoding="utf-8"):
    """A document with one relation to somewhere else."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?><R xmlns:r="urn:r"><r:Relationship Id="a" Type="x/{kind}" {mode} Target="http://a.example/"/></R>'
    return changed(paper_kind("RECORD").template(), word___rels__settings_dot_xml_dot_rels=xml.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [
        relations("TargetMode='External'"),
        relations("TargetMode='External'", encoding="utf-16"),
        relations("TargetMode='Ext&#101;rnal'"),
        relations("x='>' TargetMode='External'"),
        relations("", kind="oleObject"),
        changed(paper_kind("RECORD").template(), word__embeddings__a_dot_xlsm=workbook()),
        changed(paper_kind("RECORD").template(), word__embeddings__a_dot_docx=relations("TargetMode='External'")),
    ],
)
def test_a_document_that_fetches_or_runs_something_is_refused(content):
    with pytest.raises(Refused, match=r"外部的图片|宏或嵌入"):
        accept("a.docx", content)


def test_a_document_with_links_and_a_chart_is_taken_in():
    linked = relations("TargetMode='External'", kind="hyperlink")
    assert accept("a.docx", changed(linked, word__embeddings__a_dot_xlsx=workbook())).kind == "docx"


def test_relations_of_many_brackets_take_no_time():
    content = changed(paper_kind("RECORD").template(), word___rels__a_dot_rels=b"<" + b" Relationship" * 70_000)
    with pytest.raises(Refused, match="损坏"):
        accept("a.docx", content)


def test_a_picture_is_drawn_anew():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "相机厂商", 6
    taken = accept("a.jpg", picture("JPEG", (4000, 30), exif=exif, comment=b"hidden")).content
    with Image.open(BytesIO(taken)) as kept:
        assert (kept.size[1], not kept.getexif()) == (2560, True)  # stands upright, its side within bounds
    assert b"hidden" not in taken


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<!doctype html><script>1</script>",
        b"MZ\x90\x00",
        b"GIF89a",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xd8\xff\xe0 not a picture",
        picture("PNG")[:40],
        pdf(b"/OpenAction << /S /JavaScript >>"),
        pdf(b"<< /S /J#61vaScript >>"),
        pdf(b"<< /S /GoToE >>"),
        pdf(b"trailer << /#45ncrypt 5 0 R >>"),
        pdf(stream(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>")),
        pdf(stream(b"5 0 6 20 << /A 6 0 R >> << /S /Launch >>", end=b"\r\n")),
        pdf(b"<< /Type /Obj#53tm /Filter /ASCIIHexDecode >> stream\n35203020 endstream"),
        pdf(stream(b"1 0 " + b" " * (65 * 1024 * 1024))),
        pdf(b"stream\n" * 50_000),
        b"%PDF-1.7 cut off",
        b"PK\x03\x04",
        changed(workbook(), xl__vbaProject_dot_bin=b"x"),
        belied(paper_kind("RECORD").template(), "word/document.xml"),
        picture("PNG", (7100, 7100)),
    ],
)
def test_anything_else_is_refused_in_words(content):
    with pytest.raises(Refused) as refused:
        accept("a.pdf", content)
    assert "。" in str(refused.value)
    assert refused.value.field == "file"


def test_a_large_file_is_refused(monkeypatch):
    monkeypatch.setattr("core.attachments.intake.MAX_FILE_BYTES", 10)
    with pytest.raises(Refused, match="超过"):
        accept("a.pdf", pdf())


@pytest.fixture
def clamd(settings):
    """A scanner that answers as told; `received` is what it was sent."""
    server = socket.create_server(("127.0.0.1", 0))
    told = SimpleNamespace(answer=b"stream: OK\0", received=b"")

    def serve():
        channel, _ = server.accept()
        with channel:
            while not told.received.endswith(b"\0\0\0\0"):
                told.received += channel.recv(65536)
            channel.sendall(told.answer)

    settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield told
    thread.join(5)
    server.close()


def test_a_scanned_file_is_taken_in(clamd):
    scanner.scan(b"clean")
    assert clamd.received == b"zINSTREAM\0\0\0\0\x05clean\0\0\0\0"


@pytest.mark.parametrize("answer", [b"stream: Eicar FOUND\0", b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_file_that_is_not_clean_is_refused(clamd, answer):
    clamd.answer = answer
    with pytest.raises(Refused):
        scanner.scan(b"x")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_without_an_answer_nothing_is_taken_in(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(Refused, match="暂时不可用"):
        accept("a.pdf", pdf())


def test_the_store_keeps_the_same_file_once_and_takes_no_other_name(folder):
    assert put(b"one") == put(b"one")
    assert store.path_of(put(b"one")).read_bytes() == b"one"
    assert len(list(folder.rglob("*"))) == 3
    with pytest.raises(ValueError):
        store.path_of("../../secret")


def test_files_that_no_row_names_are_cleaned_away_some_at_a_time(folder, monkeypatch):
    kept, young = put(b"kept"), put(b"young")
    monkeypatch.setattr(cleaning, "_uses", [lambda digests: {kept} & set(digests)])
    old = (now() - timedelta(days=2)).timestamp()
    for digest in (kept, *(put(b"%d" % number) for number in range(5))):
        os.utime(store.path_of(digest), (old, old))
    gone = [clean_store(at=now(), most=4) for _ in range(3)]
    assert sum(gone) == 5
    assert gone[0] <= 4
    assert store.path_of(kept).exists()
    assert store.path_of(young).exists()
    assert attachments.clean_store is clean_store
