"""Somebody helps a district: what tests of it start from."""

import datetime

from django.utils import timezone

from cycles.models import Participation
from districts.models import User
from notifications.models import Outbox
from questionnaires.answering.clarification_actions import ask_back
from questionnaires.answering.entering import note_how_it_came
from questionnaires.answering.saving import Given
from questionnaires.answering.signing import sign_response
from questionnaires.models import Clarification, Signature
from tests.districts.places import days, today

from .districts_answering import filling, give

COMMITTEE = Given("committee", {"choice": "no"})


def sign(world, by=None, unit=None, **options) -> Signature:
    """By the lead, unless somebody else is named."""
    here = filling(world, unit)
    return sign_response(filling=here, revision=here.response.revision, by=by or world.lead, **options)


def signed(world, unit=None, by=None) -> Signature:
    """One answer is enough here: the other questions are optional."""
    by = by or world.lead
    give(world, by, COMMITTEE, filling=filling(world, unit))
    return sign(world, by, unit)


def signed_for_team(world, unit=None) -> Signature:
    by = world.facilitator
    give(world, by, COMMITTEE, filling=filling(world, unit), on_behalf=True)
    note_how_it_came(filling=filling(world, unit), came_by="paper", by=by)
    return sign(world, by, unit, on_behalf=True)


def asked(world, text: str = "Which year?", by=None, code: str = "committee", **options) -> Clarification:
    here = options.pop("filling", None) or filling(world)
    by = by or world.facilitator
    return ask_back(filling=here, code=code, text=text, language="en", by=by, **options)


def told(kind: str) -> list[User]:
    """Who is told by notices of that kind."""
    rows = Outbox.objects.filter(kind=f"questionnaires.{kind}").select_related("recipient")
    return sorted((row.recipient for row in rows), key=lambda person: person.pk)


def took_part(world, kind: str, unit=None) -> bool:
    rows = Participation.objects.filter(cycle=world.cycle, unit=unit or world.unit, kind=kind)
    return rows.exists()


def in_days(number: int) -> datetime.date:
    return today() + days(number)


def due_now() -> None:
    """What was gathered is due."""
    Outbox.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=1))
