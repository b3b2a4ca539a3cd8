"""Proposals and voices: proposed, changed, withdrawn, supported, merged, taken apart, chosen."""

import uuid

import pytest
from django.db.models import QuerySet
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from cycles import issue_actions as doing
from cycles.issue_choice import NotMerged, NotOneCycle, choose_issue, merge_issues, unmerge_issue
from cycles.models import Issue, LearningCycle, Participation, Vote
from districts.models import Role
from tests.districts.places import person

from .cycles import cycle_of
from .proposals import proposal, voices_for


def test_a_proposal_is_in_its_language_and_has_its_district_s_voice(cycle, units):
    author = person((Role.MEMBER, units[0]))
    issue = doing.propose_issue(
        cycle=cycle, unit=units[0], language="en", title="No fuel", text="Since May.", by=author
    )
    issue.refresh_from_db()
    with override("fr"):
        assert (issue.title, issue.text, issue.title_fr, issue.language) == (
            "No fuel",
            "Since May.",
            "",
            "en",
        )
    assert (issue.author, issue.on_behalf, voices_for(issue)) == (author, False, {units[0]})
    kinds = cycle.participations.values_list("kind", "unit", "by")
    assert list(kinds) == [(Participation.Kind.PROPOSED, units[0].pk, author.pk)]
    assert ModelLogEntry.objects.for_instance(issue).get().action == "cycles.issue_proposed"


def test_a_second_click_is_the_same_proposal(cycle, units):
    key = uuid.uuid4()
    first, again = (proposal(cycle, units[0], key=key) for _click in range(2))
    assert first == again
    other = proposal(cycle, units[1], key=key)
    assert other != first and other.key != key, "a key seen elsewhere gives nobody another's proposal"


def test_a_district_does_not_bury_the_others(cycle, units):
    made = [proposal(cycle, units[0]) for _nth in range(doing.MOST_OF_A_DISTRICT)]
    with pytest.raises(doing.TooMany):
        proposal(cycle, units[0])
    doing.withdraw_issue(issue=made[0], by=None)
    proposal(cycle, units[0])


def test_its_words_are_the_team_s_as_long_as_nobody_else_stands_behind_them(cycle, units):
    issue = proposal(cycle, units[0], title="Carburant")
    changed = doing.change_issue(issue=issue, language="en", title="Fuel", text="", by=None)
    assert (changed.title_fr, changed.title_en, changed.language) == ("", "Fuel", "en")
    assert changed.changed_at
    doing.support_issue(issue=issue, unit=units[1], by=None)
    with pytest.raises(doing.Shared):
        doing.change_issue(issue=issue, language="en", title="Other", text="", by=None)
    with pytest.raises(doing.Shared):
        doing.withdraw_issue(issue=issue, by=None)
    doing.take_voice_back(issue=issue, unit=units[1], by=None)
    doing.change_issue(issue=issue, language="en", title="Other", text="", by=None)


def test_a_facilitator_takes_away_what_others_support(cycle, units):
    issue = proposal(cycle, units[0])
    doing.support_issue(issue=issue, unit=units[1], by=None)
    doing.withdraw_issue(issue=issue, by=None, for_all=True, because="Names a patient.")
    issue.refresh_from_db()
    assert issue.withdrawn_at
    at = doing.withdraw_issue(issue=issue, by=None).withdrawn_at
    assert at == issue.withdrawn_at, "again changes nothing"
    with pytest.raises(doing.NotStanding):
        doing.support_issue(issue=issue, unit=units[2], by=None)


def test_one_voice_for_each_district_and_proposal(cycle, units):
    issue, other = proposal(cycle, units[0]), proposal(cycle, units[0])
    one, two = person((Role.MEMBER, units[1])), person((Role.LEAD, units[1]))
    assert doing.support_issue(issue=issue, unit=units[1], by=one) is True
    assert doing.support_issue(issue=issue, unit=units[1], by=two) is False
    assert doing.support_issue(issue=other, unit=units[1], by=two) is True
    assert Vote.objects.get(issue=issue, unit=units[1]).by == one
    assert cycle.participations.filter(kind=Participation.Kind.SUPPORTED).count() == 1
    assert doing.take_voice_back(issue=issue, unit=units[1], by=two) is True
    assert doing.take_voice_back(issue=issue, unit=units[1], by=two) is False
    assert cycle.participations.filter(kind=Participation.Kind.SUPPORTED).count() == 1, "it did take part"


