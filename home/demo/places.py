"""The health districts of Guinea and Benin, and one account per role."""

from django.conf import settings

from districts.actions import create_account, start_membership
from districts.boundaries import COUNTRIES
from districts.models import OrgUnit, Role, User
from districts.unit_actions import import_units
from districts.unit_files import read_country
from districts.unit_import import compare

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
    for file in COUNTRIES:
        import_units(difference=compare(read_country(file)), by=None)
    return {unit.code: unit for unit in OrgUnit.objects.with_above()}


def load_people(units: dict[str, OrgUnit], password: str) -> dict[str, User]:
    """One account per role, by e-mail address."""
    by_name = {unit.name_fr: unit for unit in units.values() if unit.is_district}
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
