"""Whether a value of the sheet "district_team" can stand in its field: anybody can edit the sheet."""

import json

from django.core.exceptions import ValidationError

from . import rules
from .snapshots import MODELS, known_fields
from .structure import Check, Choice

FORM, SECTION, QUESTION = "form", "section", "question"
MODEL_OF = {FORM: "questionnaire", SECTION: "section", QUESTION: "question"}
KEPT, KEPT_PARTS = "kept_xlsform", ("settings", "groups", "lists", "aside", "sheets")
CHECK_FIELDS = {"rule", "message_fr", "message_en", "with_reason"}
LONGEST_MESSAGE = Check._meta.get_field("message_fr").max_length
MOST_IN_A_LIST = 500


def fits(what: str, field: str, value) -> bool:
    """`what` is FORM, SECTION or QUESTION."""
    if not _is_storable(value):
        return False
    if field == "checks":
        return _is_list_of(value or [], _is_check)
    if field == "choices":
        return what == QUESTION and _is_list_of(value or [], _is_choice)
    kind = MODEL_OF[what]
    if what == FORM and field in KEPT_PARTS:
        return value is None or isinstance(value, list if field == "aside" else dict)
    if field not in known_fields(kind):
        return False
    if value is None:
        return (what, field) not in ((QUESTION, "kind"), (QUESTION, "code"), (SECTION, "title_fr"))
    if field == "show_if":
        return _is_rule(value)
    if field == KEPT:
        return isinstance(value, dict)
    return _is_taken_by(MODELS[kind]._meta.get_field(field), value)


def _is_storable(value) -> bool:
    """JSON can write what no database takes."""
    try:
        text = json.dumps(value, ensure_ascii=False)
        return "\\u0000" not in text and bool(text.encode())
    except UnicodeEncodeError:
        return False


def _is_taken_by(field, value) -> bool:
    if not isinstance(value, str | int | bool):
        return False
    try:
        return str(field.clean(value, None)) == str(value) or field.name in ("minimum", "maximum", "series")
    except (ValidationError, TypeError, ValueError, OverflowError):
        return False


def _is_rule(value) -> bool:
    try:
        named = [name for c in rules.conditions(rules.read(value)) for name in (c.question, c.other)]
    except (rules.UnfitRule, TypeError, AttributeError):
        return False
    return isinstance(value, dict) and all(isinstance(name, str) for name in named)


def _is_list_of(value, is_one) -> bool:
    return isinstance(value, list) and len(value) <= MOST_IN_A_LIST and all(is_one(each) for each in value)


def _is_check(value) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= CHECK_FIELDS
        and _is_rule(value.get("rule"))
        and isinstance(value.get("with_reason", True), bool)
        and all(isinstance(value.get(name, ""), str) and len(value.get(name, "")) <= LONGEST_MESSAGE for name in
                ("message_fr", "message_en"))
    )  # fmt: skip


def _is_choice(value) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"code", "label_fr", "label_en"}
        and bool(value.get("code"))
        and all(_is_taken_by(Choice._meta.get_field(name), text) for name, text in value.items())
    )
