"""Fills Word templates (docxtpl). It knows no Django: a court's own template is filled in a process of its own.

An uploaded template is somebody else's program: it may read the names it is given and walk through lists, nothing
else. No call, no attribute with an underscore, no assignment, no list inside another that is not the outer row's own.
How long it may take is for the caller to bound.
"""

import re
from io import BytesIO
from typing import Any

from jinja2 import (
    ChainableUndefined,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.sandbox import SandboxedEnvironment

from core.word_pictures import with_pictures

MAX_NESTING = 4
FILTERS = ("default", "e", "first", "join", "last", "length", "trim")
TESTS = ("defined", "none", "undefined")
_ALLOWED_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.For, nodes.If),
    *(nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.CondExpr),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Concat),
)

# What an input method for Chinese makes of the marks.
_WIDE_MARK = re.compile("｛[｛%％]")


class TemplateFault(Exception):
    """A template that can't be used; the text says why, in Chinese."""


class _Named(StrictUndefined):
    """Says which name it is that the data lack."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name or "")


class _Environment(SandboxedEnvironment):
    """Compiles nothing but placeholders, conditions and loops over the data."""

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, finalize=_shown, **options)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check_node(tree, loop_names=())
        return tree


def _shown(value: Any) -> Any:
    """What a placeholder prints: texts, numbers, pictures; not the insides of Python."""
    if isinstance(value, Undefined) or not (callable(value) or isinstance(value, list | tuple | dict)):
        return value
    raise TemplateFault("模板里有一处写的是列表或者认不出的名称，印不成文字；列表请用循环逐项写出。")


def _check_node(node: nodes.Node, *, loop_names: tuple[str, ...]) -> None:
    """Raise TemplateFault for what a template has no use for; `loop_names` are those of the rows around."""
    if not isinstance(node, _ALLOWED_NODES):
        raise TemplateFault("模板里有不支持的写法，只能写名称、条件和循环。")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateFault(f"模板里有认不出的名称：{node.attr}")
    if isinstance(node, nodes.Name) and node.name == "self":  # jinja2's own, never the data's
        raise TemplateFault("模板里有认不出的名称：self")
    if isinstance(node, nodes.For):
        if node.recursive or (loop_names and _root_name(node.iter) not in loop_names):
            raise TemplateFault("模板里循环套循环时，里层只能是外层这一行自己的内容。")
        loop_names = (*loop_names, _root_name(node.target))
        if len(loop_names) > MAX_NESTING:
            raise TemplateFault(f"模板里循环最多套 {MAX_NESTING} 层。")
    for child in node.iter_child_nodes():
        _check_node(child, loop_names=loop_names)


def _root_name(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def names_used(template: bytes) -> set[str]:
    """Every name that the body, the heads and the feet ask for. Raises TemplateFault."""
    document = _opened(template)
    try:
        found = document.get_undeclared_template_variables(jinja_env=_Environment())
    except TemplateSyntaxError as error:
        raise TemplateFault(f"模板里占位符的写法有误：{_in_words(error.message or '')}") from error
    if _WIDE_MARK.search("".join(document.get_docx().element.body.itertext())):
        raise TemplateFault("模板里有全角的花括号“｛｛”，要换成英文半角的“{{”才会填写。")
    return set(found)


def _in_words(message: str) -> str:
    """What jinja2 says of a slip of the pen, for whoever writes templates in Word."""
    if message.startswith("Unexpected end of template"):
        return "有循环或条件没有写完，缺少 endfor 或 endif。"
    if found := re.match(r"Encountered unknown tag '(\w+)'", message):
        return f"“{found[1]}”认不出，或者它前面没有相应的 for、if。"
    if found := re.match(r"No (?:filter|test) named '(\w+)'", message):
        return f"不能用“{found[1]}”。"
    return "花括号没有成对，或者花括号里有多余的符号。"


def fill(template: bytes, data: dict[str, Any], tables: tuple[str, ...] = ()) -> bytes:
    """The template filled with `data`; a name that the data lack stays empty. Raises TemplateFault.

    `tables` are the names of lists of tables whose columns get the widths that the data name.
    """
    return _filled(template, data, tables, _Environment(undefined=ChainableUndefined))


def fill_strictly(template: bytes, data: dict[str, Any], tables: tuple[str, ...] = ()) -> bytes:
    """The same, but a name that the data lack is a fault that tells it."""
    return _filled(template, data, tables, _Environment(undefined=_Named))


def _filled(template: bytes, data: dict[str, Any], tables: tuple[str, ...], environment: _Environment) -> bytes:
    try:
        document = _opened(template)
        document.render(with_pictures(document, data), jinja_env=environment, autoescape=True)
    except UndefinedError as error:
        raise TemplateFault(f"模板里有认不出的名称：{error.message}。可用的名称列在本页下方。") from error
    except (TemplateError, TypeError, SyntaxError, ValueError, KeyError) as error:  # SyntaxError: of the XML
        raise TemplateFault(f"模板填不出来，请在下载的现用模板上修改。（{error}）") from error
    from core.word_contents import fill_contents  # noqa: PLC0415  # as docxtpl below

    fill_contents(document)
    if tables:
        from core.word_tables import fit_columns  # noqa: PLC0415  # as docxtpl below

        fit_columns(document, [table for name in tables for table in data[name]])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _opened(template: bytes) -> Any:
    from docxtpl import DocxTemplate  # noqa: PLC0415  # takes half a second that no other command should wait for

    from core.word_contents import without_lines  # noqa: PLC0415  # likewise

    return DocxTemplate(BytesIO(without_lines(template)))
