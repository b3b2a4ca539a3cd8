"""Who is told what of proposals, and whether it still goes out when it is sent."""

import pytest
from django.utils.translation import override

from cycles.issue_actions import propose_issue, support_issue, withdraw_issue
from cycles.issue_choice import choose_issue, merge_issues, unmerge_issue
from districts.actions import end_membership
from districts.models import Role
from notifications.kinds import kind_of
from notifications.models import Outbox
from notifications.rendering import write_mail
from tests.districts.places import person

from .proposals import asking, proposal

REASONS = {"because_fr": "Le plus soutenu.", "because_en": "The most supported."}


@pytest.fixture
def cycle(guinea):
    return asking(guinea)


@pytest.fixture
def people(units):
    """In each district a member who acts, a lead, and a colleague who has done nothing."""
    return [
        {
            "member": person((Role.MEMBER, unit), language="en"),
            "lead": person((Role.LEAD, unit)),
            "colleague": person((Role.MEMBER, unit)),
        }
        for unit in units
    ]


@pytest.fixture
def proposed(cycle, units, people):
    """One of each of the first three districts; the fourth supports the first two."""
    made = [
        proposal(cycle, unit, title=f"Sujet {n}", by=people[n]["member"]) for n, unit in enumerate(units[:3])
    ]
    for issue in made[:2]:
        support_issue(issue=issue, unit=units[3], by=people[3]["member"])
    return made


def told(kind: str) -> set:
    return {row.recipient for row in Outbox.objects.filter(kind=f"cycles.{kind}").select_related("recipient")}


def mail(kind: str, recipient) -> str:
    row = Outbox.objects.get(kind=f"cycles.{kind}", recipient=recipient)
    with override(row.language):
        written = write_mail(row, kind_of(row.kind), row.target())
    return f"{written.subject}\n{written.text}"


def wanted(kind: str) -> bool:
    row = Outbox.objects.filter(kind=f"cycles.{kind}").first()
    return kind_of(row.kind).still_wanted(row.recipient, row.target(), row.context)


def test_those_behind_a_merged_proposal_are_told_where_it_went(proposed, people, units):
    by = person((Role.FACILITATOR, None))
    merge_issues(issues=[proposed[0]], into=proposed[2], by=by)
    assert told("issue_merged") == {people[0]["member"], people[0]["lead"], people[3]["member"]}
    text = mail("issue_merged", people[0]["member"])
    assert "Sujet 0" in text and "Sujet 2" in text and str(proposed[2].key) in text and "/en/" in text
    assert "/fr/" in mail("issue_merged", people[0]["lead"])
    assert wanted("issue_merged")
    unmerge_issue(issue=proposed[0], by=by)
    assert not wanted("issue_merged"), "taken apart before the mail went out"
    assert told("issue_apart") == told("issue_merged")


def test_who_stands_behind_the_chosen_one_is_told_so_and_the_others_which_it_was(proposed, people):
    merge_issues(issues=[proposed[2]], into=proposed[0], by=None)
    Outbox.objects.all().delete()
    choose_issue(issue=proposed[0], by=people[0]["lead"], decided_by_en="The teams", **REASONS)
    behind = {people[0]["member"], people[2]["member"], people[2]["lead"], people[3]["member"]}
    assert told("issue_chosen") == behind, "whoever writes the choice down needs no mail about it"
    assert told("other_issue_chosen") == {people[1]["member"], people[1]["lead"]}
    text = mail("other_issue_chosen", people[1]["member"])
    assert (
        "Sujet 0" in text and "The most supported." in text and "The teams" in text and "/en/cycles/" in text
    )


def test_another_choice_overtakes_the_notices_of_the_first(proposed):
    choose_issue(issue=proposed[0], by=None, **REASONS)
    number = Outbox.objects.count()
    choose_issue(issue=proposed[0], by=None, because_fr="Corrigé.", because_en="Corrected.")
    assert Outbox.objects.count() == number, "a corrected reason is no news"
    assert wanted("issue_chosen")
    first = Outbox.objects.filter(kind="cycles.issue_chosen").first()
    choose_issue(issue=proposed[1], by=None, **REASONS)
    assert not kind_of(first.kind).still_wanted(first.recipient, first.target(), first.context)


def test_a_facilitator_s_withdrawal_is_told_with_its_reason(proposed, people):
    withdraw_issue(issue=proposed[0], by=None, for_all=True, because="Names a patient.")
    assert told("issue_withdrawn") == {people[0]["member"], people[0]["lead"], people[3]["member"]}
    assert "Names a patient." in mail("issue_withdrawn", people[0]["member"])


def test_a_team_s_own_withdrawal_is_told_to_nobody(proposed):
    withdraw_issue(issue=proposed[2], by=None)
    assert not Outbox.objects.exists()


def test_the_team_learns_what_was_written_down_for_it(cycle, units, people):
    propose_issue(cycle=cycle, unit=units[0], language="fr", title="x", text="", by=None, on_behalf=True)
    assert told("issue_written_down") == {people[0]["lead"]}
    end_membership(membership=people[1]["lead"].memberships.get(), by=None)
    propose_issue(cycle=cycle, unit=units[1], language="fr", title="x", text="", by=None, on_behalf=True)
    assert told("issue_written_down") == {people[0]["lead"], people[1]["member"], people[1]["colleague"]}


def test_who_has_left_the_team_is_not_told(proposed, people):
    end_membership(membership=people[0]["member"].memberships.get(), by=None)
    merge_issues(issues=[proposed[0]], into=proposed[2], by=None)
    assert people[0]["member"] not in told("issue_merged") and people[0]["lead"] in told("issue_merged")
