"""What signed-in people see first, by what they are: the one thing asked, and nothing that is not theirs."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Page

from analysis.disclosure import Audience
from districts.models import Invitation, Membership, Profile, Role, User
from notifications.models import Outbox
from questionnaires.models import Question
from questionnaires.response_table import PARTICIPATION
from results.actions import compute_results, publish_results
from tests.discussions.threads import published
from tests.districts.places import days, person, today
from tests.written_once import written_once

from .first_world import (
    browser_of,
    close_discussion,
    colleague,
    first_thing,
    holder,
    make_world,
    named,
    screen,
    talk,
    words,
)

ANSWER_WAITS = "Your team: 1 answer from another district waits for a word from you"
MESSAGE_WAITS = "1 message waits for you to read it"


@pytest.fixture
def world(pages_ready):
    return written_once(_world, pages_ready.fr)


def _world(home):
    made = make_world(home)
    talk(made)
    return made


FIRST = {
    Role.MEMBER: ANSWER_WAITS,
    Role.LEAD: ANSWER_WAITS,
    Role.FACILITATOR: MESSAGE_WAITS,
    Role.MODERATOR: MESSAGE_WAITS,
    Role.ADMINISTRATOR: MESSAGE_WAITS,
    Role.OFFICIAL: "A brief to decide by",
    Role.POLICYMAKER: "A brief to decide by",
    Role.RESEARCHER: "What three districts said",
}


@pytest.mark.parametrize("role", Role)
def test_what_stands_first_for_each_role(world, role):
    soup = screen(browser_of(holder(world, role)))
    assert first_thing(soup) == FIRST[role]
    assert len(soup.select(".task")) == 1 and len(soup.select(".task a")) == 1


@pytest.mark.parametrize("role", Role)
def test_every_link_of_the_first_screen_opens_for_that_role(world, role):
    client = browser_of(holder(world, role))
    links = {link["href"].partition("#")[0] for link in screen(client).main.select("a[href]")}
    refused = {link: client.get(link, follow=True).status_code for link in links}
    assert links and set(refused.values()) == {200}, refused


def test_an_acting_lead_is_asked_what_the_team_is_asked(world):
    deputy = person()
    Membership.objects.create(
        user=deputy, role=Role.LEAD, unit=world.units[0], starts_on=today(), ends_on=today(), acting=True
    )
    soup = screen(browser_of(deputy))
    assert first_thing(soup) == ANSWER_WAITS
    assert "acting team lead, gui D1" in words(soup.main.select_one(".kicker"))


def test_several_posts_bring_what_is_asked_in_all_of_them(world):
    soup = screen(browser_of(person((Role.MEMBER, world.units[0]), (Role.FACILITATOR, world.guinea))))
    asked = words(soup.main)
    assert ANSWER_WAITS in asked and MESSAGE_WAITS in asked
    assert {words(way) for way in soup.select(".pick a")} >= {"People and invitations", "Directory"}


def test_anonymous_readers_keep_the_public_page(world):
    soup = screen(browser_of(None))
    assert words(soup.h1) == "Health district management teams learn from each other"
    assert not soup.select(".task, .pick")


def test_editors_preview_what_everybody_sees(client, pages_ready):
    client.force_login(User.objects.create_superuser("editor@example.org", "x"))
    shown = client.get(f"/admin/pages/{pages_ready.fr.pk}/view_draft/").content.decode()
    assert "Nothing waits" not in shown
    assert 'class="steps across"' in shown, "the six steps are explained on the public page alone"


def test_no_browser_keeps_a_first_screen(world):
    response = browser_of(holder(world, Role.MEMBER)).get("/fr/")
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_one_person_never_gets_the_screen_of_another(world):
    lead, stranger = browser_of(holder(world, Role.LEAD)), browser_of(colleague(world, 2))
    assert first_thing(screen(lead)) == ANSWER_WAITS
    assert ANSWER_WAITS not in words(screen(stranger).main)
    assert not screen(browser_of(None)).select(".task")


# What teams are asked.


def test_an_answer_waits_until_somebody_of_the_team_has_written_back(world):
    client = browser_of(colleague(world, 0, Role.LEAD))
    task = screen(client).select_one(".task")
    assert "gui D2 wrote:" in words(task)
    assert words(task.find(lang="fr")) == "Et qui la convoque chez vous ?", "said to be French"
    published(world.result, colleague(world, 0), world.moderator, "La sage-femme.", world.answer)
    assert ANSWER_WAITS not in words(screen(client).main)


def test_a_districts_name_is_not_told_where_peers_read_without_names(world):
    world.cycle.discussion_audience = Audience.PEERS_MASKED
    world.cycle.save()
    task = words(screen(browser_of(holder(world, Role.LEAD))).select_one(".task"))
    assert "Another team wrote:" in task and "gui D2" not in task


def test_answers_are_no_longer_asked_for_where_the_team_may_not_read_any_more(world):
    world.cycle.discussion_audience = Audience.FACILITATORS
    world.cycle.save()
    assert "convoque" not in words(screen(browser_of(holder(world, Role.LEAD))).main)


def test_a_team_that_has_not_spoken_is_asked_to_while_the_discussion_is_open(world):
    client = browser_of(colleague(world, 2))
    task = screen(client).select_one(".task")
    assert words(task.h2) == "Your team: say a first word about the results"
    closes = today() + days(9)
    assert f"Until {closes.day} {closes:%B %Y}, about 10 minutes." in words(task)
    assert task.a["href"].endswith("#results")
    close_discussion(world)
    assert "first word" not in words(screen(client).main)


def test_where_nothing_is_asked_the_screen_says_what_will_be(world):
    close_discussion(world)
    member = colleague(world, 2)
    Profile.objects.create(user=member)
    soup = screen(browser_of(member))
    assert first_thing(soup) == "Nothing is asked of your team today" and not soup.select(".task")


def test_a_waiting_message_of_ones_own_is_told_and_never_the_task(world):
    soup = screen(browser_of(world.held.user))
    assert "1 message of yours waits to be published." in words(
        soup.select_one(".notice:not(#waits .notice)")
    )
    assert "waits to be published" not in words(soup.select_one(".task"))


def test_the_team_and_whom_to_ask_stand_beside(world):
    member = colleague(world, 0)
    named(world.answer.user, "Elsewhere")
    facilitator = named(person((Role.FACILITATOR, world.guinea)), "Saran", "Touré")
    hidden = named(person((Role.FACILITATOR, None)), "Hidden")
    Profile.objects.create(user=hidden, listed=False)
    aside = words(screen(browser_of(member)).aside)
    assert f"{member} (you)" in aside and str(world.first.user) in aside
    assert str(facilitator) in aside and "Hidden" not in aside
    assert "Elsewhere" not in aside, "of another district"


# What the desk is asked.


def failed_notice(by: User) -> Outbox:
    return Outbox.objects.create(
        key="k", kind="districts.invitation", address="a@example.org", language="fr", by=by, due_at=timezone.now(),
        state=Outbox.State.FAILED,
    )  # fmt: skip


def invitation(by: User, ends_in: int, **fields) -> Invitation:
    return Invitation.objects.create(
        first_name="Awa", last_name="Bah", language="fr", role=Role.MEMBER, invited_by=by,
        expires_at=timezone.now() + days(ends_in), **fields,
    )  # fmt: skip


def test_a_facilitator_is_asked_for_all_that_waits_in_their_own_country(world):
    facilitator, other = (person((Role.FACILITATOR, place)) for place in (world.guinea, world.benin))
    failed_notice(facilitator)
    invitation(facilitator, -1)
    person((Role.MEMBER, world.units[2]), phone="+224622000001")
    asked = words(screen(browser_of(facilitator)).main)
    for text in (
        MESSAGE_WAITS,
        "1 notice could not be sent",
        "1 of 3 districts has not spoken about the results yet",
        "1 invitation has run out or is about to, without an answer",
        "1 person has a telephone number that nobody has called yet",
    ):
        assert text in asked
    assert first_thing(screen(browser_of(other))) == "Tell the others who you are"


@pytest.mark.parametrize(("ends_in", "counts"), [(10, False), (2, True), (-20, True), (-40, False)])
def test_invitations_are_looked_after_around_their_end(world, ends_in, counts):
    facilitator = holder(world, Role.FACILITATOR)
    invitation(facilitator, ends_in)
    withdrawn = invitation(facilitator, 1, withdrawn_at=timezone.now())
    assert withdrawn.state == "withdrawn"
    assert ("invitation has run out" in words(screen(browser_of(facilitator)).main)) is counts


def test_silent_districts_are_for_facilitators_alone(world):
    silent = "1 of 3 districts has not spoken"
    for role in Role:
        shown = words(screen(browser_of(holder(world, role))).main)
        assert (silent in shown) is (role == Role.FACILITATOR), role


def test_the_list_of_people_narrows_to_those_meant(world):
    facilitator = browser_of(holder(world, Role.FACILITATOR))
    uncalled = person((Role.MEMBER, world.units[2]), phone="+224622000001")
    called = person((Role.MEMBER, world.units[2]), phone="+224622000002", phone_verified_at=timezone.now())
    shown = facilitator.get("/en/people/?show=uncalled").content.decode()
    assert uncalled.email in shown and called.email not in shown
    assert called.email in facilitator.get("/en/people/?show=nonsense").content.decode()


# Those above districts, those who study, those who administer.


def test_briefs_are_those_of_the_own_country(world):
    stranger = person((Role.POLICYMAKER, world.benin))
    soup = screen(browser_of(stranger))
    assert first_thing(soup) == "There is no brief of your country to read yet"
    task = screen(browser_of(holder(world, Role.POLICYMAKER))).select_one(".task")
    assert "For the ministry." in words(task) and "About 1 minute." in words(task)


def test_officials_see_how_many_of_their_area_took_part_and_no_names(world):
    """What the teams answered is for their peers: who answered is no further told."""
    part = words(
        screen(browser_of(holder(world, Role.OFFICIAL))).select_one("section[aria-labelledby=took-part]")
    )
    assert "2 of 3 districts (66.7%) answered." in part and "gui R1 2 of 3 (66.7%)" in part
    assert "gui D" not in part and "stays with the teams" in part
    elsewhere = person((Role.OFFICIAL, world.benin))
    assert not screen(browser_of(elsewhere)).select("#took-part")


def test_officials_read_by_name_who_answered_where_it_was_said_beforehand(world):
    Question.objects.update(level=Audience.HIERARCHY)
    named_now = compute_results(cycle=world.cycle, titles={PARTICIPATION: {"title_fr": "Qui"}}, by=None)
    publish_results(results=named_now, by=None)
    part = words(
        screen(browser_of(holder(world, Role.OFFICIAL))).select_one("section[aria-labelledby=took-part]")
    )
    assert "Answered: gui D1, gui D2." in part and "gui D3" not in part


def test_researchers_find_figures_to_take_along(world):
    soup = screen(browser_of(holder(world, Role.RESEARCHER)))
    assert soup.select(f'a[href="/en/results/{world.result.key}/figure.csv"]')


def test_administrators_of_everything_see_how_the_portal_stands(world, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "district-team-20260101T000000Z.tar.gz").touch()
    person()
    facts = words(screen(browser_of(person((Role.ADMINISTRATOR, None)))).aside)
    assert "1 without a role" in facts and "Districts in use 4" in facts and f"{today().year}" in facts
    for other in (person((Role.ADMINISTRATOR, world.guinea)), holder(world, Role.FACILITATOR)):
        assert "How the portal stands" not in words(screen(browser_of(other)).main)


# Without a post.


def test_a_former_member_is_told_what_became_of_the_access_and_whom_to_ask(world):
    facilitator = holder(world, Role.FACILITATOR)
    former = person((Role.MEMBER, world.units[0]), ended=-1)
    soup = screen(browser_of(former, was_here_days_ago=3))
    assert first_thing(soup) == "You have no role here at present"
    told = words(soup.main)
    assert "team member, gui D1" in told and str(facilitator) in told
    assert not soup.select(".task, .pick") and "convoque" not in told and "Your team" not in told


def test_an_account_before_its_first_day_is_told_when_it_begins(world):
    told = words(screen(browser_of(person((Role.LEAD, world.units[0]), begun=4))).main)
    assert "Your role begins on" in told and "team lead, gui D1" in told


def test_an_account_without_any_post_is_told_so(world):
    told = words(screen(browser_of(person())).main)
    assert "nobody has given it a role yet" in told


# Since the last visit.


def test_what_is_new_since_the_last_visit_in_the_own_cycles(world):
    soup = screen(browser_of(colleague(world, 1), was_here_days_ago=2))
    news = words(soup.select_one("section[aria-labelledby=since]"))
    assert "What three districts said" in news and "A lesson of three districts" in news
    assert "Discussion: 2 new messages Twenty of twenty-three" in news
    assert "Un message que personne" not in news


def test_what_was_there_before_is_not_new(world):
    Page.objects.update(first_published_at=timezone.now() - days(5))
    soup = screen(browser_of(person((Role.MEMBER, world.units[1])), was_here_days_ago=2))
    assert "What three" not in words(soup.select_one("section[aria-labelledby=since]"))
    assert "What three" in words(soup.aside)


def test_ones_own_messages_are_no_news(world):
    news = screen(browser_of(world.first.user, was_here_days_ago=2))
    assert "1 new message " in words(news.select_one("section[aria-labelledby=since]"))


@pytest.mark.parametrize(("role", "place"), [(Role.OFFICIAL, "guinea"), (Role.MEMBER, "benin")])
def test_what_is_said_among_teams_is_no_news_to_others(world, role, place):
    unit = getattr(world, place)
    unit = unit.children.get().children.get() if role == Role.MEMBER else unit
    told = words(screen(browser_of(person((role, unit)), was_here_days_ago=2)).main)
    assert "Twenty of twenty-three" not in told and "new message" not in told


def test_a_first_visit_has_nothing_to_compare_with(world):
    assert not screen(browser_of(holder(world, Role.MEMBER))).select("#since")


def test_signing_in_again_on_the_same_visit_keeps_what_is_new(world):
    member = holder(world, Role.MEMBER)
    browser_of(member, was_here_days_ago=2)
    again = browser_of(member)
    assert "A lesson" in words(screen(again).select_one("section[aria-labelledby=since]"))


def test_restricted_pages_are_neither_news_nor_latest(world):
    world.lesson.view_restrictions.create(restriction_type="login")
    told = words(screen(browser_of(colleague(world, 1), was_here_days_ago=2)).main)
    assert "A lesson of three districts" not in told and "What three districts said" in told


@pytest.mark.parametrize(
    ("language", "month", "title"),
    [("fr", "novembre", "Ce que trois districts ont dit"), ("en", "November", "What three districts said")],
)
def test_the_screen_speaks_the_language_of_its_address(world, language, month, title, monkeypatch):
    monkeypatch.setattr("home.first_screen.today_in", lambda unit: datetime.date(2026, 11, 20))
    soup = screen(browser_of(holder(world, Role.MEMBER)), language)
    assert soup.html["lang"] == language and month in words(soup.main.select_one(".kicker"))
    titles = {"Ce que trois districts ont dit", "What three districts said"}
    assert {each for each in titles if each in words(soup.main)} == {title}
    other = {"fr": "/en/", "en": "/fr/"}[language]
    assert soup.select(f'.you a[href="{other}"]'), "the other language is one link away"
