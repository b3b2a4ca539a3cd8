"""One row of the survey -> one question, with what it says beside kept word for word and told."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from pyxform import aliases

from . import rules
from .structure import Check, Question
from .xlsform_choices import OTHER, YES_NO_LIST, choices_of, cut, is_yes_no
from .xlsform_kept import filled
from .xlsform_kinds import (
    ACKNOWLEDGED,
    TYPE_OF,
    built_in_constraint,
    is_acknowledgement,
    kind_of,
    limits_of,
    list_of,
)
from .xlsform_limits import limits_from, set_limit
from .xlsform_lines import KEPT, LOOK, Line
from .xlsform_names import Names
from .xlsform_outline import AS_HEADING, AS_OTHER, AS_RATIO, Entry
from .xlsform_tree import Node
from .xlsform_xpath_in import Asked, Understood, all_of, read_expression

Kind = Question.Kind
LONGEST_MESSAGE = Check._meta.get_field("message_fr").max_length
# The question that XLSForm makes for the words of "other".
DETAILS = {"text_fr": "Précisez", "text_en": "Specify"}


@dataclass
class Form:
    """What the rows of one form are read with, and what comes of them beside the questions."""

    names: Names
    lists: dict[str, list[dict[str, str]]]
    lines: list[Line] = field(default_factory=list)
    checks: list[dict] = field(default_factory=list)
    relevance: dict[tuple[str, ...], Understood] = field(default_factory=dict)

    def tell(self, node: Node, what: str, reason: str, weight: str = KEPT) -> None:
        self.lines.append(Line(node.row, "survey", " ".join(what.split())[:120], reason, weight))

    def asked_if(self, node: Node, before: int) -> Understood:
        """When a group or question is asked, as far as rules say it; told once."""
        if node.path not in self.relevance:
            text = node.cells.get("relevant", "")
            found = read_expression(text, self.names.seen_from(node, before=before)) if text else Understood()
            if found.rest:
                reason = _("This part of the rule stays in the form's words: here it is asked without it.")
                self.tell(node, f"relevant: {found.rest}", _with_why(reason, found.reasons), LOOK)
            self.relevance[node.path] = found
        return self.relevance[node.path]


def _with_why(reason: str, whys: list[str]) -> str:
    return " ".join([reason, *dict.fromkeys(why for why in whys if why)])


def read_entry(entry: Entry, form: Form) -> dict:
    """In the shape of snapshots.py."""
    place = form.names.place[entry.code]
    terms = [term for group in entry.groups for term in form.asked_if(group, place).terms]
    group = [node.name for node in entry.groups]
    read = {AS_HEADING: _heading, AS_RATIO: _ratio, AS_OTHER: _details}.get(entry.taken, _plain)
    question, own = read(entry, form, place)
    kept = filled(**question.pop("kept", {}), group=group)
    show_if = rule_of([*terms, *own])
    if own and not show_if:
        kept["relevant"] = entry.node.cells["relevant"]
        form.tell(
            entry.node,
            f"relevant: {kept['relevant']}",
            _("The rule is too long: here it is always asked."),
            LOOK,
        )
    return {"code": entry.code} | question | filled(show_if=show_if, kept_xlsform=kept)


def rule_of(terms: list[dict]) -> dict:
    """{} where the rules of many groups together are more than one rule may hold."""
    try:
        rules.read(all_of(terms))
    except rules.UnfitRule:
        return {}
    return all_of(terms)


def texts(cells: dict[str, str], column: str, name: str) -> dict[str, str]:
    """Taken out of the cells."""
    return filled(
        **{f"{name}_{language}": cells.pop(f"{column}::{language}", "") for language in ("fr", "en")}
    )


def _heading(entry: Entry, form: Form, place: int) -> tuple[dict, list[dict]]:
    cells = dict(entry.node.cells)
    return {"kind": Kind.NOTE.value} | texts(cells, "label", "text") | {"kept": {"heading": True}}, []


def _details(entry: Entry, form: Form, place: int) -> tuple[dict, list[dict]]:
    asked = form.names.asked[entry.node.path]
    return {"kind": Kind.TEXT.value} | DETAILS, [
        {"question": asked.code, "op": "has", "value": OTHER["code"]}
    ]


def _ratio(entry: Entry, form: Form, place: int) -> tuple[dict, list[dict]]:
    """Two whole numbers in a group, as the portal writes a percentage."""
    numerator, denominator = entry.node.children
    first, second = dict(numerator.cells), dict(denominator.cells)
    question = (
        {"kind": Kind.RATIO.value}
        | texts(dict(entry.node.cells), "label", "text")
        | texts(first, "hint", "hint")
    )
    question |= texts(first, "label", "numerator") | texts(second, "label", "denominator")
    question |= filled(required=_is_yes(first.get("required", "")))
    own = form.names.asked[numerator.path]
    limits, rest = limits_from(_constraint(numerator, first, form, own), Kind.NUMBER, own)
    if rest.terms or rest.rest:
        form.tell(numerator, f"constraint: {first['constraint']}", _("Not checked here."), LOOK)
    return question | limits, form.asked_if(entry.node, place).terms


def _plain(entry: Entry, form: Form, place: int) -> tuple[dict, list[dict]]:
    node, cells = entry.node, dict(entry.node.cells)
    kind, kept = kind_of(node.type, cells.get("parameters", "")), {}
    question: dict = texts(cells, "label", "text") | texts(cells, "hint", "hint")
    if entry.code != node.name:
        kept["name"] = node.name
        form.tell(node, node.name, _("Its code here is %(code)s.") % {"code": entry.code})
    if kind == Kind.TEXT:
        kind = _length_of_text(node, cells)
    kind = _with_choices(node, entry.code, kind, question, kept, form)
    question["kind"] = kind.value
    if node.type != TYPE_OF[kind] and not list_of(node.type)[0]:
        kept["type"] = node.type
        if kind not in (Kind.NOTE, Kind.CALCULATION):
            form.tell(node, node.type, _("Answered here as: %(kind)s.") % {"kind": kind.label})
    question |= _required(node, cells, form)
    question |= _limits(entry, kind, cells, kept, form)
    asked_if = form.asked_if(node, place)
    cells.pop("relevant", None)
    kept |= filled(relevant=asked_if.rest, cells=cells)
    return question | {"kept": kept}, asked_if.terms


def _length_of_text(node: Node, cells: dict[str, str]) -> Kind:
    looks = cells.get("appearance", "").split()
    if node.type != "text" or "multiline" not in looks:
        return Kind.TEXT
    cells["appearance"] = " ".join(look for look in looks if look != "multiline")
    if not cells["appearance"]:
        del cells["appearance"]
    return Kind.LONG_TEXT


def _with_choices(node: Node, code: str, kind: Kind, question: dict, kept: dict, form: Form) -> Kind:
    """The kind, which for a list of yes, no, do not know is another."""
    if kind not in Question.WITH_CHOICES:
        return kind
    if is_acknowledgement(node.type):
        question["choices"] = [dict(choice) for choice in ACKNOWLEDGED]
        return kind
    name, other = list_of(node.type)
    if kind == Kind.CHOICE and not other and is_yes_no(form.lists[name]):
        kept |= filled(list="" if name == YES_NO_LIST else name)
        return Kind.YES_NO
    question["choices"] = choices_of(form.lists[name])
    if other:
        form.tell(node, node.type, _("“Other” is one of the choices here, and the details are a question."))
        if all(choice["code"] != OTHER["code"] for choice in question["choices"]):
            question["choices"].append(dict(OTHER))
            # A list of its own: other questions may offer the same choices without it.
            name = f"{name}_or_other"
    kept |= filled(list="" if name == code else name)
    return kind


def _required(node: Node, cells: dict[str, str], form: Form) -> dict:
    said = cells.get("required", "")
    if said.lower() in ("", "no", "false", "false()"):
        cells.pop("required", None)
        return {}
    if _is_yes(said):
        cells.pop("required")
        return {"required": True}
    form.tell(node, f"required: {said}", _("Here it may be left without an answer."), LOOK)
    return {}


def _is_yes(text: str) -> bool:
    return aliases.yes_no.get(text, False)


def _constraint(node: Node, cells: dict[str, str], form: Form, own: Asked | None) -> Understood:
    text = cells.get("constraint") or built_in_constraint(node.type)
    return read_expression(text, form.names.seen_from(node, own)) if text else Understood()


def _limits(entry: Entry, kind: Kind, cells: dict[str, str], kept: dict, form: Form) -> dict:
    """Smallest and largest number; what else must hold becomes a check, or stays in the form's words."""
    node = entry.node
    found = _constraint(node, cells, form, form.names.own(entry))
    cells.pop("constraint", None)
    limits, rest = limits_from(found, kind, form.names.own(entry))
    ends = limits_of(cells.get("parameters", "")) if node.type == "range" else {}
    for name, end in (("minimum", "start"), ("maximum", "end")):
        if end in ends:
            set_limit(limits, name, Decimal(ends[end]))
    if rule := rule_of(rest.terms):
        form.checks.append({"question": entry.code, "rule": rule} | _messages(cells) | {"with_reason": False})
    if rest.rest:
        kept["constraint"] = rest.rest
        reason = _("This condition stays in the form's words and is not checked here.")
        form.tell(node, f"constraint: {rest.rest}", _with_why(reason, rest.reasons), LOOK)
    return limits


def _messages(cells: dict[str, str]) -> dict[str, str]:
    """One that is too long for a check is cut, and stays whole among the cells."""
    found = {}
    for language in ("fr", "en"):
        column = f"constraint_message::{language}"
        if text := cells.get(column):
            found[f"message_{language}"] = cut(text, LONGEST_MESSAGE)
            if len(text) <= LONGEST_MESSAGE:
                del cells[column]
    return found
