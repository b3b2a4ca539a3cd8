"""What a newcomer finds on the hand-over page of a district, and what it costs."""

import datetime

import pytest
from django.utils import timezone

from analysis.audience import Audience
from cycles.actions import record_participation
from cycles.issue_actions import propose_issue, support_issue, withdraw_issue
from cycles.issue_choice import choose_issue, merge_issues
from cycles.models import CyclePage, Issue, Participation
from districts.handover_actions import withdraw_note, write_note
from districts.models import DataView, HandoverNote, Membership, OrgUnit, Profile, Role, User
from lessons.models import LessonPage
from tests.cycles.cycles import place_for_cycles
from tests.discussions.threads import fill, published
from tests.districts.accounts import text_of
from tests.districts.places import country, person, today
from tests.pages import page_below
from tests.questionnaires.asking import cycle_in
from tests.written_once import written_once

from .handing_over import browser_of, make_cycle, make_world, page_of, read, replace, with_results


@pytest.fixture
def world(pages_ready):
    return written_once(make_world, pages_ready.fr)


@pytest.fixture
def lead(world):
    return world.lead


@pytest.fixture
def cycle(world):
    return make_cycle(world)


# What stands on it


def test_who_is_in_the_team_and_whom_to_know(world, lead):
    member = person((Role.MEMBER, world.here))
    Profile.objects.create(user=member, function="midwifery", in_post_since="2021-03-01")
    facilitator = person((Role.FACILITATOR, world.top))
    shy = person((Role.FACILITATOR, world.top))
    Profile.objects.create(user=shy, listed=False)
    others = [
        person((Role.MEMBER, world.there)),
        person((Role.MEMBER, world.here), ended=-1),
        person((Role.FACILITATOR, country("ben"))),
    ]
    text = read(lead, world.here)
    assert text.index(str(lead)) < text.index(str(member)) < text.index(str(facilitator))
    assert "Team member, midwife or maternal health officer · since March 2021" in text
    for other in (*others, shy):
        assert f"{other} " not in text
    assert "example.org" not in text, "nobody's address"


def test_who_is_not_listed_is_seen_by_the_own_team(world, lead):
    shy = person((Role.MEMBER, world.here))
    Profile.objects.create(user=shy, listed=False)
    assert str(shy) in read(lead, world.here)


def test_somebody_who_is_member_and_acts_for_the_lead_stands_there_once(world, lead):
    acting = person((Role.MEMBER, world.here))
    Membership.objects.create(
        user=acting, unit=world.here, role=Role.LEAD, acting=True, starts_on=today(), ends_on=today()
    )
    text = read(lead, world.here)
    assert text.count(str(acting)) == 1 and "Acting team lead" in text


def test_cycles_with_what_the_district_did_and_did_not(world, lead, cycle):
    at = datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.UTC)
    record_participation(cycle=cycle, unit=world.here, kind=Participation.Kind.PROPOSED, by=None, at=at)
    record_participation(cycle=cycle, unit=world.there, kind=Participation.Kind.DISCUSSED, by=None, at=at)
    text = read(lead, world.here)
    assert "Trial cycle" in text and "Proposed an issue, 5 March 2026" in text and "Answered, " in text
    assert (
        "Not noted of this district: supported an issue, commented on a result, answered another district"
        in text
    )
    assert "Une leçon tirée" in text and "Ce que nous demandons" in text and "brouillon" not in text


def test_the_district_s_own_answers_and_no_other_s(world, lead, cycle):
    text = read(lead, world.here)
    assert "Six districts have a committee → yes" in text and "Meetings held → 3" in text
    assert "Meetings held → 4" in read(person((Role.MEMBER, world.there)), world.there)
    for unit in world.units[1:]:
        assert unit.name not in text


