"""Forms of the desk: whom to invite as what, who acts for a lead until when."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .models import TEAM_ROLES, Membership, OrgUnit, Role, User
from .permissions import may_grant, roles_to_grant, units_of_desk
from .sign_in import PhoneField
from .unit_names import find_unit

NOTHING = "off"
# When somebody began is told from memory; a year of four digits typed wrong is found by this.
EARLIEST, A_YEAR = datetime.date(2000, 1, 1), datetime.timedelta(days=365)

# Above this many places a list to choose from costs more than it helps.
MOST_SUGGESTED = 100


class RoleForm(forms.Form):
    """Which role, where: what `by` may give."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.CharField(
        label=_("Place"),
        help_text=_("Name or code of the district, region or country. Empty: in all countries."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": NOTHING, "list": "places"}),
    )

    def __init__(self, by: User, data=None, initial=None):
        self.by = by
        super().__init__(data, initial=initial)
        allowed = roles_to_grant(by)
        self.fields["role"].choices = [(role, label) for role, label in Role.choices if role in allowed]
        units = units_of_desk(by).with_above().order_by("level", "name_fr")
        self.units = list(units[: MOST_SUGGESTED + 1]) if not self.is_bound else list(units)

    @property
    def suggested(self) -> list[str]:
        """Names to choose from, where there are few."""
        return [unit.name for unit in self.units] if len(self.units) <= MOST_SUGGESTED else []

    def clean_unit(self) -> OrgUnit | None:
        text = self.cleaned_data["unit"].strip()
        if not text:
            return None
        found = find_unit(text, self._possible())
        if found.unit:
            return found.unit
        several = found.exact or found.variant
        if several:
            codes = ", ".join(unit.code for unit in several[:5])
            raise forms.ValidationError(
                _("Several places have this name. Write one of these codes: %(codes)s"),
                params={"codes": codes},
                code="several",
            )
        near = ", ".join(unit.name for unit in found.close)
        if near:
            raise forms.ValidationError(
                _("There is no such place in your area. Did you mean: %(names)s?"),
                params={"names": near},
                code="none",
            )
        raise forms.ValidationError(_("There is no such place in your area."), code="none")

    def _possible(self) -> list[OrgUnit]:
        """A region may have the name of a district in it; for a team the district is meant."""
        if self.data.get("role") in TEAM_ROLES:
            return [unit for unit in self.units if unit.is_district] or self.units
        return self.units

    def clean(self):
        cleaned = super().clean()
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if not role or "unit" in self.errors:
            return cleaned
        if role in TEAM_ROLES and not (unit and unit.is_district):
            self.add_error("unit", _("A team works in a district: choose one."))
        elif not may_grant(self.by, role, unit):
            self.add_error("unit", _("You may not give this role there."))
        return cleaned


class InviteForm(RoleForm):
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "The invitation is sent there. Without an address you get a code to write on paper or read out."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": NOTHING}),
    )
    phone = PhoneField(
        label=_("Telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": NOTHING, "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=[("fr", "Français"), ("en", "English")]
    )
    field_order = ["first_name", "last_name", "email", "phone", "role", "unit", "language"]

    def clean_email(self) -> str:
        """Somebody who has an account may be invited too: they open it signed in, and have one more role."""
        return (self.cleaned_data["email"] or "").lower()


class AddPostForm(RoleForm):
    """A further role for somebody who has an account."""

    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, by: User, data=None):
        super().__init__(by, data, initial={"starts_on": timezone.localdate()})

    def clean_starts_on(self) -> datetime.date:
        day = self.cleaned_data["starts_on"]
        latest = timezone.localdate() + A_YEAR
        if not EARLIEST <= day <= latest:
            message = _("Choose a day from %(first)s to %(last)s.")
            days = {"first": date_format(EARLIEST), "last": date_format(latest)}
            raise forms.ValidationError(message, params=days, code="range")
        return day


class FileForm(forms.Form):
    """A table from a file; the second time its text, as it was looked at."""

    file = forms.FileField(label=_("Table (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))


class ActingLeadForm(forms.Form):
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Until, that day included"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, membership: Membership, data=None):
        self.membership = membership
        super().__init__(data, initial={"starts_on": timezone.localdate()})

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first."))
        return cleaned


class NumberForm(forms.Form):
    phone = PhoneField(label=_("Telephone number"), required=False, max_length=40)

    def __init__(self, person: User, data=None):
        self.person = person
        super().__init__(data, initial={"phone": person.phone})

    def clean_phone(self) -> str | None:
        phone = self.cleaned_data["phone"] or None
        if phone and User.objects.filter(phone=phone).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("Another account has this number."), code="known")
        if not phone and not self.person.email:
            raise forms.ValidationError(
                _("Without an e-mail address the number is needed to sign in."), code="needed"
            )
        return phone


class CalledForm(forms.Form):
    """A code opens the account of whoever hears it: the tick is what the log says was done."""

    called = forms.BooleanField(
        label=_("I called this person at a number that I knew before, and it is this person"),
        error_messages={"required": _("Call first: whoever hears the code can open the account.")},
    )