def test_two_members_support_in_the_same_moment(cycle, units, monkeypatch):
    """The second looks before the first has written, and writes after."""
    issue = proposal(cycle, units[0])
    doing.support_issue(issue=issue, unit=units[1], by=None)
    found, looks = QuerySet.get, []

    def too_early(rows, *args, **kwargs):
        if rows.model is Vote and not looks:
            looks.append(rows)
            raise Vote.DoesNotExist
        return found(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", too_early)
    assert doing.support_issue(issue=issue, unit=units[1], by=None) is False
    assert looks and voices_for(issue) == {units[0], units[1]}


def test_supporting_one_s_own_is_no_support(cycle, units):
    issue = proposal(cycle, units[0])
    doing.take_voice_back(issue=issue, unit=units[0], by=None)
    doing.support_issue(issue=issue, unit=units[0], by=None)
    assert not cycle.participations.filter(kind=Participation.Kind.SUPPORTED).exists()


def test_merging_gathers_voices_without_doubling(cycle, units):
    a, b, into = (proposal(cycle, units[n]) for n in range(3))
    for issue in (a, b, into):
        doing.support_issue(issue=issue, unit=units[3], by=None)
    by = person((Role.FACILITATOR, None))
    merge_issues(issues=[a, b], into=into, by=by)
    assert voices_for(into) == set(units[:4])
    a.refresh_from_db()
    assert (a.merged_into, a.merged_by) == (into, by)
    assert list(Issue.objects.standing()) == [into]


def test_a_chain_of_merges_leads_to_the_one_that_is_left(cycle, units):
    a, b, c = (proposal(cycle, units[n]) for n in range(3))
    merge_issues(issues=[a], into=b, by=None)
    merge_issues(issues=[b], into=c, by=None)
    assert set(c.merged.all()) == {a, b}
    assert voices_for(c) == set(units[:3])
    assert voices_for(b) == {units[1]}, "a merged one keeps its own voices"


def test_taken_apart_each_has_its_voices_again(cycle, units):
    a, b, into = (proposal(cycle, units[n]) for n in range(3))
    for issue in (a, b):
        doing.support_issue(issue=issue, unit=units[3], by=None)
    merge_issues(issues=[a, b], into=into, by=None)
    doing.take_voice_back(issue=into, unit=units[0], by=None)
    unmerge_issue(issue=a, by=None)
    assert voices_for(into) == {units[1], units[2], units[3]}, "the fourth still stands behind b"
    assert voices_for(a) == {units[3]}, "a voice taken back does not come back"
    with pytest.raises(NotMerged):
        unmerge_issue(issue=a, by=None)


def test_what_cannot_be_merged(cycle, units, guinea):
    a, b = proposal(cycle, units[0]), proposal(cycle, units[1])
    elsewhere = proposal(cycle_of(guinea, code="autre"), units[0])
    for issues, into in (([a], a), ([], a), ([elsewhere], a), ([a, b], b)):
        with pytest.raises(NotOneCycle):
            merge_issues(issues=issues, into=into, by=None)
    chosen(a)
    with pytest.raises(doing.AlreadyChosen):
        merge_issues(issues=[a], into=b, by=None)
    merge_issues(issues=[b], into=a, by=None)
    with pytest.raises(doing.NotStanding):
        merge_issues(issues=[a], into=b, by=None)


def chosen(issue, **words):
    said = {"because_fr": "Le plus soutenu.", "because_en": "The most supported."}
    return choose_issue(issue=issue, by=None, **said | words)


def test_the_chosen_issue_says_why_and_becomes_the_cycle_s(cycle, units):
    issue = proposal(cycle, units[0], title="Carburant", text="Depuis mai.")
    words = {
        "title_fr": "Le carburant",
        "title_en": "Fuel",
        "text_fr": "Depuis mai 2026.",
        "text_en": "Since May.",
    }
    revision = LearningCycle.objects.get().revision
    chosen(issue, words=words, decided_by_fr="Les équipes", decided_by_en="The teams")
    issue.refresh_from_db()
    assert (issue.title_fr, issue.title_en, issue.because) == ("Carburant", "Fuel", "Le plus soutenu.")
    cycle = LearningCycle.objects.get()
    assert (cycle.issue_title_fr, cycle.issue_title_en) == ("Le carburant", "Fuel")
    assert (cycle.issue_text_fr, cycle.issue_text_en) == ("Depuis mai 2026.", "Since May.")
    assert cycle.revision == revision + 1, "whoever has the cycle's form open is told"


def test_choosing_again_replaces_the_choice_and_keeps_it_in_the_log(cycle, units):
    first, second = proposal(cycle, units[0]), proposal(cycle, units[1], title="Second")
    chosen(first)
    chosen(second)
    first.refresh_from_db()
    assert (first.chosen_on, first.because_fr) == (None, "")
    noted = ModelLogEntry.objects.for_instance(first).get(action="cycles.issue_not_chosen_any_more")
    assert (noted.data["because_fr"], noted.data["instead"]) == ("Le plus soutenu.", second.pk)
    assert LearningCycle.objects.get().issue_title_fr == "Second"
    for refused in (doing.change_issue, doing.withdraw_issue):
        words = {"language": "fr", "title": "x", "text": ""} if refused is doing.change_issue else {}
        with pytest.raises(doing.AlreadyChosen):
            refused(issue=second, by=None, **words)
