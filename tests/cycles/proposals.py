"""Proposals for tests."""

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cycles.issue_actions import propose_issue
from cycles.models import Issue, LearningCycle, Step
from districts.models import OrgUnit, Role
from tests.districts.places import days, districts_of, person, today

from .cycles import cycle_of, published_pages


def proposal(cycle: LearningCycle, unit: OrgUnit, title: str = "Carburant", **fields) -> Issue:
    words = {"language": "fr", "title": title, "text": "", "by": None} | fields
    return propose_issue(cycle=cycle, unit=unit, **words)


def voices_for(issue: Issue) -> set[OrgUnit]:
    return {vote.unit for vote in issue.votes.select_related("unit")}


def more_districts(top: OrgUnit, number: int) -> list[OrgUnit]:
    """All of the country's, `number` in all."""
    region = OrgUnit.objects.get(parent=top, level=OrgUnit.Level.REGION)
    OrgUnit.objects.bulk_create(
        OrgUnit(
            code=f"{top.code}-d{n}", level=OrgUnit.Level.DISTRICT, name_fr=f"{top.code} D{n}", parent=region
        )
        for n in range(len(districts_of(top)) + 1, number + 1)
    )
    return districts_of(top)


def asking(top: OrgUnit, code: str = "sujets", opens: int = -2, closes: int = 9, **fields) -> LearningCycle:
    """A public cycle whose first step is open, or will be, or was: days from today."""
    step = {Step.ISSUE: {"opens_on": today() + days(opens), "closes_on": today() + days(closes)}}
    cycle = cycle_of(top, code=code, steps=step, **fields)
    published_pages(cycle)
    return LearningCycle.objects.get(pk=cycle.pk)


def address(name: str, about, language: str = "fr") -> str:
    """`about` is a cycle or a proposal."""
    with override(language):
        return reverse(name, args=[getattr(about, "code", None) or about.key])


def browser_of(unit: OrgUnit, role: Role = Role.MEMBER, language: str = "fr") -> Client:
    """Somebody of the district's team."""
    client = Client()
    client.force_login(person((role, unit), language=language))
    return client
