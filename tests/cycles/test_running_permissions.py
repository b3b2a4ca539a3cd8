"""Who may create, edit, move, open again, complete, launch, copy and follow a cycle: role by state."""

import pytest
from django.urls import reverse

from cycles.models import LearningCycle, Step
from tests.districts.places import days, today

from .cycles import cycle_of, published_pages
from .running import PURPOSE, everybody, steps_around

RUN = {"facilitator", "everywhere", "administrator"}
# Before: nobody sees it yet. Open: in its third step. After: all is over.
STATES = {"before": 100, "open": 0, "after": -100}
SCREENS = {
    "edit": "cycles_admin:edit",
    "overview": "cycles_admin:overview",
    "steps": "cycles_admin:steps",
    "owner": "cycles_admin:owner",
    "clone": "builder:clone_cycle",
}


def cycle_in(state: str, guinea) -> LearningCycle:
    cycle = cycle_of(guinea, steps=steps_around(today() + days(STATES[state])), **PURPOSE)
    if state != "before":
        published_pages(cycle)
    return cycle


def answers(client, people, method: str, url: str, data=None) -> dict[str, int]:
    found = {}
    for name, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        found[name] = getattr(client, method)(url, data or {}).status_code
    return found


@pytest.mark.parametrize("state", STATES)
def test_the_screens_open_to_those_who_run_cycles_of_the_country(client, guinea, state):
    cycle, people = cycle_in(state, guinea), everybody(guinea)
    step = cycle.steps.get(number=Step.COMPLETION)
    urls = [reverse(name, args=[cycle.pk]) for name in SCREENS.values()]
    urls += [reverse(f"cycles_admin:{name}", args=[cycle.pk, step.number]) for name in ("reopen", "complete")]
    for url in urls:
        found = answers(client, people, "get", url)
        assert {name for name, status in found.items() if status == 200} == RUN, url
        assert set(found.values()) <= {200, 302, 403}, url


def test_a_new_cycle_and_the_list_are_for_those_who_run_cycles_somewhere(client, guinea):
    people = everybody(guinea)
    for name in ("index", "add"):
        found = answers(client, people, "get", reverse(f"cycles_admin:{name}"))
        assert {who for who, status in found.items() if status == 200} == RUN | {"elsewhere"}


def test_nobody_else_changes_anything_by_address(client, guinea):
    cycle, people = cycle_in("open", guinea), everybody(guinea)
    others = {name: user for name, user in people.items() if name not in RUN}
    before = LearningCycle.objects.values().get(), list(cycle.steps.values())
    for name in ("edit", "steps", "owner", "launch"):
        url = reverse(f"cycles_admin:{name}", args=[cycle.pk])
        assert set(answers(client, others, "post", url, {"title_fr": "Autre"}).values()) <= {302, 403}
    for name in ("reopen", "complete"):
        url = reverse(f"cycles_admin:{name}", args=[cycle.pk, 3])
        assert set(answers(client, others, "post", url, {"closes_on": "2026-01-01"}).values()) <= {302, 403}
    assert (LearningCycle.objects.values().get(), list(cycle.steps.values())) == before


@pytest.mark.parametrize(("state", "seen"), [("before", False), ("open", True), ("after", True)])
def test_whoever_has_an_account_follows_a_cycle_that_readers_see(client, guinea, state, seen):
    cycle, people = cycle_in(state, guinea), everybody(guinea)
    answers(client, people, "post", f"/en/cycle/{cycle.code}/follow/", {"follow": "yes"})
    followers = set(cycle.followers.values_list("user", flat=True))
    assert followers == ({user.pk for user in people.values() if user} if seen else set())


def test_a_cycle_is_made_in_one_s_own_countries_only(client, guinea):
    people = everybody(guinea)
    sent = {"title_fr": "Nouveau", "start": "2027-01-04", "countries": [guinea.pk]}
    client.force_login(people["elsewhere"])
    assert client.post(reverse("cycles_admin:add"), sent).status_code == 422
    assert not LearningCycle.objects.exists()
    client.force_login(people["facilitator"])
    assert client.post(reverse("cycles_admin:add"), sent).status_code == 302
    assert [country.pk for country in LearningCycle.objects.get().countries.all()] == [guinea.pk]


def test_only_cycles_of_one_s_own_countries_are_listed(client, guinea):
    cycle_in("open", guinea)
    people = everybody(guinea)
    for name, listed in {"facilitator": True, "everywhere": True, "elsewhere": False}.items():
        client.force_login(people[name])
        html = client.get(reverse("cycles_admin:index")).content.decode()
        assert ("Trial cycle" in html) is listed, name
