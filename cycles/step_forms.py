"""Forms about the steps of a cycle."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cycle_forms import DayField
from .records import CycleStep

FIELDS = ("left_out", "opens_on", "closes_on", "note_fr", "note_en")
LONGEST_NOTE, LONGEST_REASON = 1000, 300


def present_values(steps: list[CycleStep]) -> dict[str, Any]:
    """By name of field and number of step: `opens_on_3`."""
    return {f"{name}_{step.number}": getattr(step, name) for step in steps for name in FIELDS}


def reason(label: str, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_REASON, required=False, **more)


class ReasonForm(forms.Form):
    because_fr = reason(
        gettext_lazy("Reason, in French"),
        help_text=gettext_lazy(
            "Shown on the cycle's page and sent to those who follow it. One language is enough."
        ),
    )
    because_en = reason(gettext_lazy("Reason, in English"))

    def ask_reason(self) -> None:
        said = _("Say why, in French or in English: people have counted on these dates.")
        self.add_error("because_fr", said)


class StepsForm(ReasonForm):
    """The six steps on one screen."""

    token, clashed = "", False

    def __init__(self, *args, steps: list[CycleStep], **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = steps
        for step in steps:
            self._add(step.number)

    def _add(self, number: int) -> None:
        note = {"max_length": LONGEST_NOTE, "required": False, "widget": forms.Textarea(attrs={"rows": 2})}
        self.fields |= {
            f"left_out_{number}": forms.BooleanField(label=_("Left out of this cycle"), required=False),
            f"opens_on_{number}": DayField(label=_("First day"), required=False),
            f"closes_on_{number}": DayField(label=_("Last day"), required=False),
            f"note_fr_{number}": forms.CharField(label=_("What happened, in French"), **note),
            f"note_en_{number}": forms.CharField(label=_("What happened, in English"), **note),
        }

    def rows(self) -> list[tuple[CycleStep, list[forms.BoundField]]]:
        return [(step, [self[f"{name}_{step.number}"] for name in FIELDS]) for step in self.steps]

    def clean(self) -> dict:
        found = super().clean()
        for step in self.steps:
            opens, closes = found.get(f"opens_on_{step.number}"), found.get(f"closes_on_{step.number}")
            if opens and closes and closes < opens:
                self.add_error(f"closes_on_{step.number}", _("The step would close before it opens."))
        return found


def by_step(changes: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What changed, by number of the step."""
    found: dict[int, dict[str, Any]] = {}
    for name, value in changes.items():
        field, _underscore, number = name.rpartition("_")
        found.setdefault(int(number), {})[field] = value
    return found


class ReopenForm(ReasonForm):
    closes_on = DayField(label=gettext_lazy("New last day"))

    field_order = ["closes_on", "because_fr", "because_en"]


class CompleteForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why it is done before its last day"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("For the log. Followers are not told."),
    )
