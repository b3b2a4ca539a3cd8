"""The health districts of Guinea and Benin, and one account per role."""

import csv

from django.conf import settings

from districts.actions import create_account, save_unit, start_membership
from districts.boundaries import GEO
from districts.models import OrgUnit, Role, User

# Demo accounts: e-mail, first name, last name, role, unit (name of a district, code of a country or None).
ACCOUNTS = [
    ("member@example.org", "Fatoumata", "Barry", Role.MEMBER, "Pita"),
    ("lead@example.org", "Ousmane", "Sow", Role.LEAD, "Pita"),
    ("other-member@example.org", "Kadiatou", "Traoré", Role.MEMBER, "Mandiana"),
    ("facilitator@example.org", "Saran", "Touré", Role.FACILITATOR, None),
    ("central@example.org", "Mamadou", "Diallo", Role.OFFICIAL, "GIN"),
    ("policymaker@example.org", "Aïssatou", "Camara", Role.POLICYMAKER, "GIN"),
    ("researcher@example.org", "Joyce", "Mwangi", Role.RESEARCHER, None),
    ("admin@example.org", "Désiré", "Hounkpatin", Role.ADMINISTRATOR, None),
]
ENGLISH_SPEAKERS = {"researcher@example.org"}


def load_places() -> dict[str, OrgUnit]:
    """Countries, regions and districts, by code."""
    units = {}
    for code, name_fr, name_en, zone in (
        ("GIN", "Guinée", "Guinea", "Africa/Conakry"),
        ("BEN", "Bénin", "Benin", "Africa/Porto-Novo"),
    ):
        units[code] = save_unit(
            code=code, level=OrgUnit.Level.COUNTRY, name_fr=name_fr, name_en=name_en, time_zone=zone, by=None
        )
    _load_guinea(units)
    _load_benin(units)
    return units


def _load_guinea(units: dict[str, OrgUnit]) -> None:
    for row in _rows("guinea_health_districts.csv"):
        # Conakry's five communes share one polygon, and so one prefecture code, in the source.
        alone = row["prefecture"] == row["district"]
        code = row["prefecture_code"] if alone else f"{row['prefecture_code']}-{row['district'].upper()}"
        _save_district(units, "GIN", row["region"], code, row["district"], row["prefecture_code"])


def _load_benin(units: dict[str, OrgUnit]) -> None:
    for row in _rows("benin_zones_sanitaires.csv"):
        code = f"BEN-{row['zs_code']}"
        if code not in units:
            _save_district(units, "BEN", row["dept"], code, row["zs_name"], row["zs_code"])


def _save_district(units, country: str, region: str, code: str, name: str, polygon: str) -> None:
    region_code = f"{country}-{region.upper()}"
    if region_code not in units:
        units[region_code] = save_unit(
            code=region_code, level=OrgUnit.Level.REGION, name_fr=region, parent=units[country], by=None
        )
    units[code] = save_unit(
        code=code,
        level=OrgUnit.Level.DISTRICT,
        name_fr=name,
        parent=units[region_code],
        polygon=polygon,
        by=None,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (GEO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_people(units: dict[str, OrgUnit], password: str) -> dict[str, User]:
    """One account per role, by e-mail address."""
    by_name = {unit.name_fr: unit for unit in units.values() if unit.level == OrgUnit.Level.DISTRICT}
    people = {}
    for email, first, last, role, place in ACCOUNTS:
        people[email] = user = create_account(
            email=email,
            password=password,
            first_name=first,
            last_name=last,
            language="en" if email in ENGLISH_SPEAKERS else settings.LANGUAGE_CODE,
            by=None,
        )
        start_membership(user=user, role=role, unit=by_name.get(place) or units.get(place or ""), by=None)
    return people
