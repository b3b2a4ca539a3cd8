"""Facilitators about proposals: written down for a district, merged, taken apart, withdrawn, chosen."""

import pytest
from django.urls import reverse

from cycles.issue_actions import support_issue, withdraw_issue
from cycles.issue_choice import choose_issue, merge_issues
from cycles.models import Issue, LearningCycle
from districts.models import OrgUnit
from tests.districts.accounts import text_of
from tests.districts.places import days, today

from .proposals import asking, proposal, voices_for
from .running import facilitator

CHOICE = {
    "because_fr": "Le plus soutenu.", "because_en": "The most supported.", "decided_by_fr": "Les équipes",
    "decided_by_en": "The teams", "title_fr": "Le carburant", "title_en": "Fuel", "text_fr": "", "text_en": "",
}  # fmt: skip


@pytest.fixture
def cycle(guinea):
    return asking(guinea)


@pytest.fixture
def desk(client, guinea):
    client.force_login(facilitator(guinea))
    return client


def at(screen: str, cycle, issue=None) -> str:
    return reverse(f"cycles_admin:{screen}", args=[cycle.pk, issue.pk] if issue else [cycle.pk])


def now(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def test_the_cycle_s_screen_leads_there_and_says_what_is_missing(desk, cycle, units):
    html = desk.get(reverse("cycles_admin:overview", args=[cycle.pk])).content.decode()
    assert html.count(f'href="{at("proposals", cycle)}"') == 2, "among the links, and in the checklist"
    proposal(cycle, units[0], title="Carburant")
    assert "Carburant" in text_of(desk.get(at("proposals", cycle)))


def test_duplicates_are_ticked_looked_at_and_merged(desk, cycle, units):
    a, b, left = (proposal(cycle, units[n], title=f"Carburant {n}") for n in range(3))
    for issue in (a, left):
        support_issue(issue=issue, unit=units[3], by=None)
    url = f"{at('merge', cycle)}?issue={a.pk}&issue={left.pk}"
    page = desk.get(url)
    assert {issue.pk for issue in page.context["issues"]} == {a.pk, left.pk}
    sent = {"issues": [a.pk, left.pk], "into": left.pk}
    looked = text_of(desk.post(url, sent | {"go": "look"}))
    assert "Nothing is merged yet" in looked and "voices of 3 districts" in looked
    assert now(a).merged_into is None
    assert desk.post(url, sent | {"go": "merge"}).status_code == 302
    assert now(a).merged_into == left and voices_for(left) == {units[0], units[2], units[3]}
    assert now(b).stands
    merged = text_of(desk.get(at("proposals", cycle), {"kind": "merged"}))
    assert "Carburant 0" in merged and "Carburant 1" not in merged
    assert desk.post(at("unmerge", cycle, a)).status_code == 302 and now(a).stands
    desk.post(at("unmerge", cycle, a))


def test_what_is_similar_is_offered_to_be_merged(desk, cycle, units):
    one = proposal(cycle, units[0], title="Carburant des ambulances")
    alike = proposal(cycle, units[1], title="Payer l’ambulance", text="Le carburant")
    proposal(cycle, units[2], title="Vaccins au froid")
    page = desk.get(at("merge", cycle), {"issue": one.pk})
    assert [issue.pk for issue in page.context["issues"]] == [one.pk, alike.pk]
    assert page.context["form"].initial["issues"] == [one.pk], "offered, not ticked"


ODD = {
    "nothing ticked": {"issues": []},
    "one alone": {"issues": ["a"], "into": "a"},
    "none left": {"into": ""},
    "another cycle's": {"into": "elsewhere"},
    "no number": {"issues": ["x"], "into": "y"},
}


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_merged_is_said(desk, guinea, cycle, units, name):
    made = {key: proposal(cycle, units[n], title=f"Carburant {n}") for n, key in enumerate("ab")}
    made["elsewhere"] = proposal(asking(guinea, code="ailleurs"), units[0])
    keys = {key: issue.pk for key, issue in made.items()}
    sent = {"issues": ["a", "b"], "into": "b"} | ODD[name]
    sent = {
        "issues": [keys.get(key, key) for key in sent["issues"]],
        "into": keys.get(sent["into"], sent["into"]),
        "go": "merge",
    }
    url = f"{at('merge', cycle)}?issue={keys['a']}&issue={keys['b']}"
    response = desk.post(url, sent)
    assert response.status_code == 422 and "error-message" in response.content.decode()
    assert Issue.objects.standing().count() == 3


@pytest.mark.parametrize("query", ["", "?issue=x", "?issue=99999999999999999999", "?issue=-1", "?issue=%00"])
def test_an_address_that_names_nothing_leads_back_to_the_list(desk, cycle, units, query):
    assert desk.get(at("merge", cycle) + query).url == at("proposals", cycle)


def test_a_proposal_of_another_cycle_is_not_there(desk, guinea, cycle, units):
    strange = proposal(asking(guinea, code="ailleurs"), units[0])
    for screen in ("choose", "withdraw_proposal"):
        assert desk.get(at(screen, cycle, strange)).status_code == 404


def test_chosen_with_reason_and_words_in_both_languages(desk, cycle, units):
    issue = proposal(cycle, units[0], title="Carburant", text="Depuis mai")
    form = desk.get(at("choose", cycle, issue)).context["form"]
    assert form.initial["title_fr"] == "Carburant" and form.initial["title_en"] == ""
    assert form.initial["on"] == today()
    sent = CHOICE | {"on": today().isoformat(), "begun": form.token}
    for missing in ("because_en", "title_en", "decided_by_fr"):
        assert desk.post(at("choose", cycle, issue), sent | {missing: ""}).status_code == 422, missing
    later = (today() + days(3)).isoformat()
    assert desk.post(at("choose", cycle, issue), sent | {"on": later}).status_code == 422
    half = desk.post(at("choose", cycle, issue), sent | {"text_fr": "Depuis mai"})
    assert half.status_code == 422 and "text_en" in half.context["form"].errors
    assert desk.post(at("choose", cycle, issue), sent).status_code == 302
    chosen = now(issue)
    assert (chosen.chosen_on, chosen.because_fr, chosen.decided_by_en) == (
        today(),
        "Le plus soutenu.",
        "The teams",
    )
    assert (chosen.title_fr, chosen.title_en) == ("Carburant", "Fuel")
    cycle = LearningCycle.objects.get()
    assert (cycle.issue_title_fr, cycle.issue_title_en) == ("Le carburant", "Fuel")


def test_two_facilitators_choose_at_once_and_the_later_one_is_told(desk, cycle, units):
    first, second = proposal(cycle, units[0], title="Un"), proposal(cycle, units[1], title="Deux")
    forms = {issue: desk.get(at("choose", cycle, issue)).context["form"] for issue in (first, second)}
    sent = CHOICE | {"on": today().isoformat()}
    desk.post(at("choose", cycle, first), sent | {"begun": forms[first].token})
    clash = desk.post(
        at("choose", cycle, second), sent | {"begun": forms[second].token, "because_fr": "Le mien."}
    )
    assert clash.status_code == 409 and "Un" in text_of(clash) and "Le mien." in text_of(clash)
    assert now(second).chosen_on is None
    again = sent | {"begun": clash.context["form"].token, "replaces": first.pk}
    assert desk.post(at("choose", cycle, second), again).status_code == 302
    assert now(second).chosen_on and now(first).chosen_on is None


def test_two_facilitators_correct_the_reason_at_once(desk, cycle, units):
    issue = proposal(cycle, units[0])
    said = {"because_fr": "Oui", "because_en": "Yes", "decided_by_fr": "Nous", "decided_by_en": "We"}
    words = {"title_fr": "Le carburant", "title_en": "Fuel"}
    choose_issue(issue=issue, by=None, words=words, **said)
    token = desk.get(at("choose", cycle, issue)).context["form"].token
    sent = said | words | {"text_fr": "", "text_en": "", "on": today().isoformat()}
    sent |= {"begun": token, "replaces": issue.pk}
    assert desk.post(at("choose", cycle, issue), sent | {"because_fr": "Parce que."}).status_code == 302
    clash = desk.post(at("choose", cycle, issue), sent | {"because_fr": "Car."})
    assert clash.status_code == 409 and "Parce que." in text_of(clash) and "Car." in text_of(clash)
    assert desk.post(at("choose", cycle, issue), sent | {"decided_by_en": "Us"}).status_code == 302
    assert (now(issue).because_fr, now(issue).decided_by_en) == ("Parce que.", "Us")


def test_withdrawn_with_a_reason_unless_others_were_merged_into_it(desk, cycle, units):
    issue, other = proposal(cycle, units[0]), proposal(cycle, units[1])
    support_issue(issue=issue, unit=units[2], by=None)
    assert desk.post(at("withdraw_proposal", cycle, issue), {"because": " "}).status_code == 422
    merge_issues(issues=[other], into=issue, by=None)
    assert desk.post(at("withdraw_proposal", cycle, issue), {"because": "Patient"}).status_code == 422
    desk.post(at("unmerge", cycle, other))
    assert desk.post(at("withdraw_proposal", cycle, issue), {"because": "Patient"}).status_code == 302
    assert now(issue).withdrawn_at


def test_written_down_for_a_district_that_called(desk, cycle, units):
    url, words = at("proposal_for", cycle), {"language": "fr", "title": "Le froid", "text": ""}
    for unit in ("", "Nulle part", "gui D"):
        assert desk.post(url, words | {"unit": unit}).status_code == 422, unit
    OrgUnit.objects.filter(pk=units[1].pk).update(name_fr="gui D1")
    assert "gui-d1" in text_of(desk.post(url, words | {"unit": "gui D1"})), (
        "two have the name: their codes are said"
    )
    assert desk.post(url, words | {"unit": "GUI-D3"}).status_code == 302
    issue = Issue.objects.get()
    assert (issue.proposed_by, issue.on_behalf) == (units[2], True) and voices_for(issue) == {units[2]}
    page = text_of(desk.get(reverse("issue", args=[issue.key])))
    assert "notée par un facilitateur" in page or "written down by a facilitator" in page


def test_those_withdrawn_are_listed_apart(desk, cycle, units):
    issue = proposal(cycle, units[0], title="Carburant")
    withdraw_issue(issue=issue, by=None)
    assert "Carburant" not in text_of(desk.get(at("proposals", cycle)))
    assert "Carburant" in text_of(desk.get(at("proposals", cycle), {"kind": "withdrawn"}))