@pytest.mark.parametrize(("level", "shown"), [(Audience.TEAM, False), (Audience.FACILITATORS, True)])
def test_a_facilitator_reads_the_answers_that_the_question_lets_them(world, level, shown):
    with_results(world, level=level)
    facilitator = person((Role.FACILITATOR, world.top))
    text = read(facilitator, world.here)
    assert ("Meetings held → 3" in text) is shown
    assert ("Meetings held → not shown to you" in text) is not shown
    looks = DataView.objects.filter(viewer=facilitator)
    assert {look.unit_id for look in looks} == ({world.here.pk} if shown else set()), (
        "one district, and noted"
    )
    assert "Meetings held → 3" in read(person((Role.MEMBER, world.here)), world.here)


def test_cycles_of_another_time_or_place_are_not_there(world, lead):
    index = place_for_cycles(world.home)
    for code, place in (("hier", world.top), ("ailleurs", country("ben"))):
        made = cycle_in(place, code=code)
        made.steps.update(opens_on="2015-01-01", closes_on="2015-12-31")
        page_below(index, f"Cycle {code}", CyclePage, cycle=made, slug=code)
        made.title_en = f"Cycle {code}"
        made.save()
    assert "Cycle hier" in read(lead, world.here) and "Cycle ailleurs" not in read(lead, world.here)
    OrgUnit.objects.filter(pk=world.here.pk).update(valid_from="2016-01-01")
    assert "Cycle hier" not in read(lead, world.here)


def test_the_answers_of_earlier_cycles_are_a_click_away(world, lead, cycle):
    later = with_results(world, code="later", number=9, more=70)
    page_below(CyclePage.objects.get().get_parent(), "Plus tard", CyclePage, cycle=later)
    browser = browser_of(lead)
    first = browser.get(page_of(world.here))
    assert "Meetings held → 70" in text_of(first) and "Meetings held → 3" not in text_of(first)
    assert f'href="?cycle={cycle.pk}#' in first.content.decode()
    assert "Meetings held → 3" in text_of(browser.get(page_of(world.here), {"cycle": cycle.pk}))


def test_a_cycle_in_preparation_is_not_told_of(world, lead):
    cycle_in(world.top, code="draft")
    assert "Trial cycle" not in read(lead, world.here)


def test_what_the_district_proposed(world, lead, cycle):
    issue = Issue.objects.create(cycle=cycle, title_en="No fuel", proposed_by=world.here)
    Issue.objects.create(title_en="No paper", proposed_by=world.there)
    assert "No fuel not chosen so far" in read(lead, world.here)
    choose_issue(issue=issue, by=None, because_fr="", because_en="", on=datetime.date(2026, 1, 9))
    text = read(lead, world.here)
    assert "No fuel chosen on 9 January 2026" in text and "No paper" not in text


def test_what_became_of_it_and_what_of_others_the_district_supports(world, lead, cycle):
    merged, gone, theirs = (
        propose_issue(cycle=cycle, unit=unit, language="en", title=title, text="", by=None)
        for unit, title in ((world.here, "No fuel"), (world.here, "No ice"), (world.there, "No paper"))
    )
    support_issue(issue=theirs, unit=world.here, by=lead)
    withdraw_issue(issue=gone, by=None)
    text = read(lead, world.here)
    assert "No paper" in text.split("Proposals of others that the district supports")[1]
    assert "No ice withdrawn" in text
    merge_issues(issues=[merged], into=theirs, by=None)
    assert "No fuel merged into “No paper”" in read(lead, world.here)


def test_threads_in_which_it_wrote_and_what_waits(world, lead, cycle):
    result = cycle.results.get(question_code="meetings")
    member, peer = person((Role.MEMBER, world.here)), person((Role.MEMBER, world.there))
    moderator = person((Role.MODERATOR, None))
    assert "Discussions in which" not in read(lead, world.here)
    first = published(result, member, moderator, "Ours")
    answered = published(result, peer, moderator, "How?", reply_to=first)
    text = read(lead, world.here)
    assert "Meetings held last on" in text and "1 answer to the district waits for a word from it" in text
    assert "Ours" not in text, "a message stays in its thread"
    published(result, member, moderator, "So.", reply_to=answered)
    assert "waits for a word" not in read(lead, world.here)
    assert "1 answer to the district" in read(peer, world.there)


