"""Forms about a cycle as a whole, French and English side by side."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from districts.models import OrgUnit, User
from districts.who_reads import offered_for_threads

from .permissions import countries_run_by
from .records import LearningCycle

LONGEST_CODE, LONGEST_KEY = 60, 18
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
PAIRS = ("title", "purpose", "issue_title", "issue_text")
TEXTS = tuple(f"{name}_{code}" for name in PAIRS for code in ("fr", "en"))
OTHERS = ("minutes_asked", "flash", "number", "discussion_audience")
MOST_MINUTES, MOST_NUMBER = 3000, 9999
# A purpose longer than this is not read on a telephone.
LONGEST_TEXT = 5000


class DayField(forms.DateField):
    """The browser's own calendar; typed by hand it may be the French way."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def clean(self, value) -> datetime.date | None:
        found = super().clean(value)
        if found and not EARLIEST <= found <= LATEST:
            raise forms.ValidationError(_("Choose a day between 2000 and 2100."))
        return found


class CountriesField(forms.ModelMultipleChoiceField):
    def _check_values(self, value):
        """Django hands any number on, and the database stumbles over one that it cannot hold."""
        for key in value:
            if not (str(key).isdecimal() and len(str(key)) <= LONGEST_KEY):
                message = self.error_messages["invalid_pk_value"]
                raise forms.ValidationError(message, code="invalid_pk_value", params={"pk": str(key)[:20]})
        return super()._check_values(value)


def countries_for(user) -> CountriesField:
    """Those the person may run cycles in; countries in use alone."""
    found, run = OrgUnit.objects.in_use().filter(level=OrgUnit.Level.COUNTRY), countries_run_by(user)
    return CountriesField(
        found if run is None else found.filter(pk__in=run),
        label=gettext_lazy("Countries"),
        widget=forms.CheckboxSelectMultiple,
    )


class NewCycleForm(forms.Form):
    """The rest follows on the cycle's own screens."""

    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=gettext_lazy("Part of its address, for good. Left empty, it is made from the title."),
    )
    start = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy(
            "Dates of all steps are proposed from it; you change them on the next screens."
        ),
    )
    flash = forms.BooleanField(
        label=gettext_lazy("Flash cycle"),
        required=False,
        help_text=gettext_lazy("Of days rather than months, with few questions."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["countries"] = field = countries_for(user)
        if field.queryset.count() == 1:
            field.initial = field.queryset
        self.order_fields(["title_fr", "title_en", "countries", "start", "flash", "code"])

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code and LearningCycle.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another cycle has this code."))
        return code or free_code(self.cleaned_data.get("title_fr", ""))


class CloneForm(NewCycleForm):
    """Flash or not is the copied cycle's affair."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        del self.fields["flash"]
        self.fields["start"].help_text = _("Its steps are as long as in the cycle that is copied.")


def free_code(title: str) -> str:
    """Not taken yet; the first words of the title."""
    stem = slugify(title)[: LONGEST_CODE - 4].strip("-") or "cycle"
    taken = set(LearningCycle.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, 1000) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


class CycleForm(forms.ModelForm):
    """All of a cycle but its steps and its decision owner."""

    minutes_asked = forms.IntegerField(
        label=gettext_lazy("Minutes asked of a team"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        help_text=gettext_lazy("Over the whole cycle: answering, checking, discussing."),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        min_value=1,
        max_value=MOST_NUMBER,
        required=False,
        help_text=gettext_lazy("Its place in the list, the highest first."),
    )
    discussion_audience = forms.TypedChoiceField(
        label=gettext_lazy("Who reads the discussions of results"),
        coerce=int,
        help_text=gettext_lazy(
            "It is also who learns which district proposes an issue. Once a district has proposed, answered or "
            "written, it can be narrowed but not widened."
        ),
    )

    class Meta:
        model = LearningCycle
        fields = (*TEXTS, *OTHERS)
        help_texts = {
            "purpose_fr": gettext_lazy("What the answers are for, who sees them, and what a team agrees to."),
            "issue_title_fr": gettext_lazy("The cycle's own words, once an issue is chosen."),
        }

    def __init__(self, *args, user, present: Mapping[str, Any], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["countries"] = countries_for(user)
        self.fields["discussion_audience"].choices = offered_for_threads(present["discussion_audience"])
        for name in TEXTS:
            if isinstance(self.fields[name], forms.CharField) and isinstance(
                self.fields[name].widget, forms.Textarea
            ):
                self.fields[name].widget.attrs["rows"] = 6
                self.fields[name].validators.append(forms.CharField(max_length=LONGEST_TEXT).validators[0])

    def rows(self) -> list[list[forms.BoundField]]:
        """The two languages beside each other, then the rest."""
        pairs = [[self[f"{name}_fr"], self[f"{name}_en"]] for name in PAIRS]
        return [*pairs, *([self[name]] for name in (*OTHERS, "countries"))]


class PersonField(forms.ModelChoiceField):
    """With the post by which the person is offered: two people may have one name."""

    def label_from_instance(self, person: User) -> str:
        name = person.get_full_name() or person.email
        everywhere = _("all countries")
        posts = [f"{post.role_name}, {post.unit or everywhere}" for post in person.owning_posts]
        return f"{name} ({'; '.join(posts)})"


class OwnerForm(forms.Form):
    person = PersonField(User.objects.none(), label=gettext_lazy("Decision owner"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
