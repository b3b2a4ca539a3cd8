"""Thousands of districts that answered, each with somebody to call, made at once."""

from django.db import connection
from django.utils import timezone

from districts.models import Channel, Membership, OrgUnit, Role, User
from questionnaires.models import Answer, AnswerVersion, Extension, Questionnaire, Response, Signature
from tests.districts.places import days, today

# Of what every district is asked, in the shape of Answer.value.
VALUES = {
    "committee": {"choice": "no"},
    "meetings": {"number": 3},
    "done": {"numerator": 3, "denominator": 9},
    "why": {"text": "Parce que. " * 8},
}


def answered_in(
    country: OrgUnit, questionnaire: Questionnaire, number: int, regions: int, name: str
) -> list[OrgUnit]:
    """So many districts in so many new regions of the country. Of three, one has not begun, one has begun, one has
    signed; and of those that signed every other has changed something since."""
    units = _districts(country, number, regions, name)
    _people(units)
    _responses(questionnaire, units)
    questionnaire.extensions.model.objects.bulk_create(
        Extension(questionnaire=questionnaire, unit=unit, until=today() + days(3), because="Pluies")
        for unit in units[::7]
    )
    with connection.cursor() as cursor:
        # As the database does by itself within a minute; without, PostgreSQL takes its full tables for empty ones.
        cursor.execute("ANALYZE")
    return units


def _districts(country: OrgUnit, number: int, regions: int, name: str) -> list[OrgUnit]:
    above = OrgUnit.objects.bulk_create(
        OrgUnit(code=f"{country.code}-{name}-r{n}", level=2, name_fr=f"Région {n:02}", parent=country)
        for n in range(regions)
    )
    return OrgUnit.objects.bulk_create(
        OrgUnit(
            code=f"{country.code}-{name}-{n}", level=3, name_fr=f"District {n:04}", parent=above[n % regions]
        )
        for n in range(number)
    )


def _people(units: list[OrgUnit]) -> None:
    people = User.objects.bulk_create(
        User(email=f"{unit.code}@example.org", first_name=f"Prénom {unit.pk}", last_name="Nom")
        for unit in units
    )
    Membership.objects.bulk_create(
        Membership(user=user, unit=unit, role=Role.LEAD, starts_on=today())
        for user, unit in zip(people, units, strict=True)
    )
    Channel.objects.bulk_create(
        Channel(user=user, kind=Channel.Kind.PHONE, value=f"+2246{user.pk:08}") for user in people[::3]
    )


def _responses(questionnaire: Questionnaire, units: list[OrgUnit]) -> None:
    now = timezone.now()
    begun = [unit for n, unit in enumerate(units) if n % 3]
    responses = Response.objects.bulk_create(
        Response(
            questionnaire=questionnaire, unit=unit, answered=6, asked=10, changed_at=now, revision=1 + n % 4,
            signed_at=now if n % 2 else None, signed_revision=n % 2,
        )
        for n, unit in enumerate(begun)
    )  # fmt: skip
    Signature.objects.bulk_create(
        Signature(response=response, number=1, values=VALUES, on_behalf=response.pk % 5 == 0)
        for response in responses
        if response.signed_at
    )
    codes = dict(questionnaire.questions.values_list("code", "pk"))
    answers = Answer.objects.bulk_create(
        Answer(response=response, question_id=codes[code], value=value, number=1)
        for response in responses
        for code, value in VALUES.items()
    )
    AnswerVersion.objects.bulk_create(
        AnswerVersion(answer=answer, number=1, value=answer.value, because="Mal compté")
        for answer in answers[::9]
    )
