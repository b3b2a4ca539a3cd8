"""Screens of proposals cost the same for ten of them and for 500, with 3,000 districts that support."""

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.kept_words import kept
from cycles.issue_choice import choose_issue, merge_issues
from cycles.models import Issue, Vote
from districts.models import Role
from notifications.models import Outbox
from tests.districts.places import person

from .proposals import address, asking, more_districts, proposal
from .running import facilitator

MOST_QUERIES, MOST_FIELDS, MOST_BYTES = 20, 300, 60 * 1024
PROPOSALS, DISTRICTS = 500, 3_000
TEXT = "Dans nos centres de santé, la décision est prise à temps, mais le départ tarde. " * 20


def pile_up(cycle, units, number: int) -> None:
    """Proposals, each supported by its own district and by six others; one of them by all."""
    made = Issue.objects.bulk_create(
        Issue(
            cycle=cycle, proposed_by=units[n % len(units)], language="fr", title_fr=f"Sujet {n} sur le carburant",
            text_fr=TEXT, title_words=kept(fr=f"Sujet {n} carburant"), words=kept(fr=f"Sujet {n} carburant centre"),
        )
        for n in range(number)
    )  # fmt: skip
    Vote.objects.bulk_create(
        (
            Vote(issue=issue, unit=units[(n + step) % len(units)])
            for n, issue in enumerate(made[1:])
            for step in range(7)
        ),
        ignore_conflicts=True,
    )
    Vote.objects.bulk_create(Vote(issue=made[0], unit=unit) for unit in units)


def screens(cycle, issue) -> dict[str, str]:
    admin = [
        ("proposals", "?q=carburant&page=1"),
        ("merge", "".join(f"{'&' if n else '?'}issue={pk}" for n, pk in enumerate(_some(cycle)))),
        ("proposal_for", ""),
    ]
    return {
        "list": address("issues", cycle),
        "searched": address("issues", cycle) + "?q=carburant",
        "ours": address("issues", cycle) + "?kind=not-yet",
        "one": address("issue", issue),
        "form": address("propose_issue", cycle),
        "cycle": cycle.pages.get(locale__language_code="fr").url,
        **{name: reverse(f"cycles_admin:{name}", args=[cycle.pk]) + query for name, query in admin},
        "choose": reverse("cycles_admin:choose", args=[cycle.pk, issue.pk]),
    }


def _some(cycle) -> list[int]:
    return list(cycle.issues.order_by("pk").values_list("pk", flat=True)[:20])


FOR_FACILITATORS = ("proposals", "merge", "proposal_for", "choose")


def costs(people: dict[str, Client], cycle, issue) -> dict[str, int]:
    found = {}
    for name, url in screens(cycle, issue).items():
        for who in ("facilitator",) if name in FOR_FACILITATORS else ("member", "facilitator", "nobody"):
            if (name, who) in (("form", "facilitator"), ("form", "nobody")):
                continue
            people[who].get(url)
            with CaptureQueriesContext(connection) as queries:
                response = people[who].get(url)
            assert response.status_code == 200, (name, who)
            html = response.content.decode()
            found[f"{name} for {who}"] = len(queries)
            assert len(gzip.compress(response.content)) < MOST_BYTES, name
            assert len(re.findall(r"<(?:input|select|textarea|button)\b", html)) <= MOST_FIELDS, name
    return found


@pytest.fixture
def cycle(guinea):
    return asking(guinea)


def test_ten_and_500_cost_the_same_and_little(guinea, cycle):
    units = more_districts(guinea, 10)
    member = person((Role.MEMBER, units[1]))
    people = {"member": Client(), "facilitator": Client(), "nobody": Client()}
    people["member"].force_login(member)
    people["facilitator"].force_login(facilitator(guinea))
    pile_up(cycle, units, 10)
    first = Issue.objects.order_by("pk").first()
    few = costs(people, cycle, first)
    units = more_districts(guinea, DISTRICTS)
    pile_up(cycle, units, PROPOSALS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    most = Issue.objects.order_by("pk")[10]
    many = costs(people, cycle, most)
    assert {name: number for name, number in many.items() if number > MOST_QUERIES} == {}
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}
    with CaptureQueriesContext(connection) as queries:
        looked = people["member"].post(
            address("propose_issue", cycle),
            {"language": "fr", "title": "Carburant et ambulances", "go": "look"},
        )
    assert looked.status_code == 200 and len(queries) <= MOST_QUERIES
    _tell_many(cycle, units, member)


def _tell_many(cycle, units, member) -> None:
    """What concerns many people costs as many queries as what concerns few."""
    issue, other = Issue.objects.order_by("pk")[10:12]
    Vote.objects.filter(issue=issue).update(by=member)
    leads = [person((Role.LEAD, unit)) for unit in units[2:40]]
    with CaptureQueriesContext(connection) as queries:
        choose_issue(issue=issue, by=None, because_fr="Oui", because_en="Yes")
    assert Outbox.objects.count() > len(leads) / 2
    assert len(queries) < 40
    with CaptureQueriesContext(connection) as queries:
        merge_issues(issues=[other], into=proposal(cycle, units[0]), by=None)
    assert len(queries) < 60
