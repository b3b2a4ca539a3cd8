"""Where work is done: the places of the health pyramid, and what belongs to a place."""

import datetime
import uuid
import zoneinfo

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from content.texts import localized

MOST_LEVELS = 6
# The ways from a unit to those above it, the furthest first.
_WAY_UP = ["__".join(["parent"] * steps) for steps in range(MOST_LEVELS - 1, 0, -1)]
ABOVE = _WAY_UP[0]
valid_uid = RegexValidator(
    r"\A[A-Za-z][A-Za-z0-9]{10}\Z", _("A DHIS2 identifier is a letter followed by ten letters or digits.")
)


def is_time_zone(name: str) -> bool:
    """Empty is none, and as good: deadlines then end with the day in UTC."""
    return not name or name in zoneinfo.available_timezones()


class UnitQuerySet(models.QuerySet):
    def with_above(self) -> "UnitQuerySet":
        """With all units above, so that reading them costs no further query."""
        return self.select_related(ABOVE)

    def in_countries(self, countries) -> "UnitQuerySet":
        """The countries given and all that lies in them; `countries` are units, ids or a query of them."""
        return self.alias(country_id=Coalesce(*(f"{way}_id" for way in _WAY_UP), "id")).filter(
            country_id__in=countries
        )

    def districts(self) -> "UnitQuerySet":
        """The units in which teams work: those of the level that their country says."""
        levels = [f"{way}__district_level" for way in _WAY_UP]
        return self.alias(their_level=Coalesce(*levels)).filter(level=F("their_level"))

    def existing(self, first, last=None) -> "UnitQuerySet":
        """That were in being at some time from `first` to `last`, both inclusive: dates, or expressions."""
        last = first if last is None else last
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        )

    def in_use(self) -> "UnitQuerySet":
        return self.filter(archived_at__isnull=True)


class OrgUnit(models.Model):
    """A place of the health pyramid: a country, a region or department, a district. One tree.

    `level` is the depth in it: three in most countries, more where a country has more, and each country says
    at which its districts are. Validity dates keep the districts of a past cycle as they were. `polygon` names
    the Outline that draws the unit on a map; several may share one (Conakry's communes are one polygon in the
    source).
    """

    class Level(models.IntegerChoices):
        """What the levels of a country with three of them are; LevelName has each country's own words."""

        COUNTRY = 1, _("country")
        REGION = 2, _("region or department")
        DISTRICT = 3, _("health district")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField(_("level"), validators=[MaxValueValidator(MOST_LEVELS)])
    code = models.CharField(_("code"), max_length=40, unique=True)
    uid = models.CharField(
        _("DHIS2 identifier"), max_length=11, unique=True, null=True, blank=True, validators=[valid_uid]
    )
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    variants = models.JSONField(_("other spellings and names"), default=list, blank=True)
    polygon = models.CharField(_("polygon on the map"), max_length=40, blank=True)
    # The next two are a country's.
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    district_level = models.PositiveSmallIntegerField(
        _("level of the districts"),
        default=Level.DISTRICT,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_LEVELS)],
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    # What is known of the place beside its name, by kind: {"communes": [{"name", "code", "population"}]}.
    attributes = models.JSONField(_("further facts"), default=dict, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    name = localized("name")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("district or other unit")
        verbose_name_plural = _("districts and other units")
        ordering = ["level", "name_fr"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="only_a_country_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, MOST_LEVELS), district_level__range=(2, MOST_LEVELS)),
                name="levels_within_the_tree",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="a_unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def lineage(self) -> list["OrgUnit"]:
        """The country first, this unit last."""
        return [*(self.parent.lineage() if self.parent else ()), self]

    @property
    def country(self) -> "OrgUnit":
        return self.lineage()[0]

    @property
    def is_district(self) -> bool:
        """Whether a team works here."""
        return self.level > 1 and self.level == self.country.district_level

    @property
    def zone(self) -> datetime.tzinfo:
        """The country's time zone, by which days end there; UTC where none is known."""
        name = self.country.time_zone
        return zoneinfo.ZoneInfo(name) if name else datetime.UTC

    def exists_on(self, day: datetime.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class LevelName(models.Model):
    """What a country calls the units of a level: zones sanitaires, préfectures, health districts."""

    country = models.ForeignKey(OrgUnit, models.CASCADE, related_name="level_names")
    level = models.PositiveSmallIntegerField(_("level"))
    singular_fr = models.CharField(_("one of them, in French"), max_length=60)
    plural_fr = models.CharField(_("several, in French"), max_length=60)
    singular_en = models.CharField(_("one of them, in English"), max_length=60, blank=True)
    plural_en = models.CharField(_("several, in English"), max_length=60, blank=True)
    singular, plural = localized("singular"), localized("plural")

    class Meta:
        verbose_name = _("name of a level")
        verbose_name_plural = _("names of levels")
        ordering = ["country", "level"]
        constraints = [models.UniqueConstraint(fields=["country", "level"], name="each_level_is_named_once")]

    def __str__(self) -> str:
        return self.plural


class UnitLink(models.Model):
    """What became of a unit: the one that replaces it from a day on. A merger has several rows with one
    `after`, a split several with one `before`."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged into")
        SPLIT = "split", _("split into")
        SUCCESSOR = "successor", _("replaced by")

    before = models.ForeignKey(OrgUnit, models.PROTECT, related_name="links_after")
    after = models.ForeignKey(OrgUnit, models.PROTECT, related_name="links_before")
    on = models.DateField(_("first day of the new unit"))
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind.choices)

    class Meta:
        verbose_name = _("merger or split")
        verbose_name_plural = _("mergers and splits")
        ordering = ["on", "before__name_fr", "after__name_fr"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="each_link_of_units_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="a_unit_does_not_replace_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Outline(models.Model):
    """A polygon of a country's map at one level, shared by all units there that name its code."""

    country = models.ForeignKey(OrgUnit, models.CASCADE, related_name="outlines")
    level = models.PositiveSmallIntegerField(_("level"))
    code = models.CharField(_("code"), max_length=40)
    geometry = models.JSONField(_("GeoJSON"))
    # Of the geometry, so that a process knows without reading it whether it has drawn this one already.
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["country", "level", "code"]
        constraints = [models.UniqueConstraint(fields=["country", "level", "code"], name="each_outline_once")]

    def __str__(self) -> str:
        return self.code
