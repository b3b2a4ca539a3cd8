"""A facilitator asks back about an answer, the team replies: both are kept, and no answer changes by it."""

import pytest

from cycles.models import Participation
from districts.models import Role
from questionnaires.answering.clarification_actions import (
    AskedMeanwhile,
    NothingToAskAbout,
    RepliedMeanwhile,
    Unfit,
    Withdrawn,
    reply_to,
    settle,
    withdraw,
)
from questionnaires.answering.saving import Given
from questionnaires.models import Clarification, Response
from tests.districts.accounts import account

from .districts_answering import close, filling, give
from .helping import COMMITTEE, asked, told, took_part

TEAM = ("member", "colleague", "lead")


@pytest.fixture
def begun(world):
    give(world, world.member, COMMITTEE)
    return world


@pytest.fixture
def second(begun):
    """Another facilitator."""
    return account(Role.FACILITATOR, begun.guinea)


def reply(world, clarification, text="This one", by=None) -> Clarification:
    return reply_to(clarification=clarification, text=text, language="en", by=by or world.member)


def now(clarification) -> Clarification:
    return Clarification.objects.get(pk=clarification.pk)


def test_the_answer_is_kept_as_it_was_and_the_team_is_told(begun):
    row = asked(begun)
    give(begun, begun.member, Given("committee", {"choice": "yes"}, base=1))
    assert now(row).value == {"choice": "no"} and filling(begun).values["committee"] == {"choice": "yes"}
    assert told("asked_back") == [getattr(begun, name) for name in TEAM]


def test_several_questions_within_a_short_time_are_one_mail(begun):
    asked(begun)
    asked(begun, "How many?", code="meetings")
    assert len(told("asked_back")) == 3
    assert Clarification.objects.filter(value__isnull=True).get().question.code == "meetings"


def test_a_reply_changes_no_answer_at_any_time(begun):
    row, before = asked(begun), Response.objects.get()
    close(begun)
    reply(begun, row)
    row, after = now(row), Response.objects.get()
    assert (row.reply, row.replied_by, row.settled_at) == ("This one", begun.member, None)
    assert (after.revision, filling(begun).values) == (before.revision, {"committee": {"choice": "no"}})
    assert told("replied") == [begun.facilitator] and took_part(begun, Participation.Kind.CLARIFIED)


def test_pressed_twice_it_is_asked_and_replied_once(begun):
    row = asked(begun)
    assert asked(begun, " Which year? ") == row
    assert reply(begun, row).replied_at == reply(begun, row).replied_at
    assert asked(begun) != row, "after the reply it is another question"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 1001])
def test_what_is_empty_or_too_long_is_refused(begun, text):
    with pytest.raises(Unfit):
        asked(begun, text)
    row = asked(begun)
    with pytest.raises(Unfit):
        reply(begun, row, text * 2)


@pytest.mark.parametrize("code", ["gone", "hello", "sum"])
def test_there_is_nothing_to_ask_about(begun, code):
    with pytest.raises(NothingToAskAbout):
        asked(begun, code=code)
    with pytest.raises(NothingToAskAbout):
        asked(begun, filling=filling(begun, begun.units[1]))


def test_two_facilitators_do_not_ask_about_the_same_unseen(begun, second):
    row = asked(begun, seen=0)
    with pytest.raises(AskedMeanwhile) as met:
        asked(begun, "How often?", by=second, seen=0)
    assert met.value.others == [row]
    asked(begun, "How often?", by=second, seen=row.pk)
    assert Clarification.objects.count() == 2


def test_of_two_replies_the_first_stands(begun):
    row = asked(begun)
    reply(begun, row)
    with pytest.raises(RepliedMeanwhile):
        reply(begun, row, "That one", begun.colleague)
    assert now(row).reply == "This one"


def test_a_reply_that_comes_while_it_is_settled_is_read(begun):
    row = asked(begun)
    settle(clarification=row, by=begun.facilitator, with_reply=False)
    reply(begun, row)
    assert now(row).settled_at is None and now(row).reply == "This one"


def test_nobody_settles_a_reply_unread(begun, second):
    row = asked(begun)
    reply(begun, row)
    with pytest.raises(RepliedMeanwhile):
        settle(clarification=row, by=begun.facilitator, with_reply=False)
    settle(clarification=row, by=begun.facilitator, with_reply=True)
    settle(clarification=row, by=second, with_reply=True)
    assert now(row).settled_by == begun.facilitator


def test_what_was_withdrawn_is_not_replied_to(begun):
    row = asked(begun)
    withdraw(clarification=row, by=begun.facilitator)
    withdraw(clarification=row, by=begun.facilitator)
    with pytest.raises(Withdrawn):
        reply(begun, row)
    assert not Clarification.objects.shown_to_team().exists()


def test_what_has_a_reply_is_not_withdrawn(begun):
    row = asked(begun)
    reply(begun, row)
    with pytest.raises(RepliedMeanwhile):
        withdraw(clarification=row, by=begun.facilitator)
