"""One person gives a question another kind while somebody else writes into what that kind does not have: the later one
is told, since no field of the screen would show it."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from content.editing import merge, read_begun

from .builder_question_form import FIELDS, fields_of
from .builder_sheet import Outcome, Told, Values
from .models import Question

CHOICES = "choices"


def with_kind_told(outcome: Outcome, typed: Mapping[str, Any], data: QueryDict, present: Values) -> Outcome:
    began = read_begun(data.get("begun", ""))
    if began is None or typed["kind"] == present["kind"] or "kind" in outcome.clashes:
        return outcome
    if typed["kind"] == began.get("kind"):
        return _kind_is_theirs(outcome, typed, present)
    return _kind_is_mine(outcome, typed["kind"], began, present)


def _has(kind: str) -> set[str]:
    return {*fields_of(kind), *([CHOICES] if kind in Question.WITH_CHOICES else ())}


def _kind_is_theirs(outcome: Outcome, typed: Mapping[str, Any], present: Values) -> Outcome:
    """The screen comes back with the kind it had, and all that was typed for it."""
    gone = _has(typed["kind"]) - _has(present["kind"])
    if not gone & set(outcome.changes):
        return outcome
    mine = {name: typed[name] for name in gone}
    if CHOICES in mine:
        mine[CHOICES] = [row | {"id": None} for row in typed[CHOICES]]
    values = outcome.values | mine | {"kind": typed["kind"]}
    return Outcome(outcome.changes, outcome.clashes | {"kind": present["kind"]}, values)


def _kind_is_mine(outcome: Outcome, kind: str, began: Mapping[str, Any], present: Values) -> Outcome:
    """What they wrote is said beside the kind: saving then drops it."""
    new = merge(None, {name: present[name] for name in present if name in began}, began).changes
    lost = [_said(name, new[name]) for name in (*FIELDS, CHOICES) if new.get(name) and name not in _has(kind)]
    if not lost:
        return outcome
    said = _("Somebody else wrote meanwhile what this kind does not have: %(texts)s. Saving drops it.")
    told = Told(said % {"texts": "; ".join(lost)})
    return Outcome(outcome.changes, outcome.clashes | {"kind": told}, outcome.values)


def _said(name: str, value: Any) -> str:
    if name == CHOICES:
        return ", ".join(row["label_fr"] or row["label_en"] for row in value)
    label = Question._meta.get_field(name).verbose_name
    return str(label) if value is True else f"{label} “{value}”"
