"""Word documents from a template that a court may replace (docxtpl).

An uploaded template is somebody else's program: it may read the names it is given and walk through lists, nothing else.
No call, no attribute with an underscore, no assignment, no list inside another that is not the outer row's own: so the
work it causes is bounded by the data.
"""

from io import BytesIO
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment

from core.attachments.office import OfficeFault, OfficeType, office_type
from core.documents.kinds import PaperKind
from core.documents.plain import plain

MAX_TEMPLATE_BYTES = 2 * 1024 * 1024
FILTERS = ("default", "e", "first", "join", "last", "length", "trim")
TESTS = ("defined", "none", "undefined")
_ALLOWED_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.For, nodes.If),
    *(nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.CondExpr),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Concat),
)


class TemplateFault(Exception):
    """A template that can't be used; the text says why, in Chinese."""


class _Environment(SandboxedEnvironment):
    """Compiles nothing but placeholders, conditions and loops over the data."""

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, **options)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check_node(tree, loop_names=None)
        return tree


def _check_node(node: nodes.Node, *, loop_names: frozenset[str] | None) -> None:
    """Raise TemplateFault for what a template has no use for; `loop_names` are those of the rows around, if any."""
    if not isinstance(node, _ALLOWED_NODES):
        raise TemplateFault(f"模板第 {node.lineno} 段用了不支持的写法，只能写名称、条件和循环。")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateFault(f"模板里有认不出的名称：{node.attr}")
    if isinstance(node, nodes.For):
        if node.recursive or (loop_names is not None and _root_name(node.iter) not in loop_names):
            raise TemplateFault("模板里循环套循环时，里层只能是外层这一行自己的内容。")
        loop_names = (loop_names or frozenset()) | {_root_name(node.target)}
    for child in node.iter_child_nodes():
        _check_node(child, loop_names=loop_names)


def _root_name(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def render_docx(kind: PaperKind, data: dict[str, Any], template: bytes | None = None) -> bytes:
    """`data` in the court's own `template`, or in the shipped one. A name that the data lack stays empty."""
    return _rendered(kind, template or kind.template(), data, _Environment())


def check_template(kind: PaperKind, content: bytes) -> None:
    """Raise TemplateFault unless `content` is a Word file that fills with this paper's sample data."""
    if len(content) > MAX_TEMPLATE_BYTES:
        raise TemplateFault(f"模板超过 {MAX_TEMPLATE_BYTES // 1024 // 1024} MB，请去掉其中的大图。")
    try:
        found = office_type(content)
    except OfficeFault as fault:
        raise TemplateFault(str(fault)) from fault
    if found is not OfficeType.DOCX:
        raise TemplateFault("这不是 Word 文档（.docx）。请在 Word 或 WPS 中另存为 .docx 再上传。")
    used = _names_used(content)
    if not used:
        raise TemplateFault("文档里没有任何占位符，打印出来会是空表。请在下载的现用模板上修改。")
    if unknown := sorted(used - set(kind.sample())):
        raise TemplateFault(f"模板里有认不出的名称：{'、'.join(unknown)}。可用的名称列在本页下方。")
    try:
        _rendered(kind, content, kind.sample(), _Environment(undefined=StrictUndefined))
    except UndefinedError as error:
        raise TemplateFault(f"模板里有认不出的名称：{error.message}") from error
    except (TemplateError, SyntaxError, ValueError, KeyError) as error:  # SyntaxError: of the XML
        raise TemplateFault(f"模板填不出来，请在下载的现用模板上修改。（{error}）") from error


def _names_used(content: bytes) -> set[str]:
    """Every name that the body, the heads and the feet ask for."""
    try:
        found = _opened(content).get_undeclared_template_variables(jinja_env=_Environment())
    except TemplateSyntaxError as error:
        raise TemplateFault(f"模板里占位符的写法有误（第 {error.lineno} 段）：{error.message}") from error
    return set(found)


def _opened(content: bytes) -> Any:
    from docxtpl import DocxTemplate  # noqa: PLC0415  # takes half a second that no other command should wait for

    return DocxTemplate(BytesIO(content))


def _rendered(kind: PaperKind, content: bytes, data: dict[str, Any], environment: _Environment) -> bytes:
    document = _opened(content)
    data = plain(data)
    document.render(data, jinja_env=environment, autoescape=True)
    if kind.tables:
        from core.documents.layout import fit_columns  # noqa: PLC0415  # as above

        fit_columns(document, [table for name in kind.tables for table in data[name]])
    made = BytesIO()
    document.save(made)
    return made.getvalue()
