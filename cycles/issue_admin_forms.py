"""Forms of facilitators about proposals."""

import datetime

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.form_fields import PlainTextField
from districts.models import OrgUnit
from districts.unit_names import find_unit

from .cycle_forms import DayField
from .issue_choice import WORDS
from .issue_forms import LONGEST_TEXT, LONGEST_TITLE, TOO_LONG, LineField, ProposalForm
from .issue_permissions import asks_for_issues
from .issues import Issue
from .records import LearningCycle

LONGEST_REASON, MOST_SUGGESTED = 2000, 100
SAID = ("because_fr", "because_en", "decided_by_fr", "decided_by_en")


class ForDistrictForm(ProposalForm):
    """What a district says on the telephone."""

    unit = forms.CharField(
        label=gettext_lazy("District"),
        help_text=gettext_lazy("Its name or code."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "places"}),
    )
    field_order = ["unit", "language", "title", "text"]

    def __init__(self, *args, cycle: LearningCycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle = cycle

    @property
    def suggested(self) -> list[str]:
        """Names to choose from, where there are few."""
        units = list(self.cycle.districts()[: MOST_SUGGESTED + 1])
        return [unit.name for unit in units] if len(units) <= MOST_SUGGESTED else []

    def clean_unit(self) -> OrgUnit:
        found = find_unit(self.cleaned_data["unit"], self.cycle.districts())
        if found.unit is None:
            near = ", ".join(
                f"{unit.name} ({unit.code})" for unit in (found.exact or found.variant or found.close)[:5]
            )
            if near:
                raise forms.ValidationError(
                    _("Which one is meant? Write its code: %(near)s") % {"near": near}
                )
            raise forms.ValidationError(_("The cycle has no such district."))
        if not asks_for_issues(self.cycle, found.unit):
            raise forms.ValidationError(_("Proposals are not asked for in this district at present."))
        return found.unit


class WithdrawForm(forms.Form):
    because = PlainTextField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The district that proposed it and those that support it are told."),
        validators=[MaxLengthValidator(LONGEST_REASON, TOO_LONG)],
    )


class MergeForm(forms.Form):
    """Among `issues`, which are about the same, and which of them is left."""

    issues = forms.TypedMultipleChoiceField(
        label=gettext_lazy("These are about the same"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least two proposals.")},
    )
    into = forms.TypedChoiceField(
        label=gettext_lazy("This one is left"),
        help_text=gettext_lazy("Its words stay as they are; those of the others are shown below it."),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which one is left.")},
    )

    def __init__(self, *args, issues: list[Issue], **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {issue.pk: issue for issue in issues}
        self.fields["issues"].choices = self.fields["into"].choices = [
            (issue.pk, issue.title) for issue in issues
        ]

    def clean(self) -> dict:
        found = super().clean()
        into = found.get("into")
        merged = [key for key in found.get("issues", ()) if key != into]
        if into and "issues" not in self.errors and not merged:
            self.add_error("issues", _("Tick at least two proposals."))
        if any(self.by_key[key].chosen_on for key in merged):
            self.add_error("into", _("One of them is chosen for the cycle: that one has to be left."))
        return found | {"merged": [self.by_key[key] for key in merged], "left": self.by_key.get(into)}


def _text(label: str, longest: int, **more) -> PlainTextField:
    return PlainTextField(
        label=label,
        validators=[MaxLengthValidator(longest, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 5}),
        **more,
    )


def _line(label: str, **more) -> LineField:
    return LineField(label=label, validators=[MaxLengthValidator(LONGEST_TITLE, TOO_LONG)], **more)


class ChoiceForm(forms.Form):
    """The cycle's own words for its issue, why it was chosen and who decided, French and English side by side."""

    on = DayField(label=gettext_lazy("Decided on"))
    because_fr = _text(gettext_lazy("Why this one, in French"), LONGEST_REASON)
    because_en = _text(gettext_lazy("Why this one, in English"), LONGEST_REASON)
    decided_by_fr = _line(
        gettext_lazy("Who decided, in French"), help_text=gettext_lazy("“The teams, in the call of 3 March.”")
    )
    decided_by_en = _line(gettext_lazy("Who decided, in English"))
    title_fr = _line(gettext_lazy("The issue in French"))
    title_en = _line(gettext_lazy("The issue in English"))
    text_fr = _text(gettext_lazy("About the issue, in French"), LONGEST_TEXT, required=False)
    text_en = _text(gettext_lazy("About the issue, in English"), LONGEST_TEXT, required=False)
    # The issue that was chosen when the form was opened; "" for none.
    replaces = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    token, clashed = "", False
    PAIRS = ("because", "decided_by", "title", "text")

    def rows(self) -> list[list[forms.BoundField]]:
        pairs = [[self[f"{name}_{code}"] for code in ("fr", "en")] for name in self.PAIRS]
        return [[self["on"]], *pairs]

    def clean_on(self) -> datetime.date:
        day = self.cleaned_data["on"]
        # Where the facilitator is, tomorrow may have begun.
        if day > timezone.localdate() + datetime.timedelta(days=1):
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict:
        found = super().clean()
        for mine, other in (("fr", "en"), ("en", "fr")):
            if (
                found.get(f"text_{other}")
                and not found.get(f"text_{mine}")
                and f"text_{mine}" not in self.errors
            ):
                self.add_error(f"text_{mine}", _("Say this in both languages, or in neither."))
        return found

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in (*SAID, "on")}
