"""Which kind of question an XLSForm's type is, and which type a kind is written as.

pyxform's own dictionary knows the many names of each type; here only what they come to is looked at.
"""

import re

from pyxform import aliases, constants
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from .structure import Question

Kind = Question.Kind

SELECT = re.compile(
    r"^(" + "|".join(sorted(map(re.escape, aliases.select), key=len, reverse=True)) + r")\s+(\S+)"
    r"(\s+(?:or specify other|or_other|or other))?$"
)
CONTROL = re.compile(r"^(begin|end)[\s_](group|lgroup|repeat|loop|looped group)\b")
BY_BINDING = {
    "int": Kind.NUMBER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "string": Kind.TEXT,
    "barcode": Kind.TEXT,
    "time": Kind.TEXT,
    "dateTime": Kind.TEXT,
    "geopoint": Kind.LOCATION,
}
TYPE_OF = {
    Kind.CHOICE: "select_one",
    Kind.YES_NO: "select_one",
    Kind.MULTIPLE: "select_multiple",
    Kind.NUMBER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "text",
    Kind.LOCATION: "geopoint",
    Kind.FILE: "file",
    Kind.NOTE: "note",
    Kind.CALCULATION: "calculate",
}
# The one choice of an acknowledgement, with the code that ODK stores.
ACKNOWLEDGED = [{"code": "OK", "label_fr": "D’accord", "label_en": "OK"}]


def kind_of(type_: str, parameters: str = "") -> Kind | None:
    """None for what the portal does not ask: times of day the telephone notes, traces, ranks, lists from files."""
    if select := SELECT.match(type_):
        return _kind_of_select(*select.group(1, 2))
    # The names of types are read as pyxform reads them, letter by letter.
    known = QUESTION_TYPE_DICT.get(type_)
    if known is None:
        return None
    control, binding = known.get("control", {}), known.get("bind", {})
    tag, data = control.get("tag"), binding.get("type", "")
    if tag is None:
        return Kind.CALCULATION if "calculate" in type_ else None
    if tag == "input" and "readonly" in binding:
        return Kind.NOTE
    if tag == "upload":
        return None if "osm" in control["mediatype"] else Kind.FILE
    if tag == "trigger":
        return Kind.CHOICE if data in ("", "string") else None
    if tag == "range":
        return Kind.DECIMAL if "." in "".join(limits_of(parameters).values()) else Kind.NUMBER
    return BY_BINDING.get(data) if tag == "input" else None


def _kind_of_select(command: str, list_name: str) -> Kind | None:
    if command in aliases.select_from_file or "$" in list_name:
        return None
    if aliases.select[command] == constants.SELECT_ONE:
        return Kind.CHOICE
    return Kind.MULTIPLE if aliases.select[command] == constants.SELECT_ALL_THAT_APPLY else None


def list_of(type_: str) -> tuple[str, bool]:
    """(the list's name, whether "other" is offered beside it); of no select: ("", False)."""
    select = SELECT.match(type_)
    return (select[2], bool(select[3])) if select else ("", False)


def is_acknowledgement(type_: str) -> bool:
    return QUESTION_TYPE_DICT.get(type_, {}).get("control", {}).get("tag") == "trigger"


def limits_of(parameters: str) -> dict[str, str]:
    """start, end and step of a range, as far as they are given."""
    found = re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)(?=[\s;,]|$)", parameters)
    return dict(found)


def built_in_constraint(type_: str) -> str:
    """What a type such as "percentage" brings along."""
    return QUESTION_TYPE_DICT.get(type_, {}).get("bind", {}).get("constraint", "")


def is_silent(type_: str) -> bool:
    """What the telephone notes without asking: when it began, which telephone it is, where it was."""
    known = QUESTION_TYPE_DICT.get(type_)
    return known is not None and known.get("control", {}).get("tag", "action") == "action"
