"""What one screen of the builder edits, from opening it to saving: the fields of a form, a rule, choices.

Two people may have the same screen open. What comes back is compared with what the screen began with and with what is
there now (content/editing.py): changes of different fields both stay; where both changed one, the screen is shown again
with both, and saving again is a decision.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from content.editing import begun, merge, read_begun, values_of

from .builder_choices import ChoiceRows
from .builder_rules import RuleRows, canonical
from .choice_merging import merge_choices

RULES = ("show_if", "rule")
Values = dict[str, Any]


@dataclass
class Sheet:
    """`rule_name` is the field that the rule is kept in. `token` goes into the form's hidden field."""

    form: forms.Form
    rule: RuleRows | None = None
    rule_name: str = "show_if"
    choices: ChoiceRows | None = None
    token: str = ""
    clashed: bool = False

    def is_valid(self) -> bool:
        """Every part is asked, so that all that is wrong is told at once."""
        found = [part.is_valid() for part in (self.form, self.rule, self.choices) if part is not None]
        return all(found)

    @property
    def typed(self) -> Values:
        """Once it is valid."""
        found = dict(self.form.cleaned_data)
        if self.rule is not None:
            found[self.rule_name] = canonical(self.rule.data)
        if self.choices is not None:
            found["choices"] = self.choices.choices
        return found

    def without_messages(self) -> "Sheet":
        """For a screen that is shown again only with other menus or more rows."""
        for form in (self.form, *(self.rule.forms if self.rule else ())):
            form._errors, form.cleaned_data = ErrorDict(), {}
        return self


def present_values(record: models.Model, names: tuple[str, ...], choices: list[dict] | None = None) -> Values:
    """What a screen about the record begins with."""
    found = values_of(record, names)
    found |= {name: canonical(found[name]) for name in RULES if name in found}
    return found if choices is None else found | {"choices": choices}


class Told(str):
    """A clash that is said in these words, where the other person's value alone would not say it."""


@dataclass(frozen=True)
class Outcome:
    """`changes` are to be written; where there are `clashes`, the screen is to be shown again with `values`, and with
    the clashes beside the fields."""

    changes: Values
    clashes: Values
    values: Values


def outcome_of(typed: Mapping[str, Any], data: QueryDict, present: Values) -> Outcome:
    began = read_begun(data.get("begun", ""))
    plain = {name: value for name, value in typed.items() if name != "choices"}
    merged = merge(began, plain, present)
    changes, clashes = dict(merged.changes), dict(merged.clashes)
    if "choices" in typed:
        first = None if began is None else began.get("choices")
        rows, told = merge_choices(first, typed["choices"], present["choices"])
        if rows != present["choices"]:
            changes["choices"] = rows
        if told:
            clashes["choices"] = told
    return Outcome(changes, clashes, present | changes)


def shown_again(make: Callable[[Values], Sheet], outcome: Outcome, present: Values) -> Sheet:
    """With what was typed where it differs, with what the other person saved beside it, and beginning with the latter:
    saving this screen replaces it."""
    sheet = make(outcome.values)
    sheet.token, sheet.clashed = begun(present), True
    for name, theirs in outcome.clashes.items():
        if name in sheet.form.fields:
            sheet.form[name].help_text = _theirs(sheet.form[name], theirs)
        elif name == "choices" and sheet.choices:
            sheet.choices.tell(theirs)
        elif sheet.rule and name == sheet.rule_name:
            sheet.rule.tell(theirs)
    return sheet


def _theirs(field: forms.BoundField, value: Any) -> str:
    if isinstance(value, Told):
        return value
    choices = dict(getattr(field.field, "choices", ()) or ())
    said = choices.get(value, value)
    if isinstance(value, bool):
        said = _("Yes") if value else _("No")
    if said in (None, ""):
        return _("Somebody else emptied this meanwhile. Saving puts back what stands here.")
    return _("Somebody else saved meanwhile: “%(text)s”. Saving replaces it by what stands here.") % {
        "text": said
    }
