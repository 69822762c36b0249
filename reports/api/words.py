"""The description as its page shows it, made of the OpenAPI form, so that the two can't disagree."""

from dataclasses import dataclass
from typing import Any

_TYPES = {"integer": "整数", "number": "数", "string": "文字", "boolean": "true 或 false", "object": "名称和值"}
_OK = 200


@dataclass(frozen=True)
class Kind:
    """What a value is, in words; `shape` names the shape that it holds, if one."""

    words: str
    shape: str = ""


@dataclass(frozen=True)
class Value:
    """A parameter of an address, or a value of an answer."""

    name: str
    kind: Kind
    about: str
    in_address: bool = False


@dataclass(frozen=True)
class Operation:
    """One address. `answer` names the shape of what it gives."""

    address: str
    title: str
    about: str
    values: list[Value]
    answer: str


@dataclass(frozen=True)
class Shape:
    name: str
    label: str
    values: list[Value]


def operations_of(description: dict[str, Any]) -> list[Operation]:
    """The addresses in the order in which they are declared."""
    return [_operation(address, methods["get"]) for address, methods in description["paths"].items()]


def _operation(address: str, told: dict[str, Any]) -> Operation:
    answer = told["responses"][_OK]["content"]["application/json"]["schema"]
    values = [_parameter(each) for each in told["parameters"]]
    return Operation(address, told["summary"], told["description"], values, _reference(answer))


def shapes_of(description: dict[str, Any]) -> list[Shape]:
    """What the answers are made of, each followed by those that it holds."""
    shapes: dict[str, Shape] = {}
    waiting = [each.answer for each in operations_of(description)]
    while waiting:
        name = waiting.pop(0)
        if name not in shapes:
            shapes[name] = _shape(name, description["components"]["schemas"][name])
            waiting[:0] = [value.kind.shape for value in shapes[name].values if value.kind.shape]
    return list(shapes.values())


def _shape(name: str, told: dict[str, Any]) -> Shape:
    return Shape(name, told["description"], [_value(each, facts) for each, facts in told["properties"].items()])


def _parameter(told: dict[str, Any]) -> Value:
    return Value(told["name"], _kind(told["schema"]), told["description"], in_address=told["in"] == "path")


def _value(name: str, facts: dict[str, Any]) -> Value:
    return Value(name, _kind(facts), facts.get("description", ""))


def _kind(schema: dict[str, Any]) -> Kind:
    if "anyOf" in schema:
        return _one_of(schema["anyOf"])
    if "$ref" in schema:
        return Kind("", _reference(schema))
    inner = schema.get("items") or schema.get("additionalProperties")
    if isinstance(inner, dict):
        within = _kind(inner)
        words = "多个 " if "items" in schema else "按名称的 "
        return Kind(words + within.words, within.shape)
    if schema.get("format") == "date":
        return Kind("日期")
    return Kind(_TYPES.get(schema.get("type", ""), "值"))


def _one_of(choices: list[dict[str, Any]]) -> Kind:
    """A value that may be null is told without it, whole and broken numbers as one."""
    kinds = [_kind(each) for each in choices if each.get("type") not in ("null", "integer")]
    return kinds[0] if kinds else Kind(_TYPES["integer"])


def _reference(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]
