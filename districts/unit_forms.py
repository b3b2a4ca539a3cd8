"""The admin's forms about units. What they find is handed to unit_actions.py; nothing is saved here."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import LevelName, OrgUnit, Outline
from .unit_files import LEVEL_FIELDS
from .unit_names import UnitNames, folded
from .units import MOST_LEVELS, is_time_zone

MOST_VARIANTS = 20
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitForm(forms.ModelForm):
    """A unit of `country` at the level of `instance`; only a country has a time zone and a level of districts."""

    variants = forms.CharField(
        label=gettext_lazy("Other spellings and names"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line. Accents, capitals and apostrophes need no spelling of their own."
        ),
    )

    class Meta:
        model = OrgUnit
        fields = (
            "code", "name_fr", "name_en", "variants", "parent", "uid", "polygon",
            "valid_from", "valid_to", "time_zone", "district_level",
        )  # fmt: skip
        widgets = {"valid_from": DATE, "valid_to": DATE}
        help_texts = {
            "code": gettext_lazy("It stays: results that are published name the unit by it."),
            "uid": gettext_lazy("Eleven letters and digits, from the national health information system."),
            "polygon": gettext_lazy("The code of an imported outline. Several units may share one."),
            "valid_from": gettext_lazy("Leave it empty if it has always been there."),
            "valid_to": gettext_lazy("The last day. Cycles that begin later are without this unit."),
            "time_zone": gettext_lazy("Deadlines end when the day ends there. For example Africa/Conakry."),
            "district_level": gettext_lazy("How deep teams work in the tree: the country is 1."),
        }

    def __init__(self, *args, parent: OrgUnit | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        unit = self.instance
        self.country = parent.country if parent else unit.country if unit.pk else None
        self.above = parent or unit.parent
        if unit.pk:
            self.fields["code"].disabled = True
            self.initial["variants"] = "\n".join(unit.variants)
        for name in ("time_zone", "district_level") if unit.level > 1 else ("parent", "polygon"):
            del self.fields[name]
        if "parent" in self.fields:
            self._choose_parent()

    def _choose_parent(self) -> None:
        if not self.instance.pk:
            del self.fields["parent"]
            return
        units = OrgUnit.objects.in_countries([self.country.pk]).filter(level=self.instance.level - 1)
        self.fields["parent"].queryset = units.order_by("name_fr")
        self.fields["parent"].label = _("Belongs to")
        self.fields["parent"].required = True

    def clean_variants(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["variants"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > MOST_VARIANTS or any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("At most 20 names of at most 120 characters each."))
        return names

    def clean_polygon(self) -> str:
        code = self.cleaned_data["polygon"].strip()
        outlines = Outline.objects.filter(country=self.country, level=self.instance.level)
        if code and not outlines.filter(code=code).exists():
            raise forms.ValidationError(_("No outline of this country and level has this code."))
        return code

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"].strip()
        if not is_time_zone(zone):
            raise forms.ValidationError(_("There is no such time zone. Write it as in Africa/Conakry."))
        return zone

    def clean(self) -> dict:
        super().clean()
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("It ends before it begins."))
        name, parent = self.cleaned_data.get("name_fr"), self.cleaned_data.get("parent") or self.above
        if name and self._has_namesake(name, parent):
            self.add_error("name_fr", _("Another unit beside it has this name already."))
        return self.cleaned_data

    def _has_namesake(self, name: str, parent: OrgUnit | None) -> bool:
        """In use: a unit of the same name may follow one that was archived."""
        beside = OrgUnit.objects.in_use().filter(parent=parent).exclude(pk=self.instance.pk)
        return folded(name) in {folded(other) for other in beside.values_list("name_fr", flat=True)}


class LevelNamesForm(forms.Form):
    """What a country calls the units of each level, in both languages; an empty level has no name."""

    def __init__(self, data=None, *, country: OrgUnit):
        super().__init__(data)
        present = {name.level: name for name in LevelName.objects.filter(country=country)}
        self.levels = range(2, MOST_LEVELS + 1)
        for level in self.levels:
            for column in LEVEL_FIELDS:
                label = LevelName._meta.get_field(column).verbose_name
                self.fields[f"{column}_{level}"] = forms.CharField(
                    label=_("Level %(level)s: %(label)s") % {"level": level, "label": label},
                    initial=getattr(present.get(level), column, ""),
                    required=False,
                    max_length=60,
                )

    def clean(self) -> dict:
        for level in self.levels:
            words = self._words(level)
            for column in ("singular_fr", "plural_fr"):
                if any(words.values()) and not words[column]:
                    self.add_error(
                        f"{column}_{level}", _("The French name is needed where there is another.")
                    )
        return self.cleaned_data

    def _words(self, level: int) -> dict[str, str]:
        return {column: self.cleaned_data.get(f"{column}_{level}", "") for column in LEVEL_FIELDS}

    def changed_levels(self) -> dict[int, dict[str, str]]:
        changed = {int(name.rpartition("_")[2]) for name in self.changed_data}
        return {level: self._words(level) for level in sorted(changed)}


class ReplaceForm(forms.Form):
    """Which units come before or after this one, and from which day."""

    BEFORE, AFTER = "before", "after"
    side = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[
            (BEFORE, gettext_lazy("This unit takes the place of those below")),
            (AFTER, gettext_lazy("Those below take the place of this unit")),
        ],
        widget=forms.RadioSelect,
    )
    units = forms.CharField(
        label=gettext_lazy("Units"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One name or code a line, of the same country and level. Add new units first."
        ),
    )
    on = forms.DateField(
        label=gettext_lazy("First day of what is new"),
        widget=DATE,
        help_text=gettext_lazy(
            "What is replaced ends the day before; cycles keep the districts of their time."
        ),
    )

    def __init__(self, data=None, *, unit: OrgUnit):
        super().__init__(data)
        self.unit = unit

    def clean_units(self) -> list[OrgUnit]:
        beside = OrgUnit.objects.in_countries([self.unit.country.pk]).filter(level=self.unit.level)
        among = UnitNames(beside.exclude(pk=self.unit.pk).with_above())
        names = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()]
        found = [(name, among.find(name)) for name in names[:100]]
        wrong = [_reason(name, met) for name, met in found if met.unit is None]
        if wrong or not found:
            raise forms.ValidationError(wrong or _("Name at least one unit."))
        return list(dict.fromkeys(met.unit for _name, met in found))


def _reason(name: str, met) -> str:
    candidates = met.exact or met.variant or met.close
    said = {"name": name, "names": ", ".join(f"{unit.name} ({unit.code})" for unit in candidates)}
    if met.exact or met.variant:
        return _("Several units are called “%(name)s”; write the code: %(names)s.") % said
    if candidates:
        return _("No unit is called “%(name)s”. Did you mean %(names)s?") % said
    return _("No unit is called “%(name)s”.") % said