def test_as_of_when_and_who_can_read_it_are_printed(world, lead):
    text = read(lead, world.here)
    assert f"As it stands on {today().day} {today():%B %Y}" in text
    assert "Who can read this: the team of gui D1 and whoever joins it, its facilitators" in text


def test_an_empty_page_says_what_will_be_there_and_who_makes_it(world, lead):
    text = read(lead, world.here)
    for words in ("No note yet.", "No cycle yet.", "No facilitator of this country is shown"):
        assert words in text


def test_names_of_people_who_are_erased_are_not_there(world, lead):
    gone = person((Role.MEMBER, world.here), ended=-1)
    HandoverNote.objects.create(unit=world.here, author=gone, text="Reste", language="fr")
    User.objects.filter(pk=gone.pk).update(
        first_name="", last_name="", email=None, erased_at=timezone.now(), is_active=False
    )
    text = read(lead, world.here)
    assert "Reste" in text and "former member" in text


# What it costs


def test_it_costs_the_same_with_ten_posts_and_ten_thousand(world, lead, cycle, django_assert_max_num_queries):
    lesson = LessonPage.objects.get(title="Une leçon tirée")
    member, moderator = person((Role.MEMBER, world.here)), person((Role.MODERATOR, None))
    facilitator = person((Role.FACILITATOR, world.top))
    result = cycle.results.get(question_code="meetings")
    for target in (lesson, result):
        published(target, member, moderator)
    write_note(unit=world.here, text="One", language="fr", by=lead)
    browsers = [browser_of(lead), browser_of(facilitator)]

    def costs() -> list[int]:
        found = []
        for browser in browsers:
            browser.get(page_of(world.here))
            with django_assert_max_num_queries(20) as seen:
                assert browser.get(page_of(world.here), {"cycle": cycle.pk}).status_code == 200
            found.append(len(seen))
        return found

    fill(lesson, member, 10)
    few = costs()
    fill(result, member, 10_000, replies_each=3)
    HandoverNote.objects.bulk_create(
        HandoverNote(unit=world.here, author=member, text=f"Note {n}", language="fr") for n in range(500)
    )
    for number in range(40):
        person((Role.MEMBER, world.here))
        Issue.objects.create(title_en=f"Issue {number}", proposed_by=world.here)
    for number in range(9):
        made = cycle_in(world.top, code=f"c{number}")
        record_participation(cycle=made, unit=world.here, kind=Participation.Kind.PROPOSED, by=None)
    assert costs() == few
    page = browsers[0].get(page_of(world.here)).content
    assert len(page) < 100_000, "each list has an end"


def test_a_replaced_district_s_page_keeps_to_the_ceiling_too(world, cycle, django_assert_max_num_queries):
    replaced = replace(world)
    lesson = LessonPage.objects.get(title="Une leçon tirée")
    published(lesson, person((Role.MEMBER, world.here)), person((Role.MODERATOR, None)))
    record = cycle.results.get(question_code="meetings")
    published(record, person((Role.MEMBER, world.here)), person((Role.MODERATOR, None)))
    browser = browser_of(person((Role.MEMBER, replaced.again)))
    browser.get(page_of(world.here))
    with django_assert_max_num_queries(20):
        assert browser.get(page_of(world.here)).status_code == 200


def test_earlier_notes_are_a_page_further_on(world, lead):
    for number in range(25):
        write_note(unit=world.here, text=f"Note number {number}.", language="en", by=lead)
    text = read(lead, world.here)
    assert "Note number 24." in text and "Note number 5." in text and "Note number 4." not in text
    older = browser_of(lead).get(page_of(world.here)).context["handover"].older_than
    text = text_of(browser_of(lead).get(page_of(world.here), {"before": older}))
    assert "Note number 4." in text and "Note number 5." not in text and "Earlier notes" not in text


def test_a_withdrawn_note_is_gone_from_the_page(world, lead):
    note = write_note(unit=world.here, text="Une erreur", language="fr", by=lead)
    assert "Une erreur" in read(lead, world.here)
    withdraw_note(note=note, by=lead)
    assert "Une erreur" not in read(lead, world.here)
