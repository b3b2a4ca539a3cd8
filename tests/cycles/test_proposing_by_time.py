"""Who does what with proposals, and when: everybody x what can be done x each time there is for it.

Each deed is done as a browser would, and whoever it did not work for may not do it, whatever was answered.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from content.editing import begun
from cycles.issue_choice import WORDS, choose_issue
from cycles.models import CyclePage, Issue, LearningCycle, Step
from tests.districts.places import days, today
from tests.everyone import rolled_back
from tests.permission_lines import OWN_TEAM, RUN, TEAMS

NOBODY: set[str] = set()
# `unseen`: its days have come, but no page of it is public. `decided`: an issue is chosen before the last day.
TIMES = ("unseen", "before", "open", "decided", "after")
DATES = {"before": (1, 9), "after": (-9, -1)}
Deed = Callable[[Client, "object"], bool]


def there(world) -> Issue:
    return Issue.objects.get(pk=world.proposal.pk)


def propose(browser: Client, world) -> bool:
    sent = {"go": "send", "language": "fr", "title": "Le froid"}
    browser.post(reverse("propose_issue", args=["proposing"]), sent)
    return Issue.objects.filter(title_fr="Le froid").exists()


def support(browser: Client, world) -> bool:
    """What nobody supports yet but the team that proposed it: that one has taken its voice back."""
    world.proposal.votes.all().delete()
    browser.post(reverse("support_issue", args=[world.proposal.key]), {"voice": "yes"})
    return world.proposal.votes.exists()


def take_a_voice_back(browser: Client, world) -> bool:
    before = world.proposal.votes.count()
    browser.post(reverse("support_issue", args=[world.proposal.key]), {"voice": "no"})
    return world.proposal.votes.count() < before


def change(browser: Client, world) -> bool:
    began = {"language": "fr", "title": "Le carburant", "text": "Depuis mai, en secret"}
    sent = began | {"title": "Autre chose", "begun": begun(began)}
    browser.post(reverse("change_issue", args=[world.proposal.key]), sent)
    return there(world).title_fr == "Autre chose"


def withdraw(browser: Client, world) -> bool:
    browser.post(reverse("withdraw_issue", args=[world.proposal.key]))
    return there(world).withdrawn_at is not None


def withdraw_for_all(browser: Client, world) -> bool:
    address = reverse("cycles_admin:withdraw_proposal", args=[world.proposing.pk, world.proposal.pk])
    browser.post(address, {"because": "Nomme un patient."})
    return there(world).withdrawn_at is not None


def write_down(browser: Client, world) -> bool:
    sent = {"unit": "gui-d2", "language": "fr", "title": "Au téléphone"}
    browser.post(reverse("cycles_admin:proposal_for", args=[world.proposing.pk]), sent)
    return Issue.objects.filter(title_fr="Au téléphone", on_behalf=True).exists()


def merge(browser: Client, world) -> bool:
    one, other = world.proposal.pk, world.other_proposal.pk
    address = reverse("cycles_admin:merge", args=[world.proposing.pk]) + f"?issue={one}&issue={other}"
    browser.post(address, {"issues": [one, other], "into": other, "go": "merge"})
    return there(world).merged_into_id == other


def take_apart(browser: Client, world) -> bool:
    merged = world.merged_proposal.pk
    browser.post(reverse("cycles_admin:unmerge", args=[world.proposing.pk, merged]))
    return Issue.objects.get(pk=merged).merged_into is None


def choose(browser: Client, world) -> bool:
    """In place of the other one, where that is chosen."""
    chosen = Issue.objects.filter(cycle=world.proposing, chosen_on__isnull=False).first()
    began = {name: getattr(world.proposal, name) for name in WORDS}
    said = {"because_fr": "Oui", "because_en": "Yes", "decided_by_fr": "Nous", "decided_by_en": "We"}
    sent = began | said | {"title_en": "Fuel", "text_en": "Since May", "on": today().isoformat()}
    sent |= {"replaces": chosen.pk if chosen else "", "begun": begun(began | dict.fromkeys([*said, "on"]))}
    browser.post(reverse("cycles_admin:choose", args=[world.proposing.pk, world.proposal.pk]), sent)
    return there(world).chosen_on is not None


@dataclass(frozen=True)
class Line:
    """Who may do it at each time."""

    deed: Deed
    unseen: set[str]
    before: set[str]
    open: set[str]
    decided: set[str]
    after: set[str]


TABLE = [
    Line(propose, NOBODY, NOBODY, TEAMS, NOBODY, NOBODY),
    Line(support, NOBODY, NOBODY, TEAMS, NOBODY, NOBODY),
    Line(take_a_voice_back, NOBODY, NOBODY, OWN_TEAM, NOBODY, NOBODY),
    Line(change, NOBODY, NOBODY, OWN_TEAM, NOBODY, NOBODY),
    Line(withdraw, NOBODY, NOBODY, OWN_TEAM, NOBODY, NOBODY),
    Line(write_down, NOBODY, NOBODY, RUN, NOBODY, NOBODY),
    Line(withdraw_for_all, RUN, RUN, RUN, RUN, RUN),
    Line(merge, RUN, RUN, RUN, RUN, RUN),
    Line(take_apart, RUN, RUN, RUN, RUN, RUN),
    Line(choose, RUN, RUN, RUN, RUN, RUN),
]
CASES = [
    pytest.param(line.deed, when, getattr(line, when), id=f"{line.deed.__name__} {when}")
    for line in TABLE
    for when in TIMES
]


@pytest.fixture
def of_time(everyone):
    """The cycle that asks for issues, as it is at that time."""

    def made(when: str) -> LearningCycle:
        cycle = everyone.proposing
        if when in DATES:
            opens, closes = (today() + days(number) for number in DATES[when])
            cycle.steps.filter(number=Step.ISSUE).update(opens_on=opens, closes_on=closes)
        elif when == "unseen":
            CyclePage.objects.filter(cycle=cycle).update(live=False)
        elif when == "decided":
            choose_issue(issue=everyone.other_proposal, by=None, because_fr="Oui", because_en="Yes")
        return cycle

    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize(("deed", "when", "may"), CASES)
def test_who_does_what_and_when(everyone, of_time, deed, when, may):
    of_time(when)
    done = set()
    for name, browser in everyone.browsers.items():
        with rolled_back():
            translation.activate("fr")
            if deed(browser, everyone):
                done.add(name)
    assert sorted(done - may) == [], "could"
    assert sorted(may - done) == [], "could not"
