"""What one says of oneself: person, post, ways to be reached."""

import datetime
import re

from django import forms
from django.core.validators import MaxLengthValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analysis.audience import Audience
from content.form_fields import PlainTextField

from .models import Channel, User
from .phones import NoSuchNumber, as_kept, as_shown
from .profile_actions import MOST_WAYS, OF_ACCOUNT, OF_PROFILE, Way, Written
from .profiles import FUNCTIONS, REACHED_BY, SPOKEN

# As browsers with a calendar send it, and as people write it in those without.
MONTHS = (
    re.compile(r"\A(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})\Z"),
    re.compile(r"\A(?P<month>\d{1,2})\s*[-/.\s]\s*(?P<year>\d{4})\Z"),
)
FIRST_YEAR = 1950
MOST_HELP = 600
NUMBERS = (Channel.Kind.PHONE, Channel.Kind.WHATSAPP)


class MonthField(forms.CharField):
    """Hands out the first day of the month, or None."""

    widget = forms.TextInput(attrs={"type": "month"})

    def widget_attrs(self, widget) -> dict:
        """The length is looked at here: a field for months knows no such attribute."""
        return {}

    def prepare_value(self, value):
        return value.strftime("%Y-%m") if isinstance(value, datetime.date) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = next((match for pattern in MONTHS if (match := pattern.match(text))), None)
        try:
            month = datetime.date(int(found["year"]), int(found["month"]), 1)
        except (TypeError, ValueError):
            raise forms.ValidationError(_("Write month and year, for example 03/2024."), "no_month") from None
        if month.year < FIRST_YEAR or month > timezone.localdate():
            raise forms.ValidationError(_("This month has not come yet, or is too long ago."), "no_month")
        return month


class ProfileForm(forms.Form):
    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(
        label=_("Language of mails and of the portal"),
        choices=[("fr", "Français"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    function = forms.ChoiceField(
        label=_("Function"), choices=[("", _("– not said –")), *FUNCTIONS], required=False
    )
    title = forms.CharField(
        label=_("Title of the post"),
        help_text=_("As it stands on your door, if the list above is too coarse."),
        max_length=120,
        required=False,
    )
    in_post_since = MonthField(
        label=_("In this post since"), help_text=_("Month and year, for example 03/2024."), required=False,
        max_length=20,
    )  # fmt: skip
    spoken = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    can_help_with = PlainTextField(
        label=_("What I can help with"),
        help_text=_(
            "What others may ask you about: a survey you ran, a tool you know, a place you worked in. "
            "Up to 600 characters."
        ),
        validators=[MaxLengthValidator(MOST_HELP)],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    listed = forms.BooleanField(label=_("Show me in the directory"), required=False)

    @classmethod
    def of(cls, user: User) -> "ProfileForm":
        """As it is kept; of somebody who never saved it, with what is known."""
        profile = getattr(user, "profile", None)
        kept = {name: getattr(profile, name) for name in OF_PROFILE} if profile else {"listed": True}
        return cls(initial={name: getattr(user, name) for name in OF_ACCOUNT} | kept)

    def written(self, ways: list[Way]) -> Written:
        values = self.cleaned_data | {"spoken": tuple(self.cleaned_data["spoken"])}
        return Written(**values, ways=tuple(ways))


class WayForm(forms.Form):
    """One way to be reached; without a value it is none."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Channel.Kind.choices, initial=Channel.Kind.PHONE)
    value = forms.CharField(label=_("Number or address"), max_length=200, required=False)
    audience = forms.TypedChoiceField(
        label=_("Who may see it"), choices=REACHED_BY, coerce=int, initial=Audience.PEERS_NAMED
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") and "kind" in cleaned:
            try:
                cleaned["value"] = _as_kept(cleaned["kind"], cleaned["value"])
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned

    def way(self) -> Way | None:
        values = self.cleaned_data
        return Way(**values) if values.get("value") else None


def _as_kept(kind: str, value: str) -> str:
    if kind in NUMBERS:
        try:
            return as_kept(value)
        except NoSuchNumber:
            raise forms.ValidationError(
                _("This is not a telephone number we know. Write it with its country code, such as +229."),
                code="no_phone",
            ) from None
    if kind == Channel.Kind.EMAIL:
        validate_email(value)
        return value.lower()
    return value


class WayForms(list):
    """Always MOST_WAYS of them, those not in use empty: rows are added without a script."""

    @classmethod
    def of(cls, user: User) -> "WayForms":
        kept = [
            {"kind": c.kind, "value": as_shown(c.value) if c.kind in NUMBERS else c.value, "audience": c.audience}
            for c in user.channels.all()
        ]  # fmt: skip
        empty = [{}] * MOST_WAYS
        return cls(_way_form(n, initial=kept) for n, kept in enumerate([*kept, *empty][:MOST_WAYS]))

    @classmethod
    def sent(cls, data) -> "WayForms":
        return cls(_way_form(n, data) for n in range(MOST_WAYS))

    def is_valid(self) -> bool:
        """A number written twice is said beside the second: which of its two audiences would count?"""
        checked = [form.is_valid() for form in self]
        sound, seen = all(checked), set()
        for form in self if sound else ():
            way = form.way()
            if way and (way.kind, way.value) in seen:
                form.add_error("value", _("This stands above already."))
                sound = False
            seen.add(way and (way.kind, way.value))
        return sound

    @property
    def used(self) -> list[WayForm]:
        """One to begin with, where there is none."""
        return [form for form in self if form["value"].value() or form.errors] or self[:1]

    @property
    def free(self) -> list[WayForm]:
        used = self.used
        return [form for form in self if form not in used]

    @property
    def widest(self) -> int:
        """How far up the ladder the way that most people see is open."""
        known = [form["audience"].value() for form in self.used if str(form["audience"].value()).isdecimal()]
        return max(
            min(max(map(int, known), default=Audience.TEAM), Audience.HIERARCHY), Audience.FACILITATORS
        )

    def ways(self) -> list[Way]:
        return [way for form in self if (way := form.way())]


def _way_form(number: int, data=None, initial: dict | None = None) -> WayForm:
    return WayForm(data, initial=initial, prefix=f"way{number}")
