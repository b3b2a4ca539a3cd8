"""What teams are told when somebody helps them, and helpers when a team replies: in time, and not when it is past."""

import pytest
from django.core import mail

from districts.actions import end_membership
from districts.models import Membership
from notifications.models import Outbox
from notifications.sending import deliver
from questionnaires.answering.clarification_actions import reply_to, settle, withdraw
from questionnaires.answering.correction_actions import change_corrections, open_corrections
from questionnaires.answering.extension_actions import extend, take_back_extension
from questionnaires.answering.saving import Given
from questionnaires.answering.signing import confirm_response
from questionnaires.models import CorrectionWindow, Extension
from questionnaires.notices import GATHERED

from .districts_answering import close, filling, give
from .helping import COMMITTEE, asked, due_now, in_days, sign, signed, signed_for_team

State = Outbox.State


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_CONFIGURED = True


def sent(kind: str, to) -> list[str]:
    """What became of each notice of that kind to that person, the oldest first."""
    due_now()
    states = []
    for row in Outbox.objects.filter(kind=f"questionnaires.{kind}", recipient=to).order_by("pk"):
        deliver(row.pk)
        row.refresh_from_db()
        states.append(row.state)
    return states


def enter(world) -> None:
    give(world, world.facilitator, COMMITTEE, on_behalf=True)


def prolong(world, until: int, because: str = "The flood") -> Extension:
    return extend(
        filling=filling(world), until=in_days(until), because=because, language="en", by=world.facilitator
    )


def corrections(world, last: int = 3) -> CorrectionWindow:
    return open_corrections(
        questionnaire=filling(world).questionnaire, opens_on=in_days(0), closes_on=in_days(last),
        by=world.facilitator, because_fr="Un district compté deux fois", because_en="A district counted twice",
    )  # fmt: skip


def test_of_what_is_entered_the_team_is_told_by_whom(world):
    enter(world)
    assert sent("entered", world.member) == [State.SENT]
    (message,) = mail.outbox
    assert world.facilitator.get_full_name() in message.body and "gui D1" in message.body
    assert f"/fr/questionnaires/{world.questionnaire.key}/gui-d1/" in message.body


def test_who_has_left_the_team_is_told_nothing(world):
    enter(world)
    give(world, world.member, COMMITTEE)
    prolong(world, 9)
    asked(world)
    end_membership(membership=Membership.objects.get(user=world.member), by=None)
    for kind in ("entered", "extended", "asked_back"):
        assert sent(kind, world.member) == [State.DROPPED], kind
        assert sent(kind, world.colleague) == [State.SENT], kind


def test_what_is_confirmed_already_is_not_asked(world):
    first = signed_for_team(world)
    assert sent("to_confirm", world.lead) == [State.SENT]
    assert "/gui-d1/review/" in mail.outbox[0].body
    give(world, world.facilitator, Given("meetings", {"number": 3}), on_behalf=True)
    second = sign(world, world.facilitator, on_behalf=True)
    confirm_response(filling=filling(world), number=second.number, by=world.lead)
    assert sent("to_confirm", world.lead) == [State.SENT, State.DROPPED]
    assert first.number != second.number


def test_several_questions_are_one_mail_that_holds_none_of_them(world):
    give(world, world.member, COMMITTEE)
    asked(world, "A confidential question")
    asked(world, "How many?", code="meetings")
    row = Outbox.objects.get(recipient=world.member)
    assert row.due_at - row.created_at > GATHERED / 2
    assert sent("asked_back", world.member) == [State.SENT]
    assert "2 questions" in mail.outbox[0].body and "confidential" not in mail.outbox[0].body
    assert "/asked-back/" in mail.outbox[0].body
    asked(world, "And when?")
    assert sent("asked_back", world.member) == [State.SENT, State.SENT], "what comes later is another one"


@pytest.mark.parametrize("end", ["withdrawn", "settled", "replied"])
def test_what_waits_for_no_reply_any_more_is_not_asked(world, end):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    if end == "withdrawn":
        withdraw(clarification=row, by=world.facilitator)
    elif end == "settled":
        settle(clarification=row, by=world.facilitator, with_reply=False)
    else:
        reply_to(clarification=row, text="In May", language="en", by=world.lead)
    assert sent("asked_back", world.member) == [State.DROPPED]


def test_whoever_asked_is_told_of_the_reply(world):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    reply_to(clarification=row, text="A confidential reply", language="en", by=world.member)
    assert sent("replied", world.facilitator) == [State.SENT]
    assert "gui D1" in mail.outbox[0].subject and "confidential" not in mail.outbox[0].body


def test_but_not_once_it_is_settled_nor_after_leaving(world):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    reply_to(clarification=row, text="In May", language="en", by=world.member)
    settle(clarification=row, by=world.facilitator, with_reply=True)
    assert sent("replied", world.facilitator) == [State.DROPPED]
    reply_to(clarification=asked(world, "And?"), text="In June", language="en", by=world.member)
    end_membership(membership=Membership.objects.get(user=world.facilitator), by=None)
    assert sent("replied", world.facilitator) == [State.DROPPED, State.DROPPED]


def test_of_several_last_days_the_one_that_counts_is_told(world):
    prolong(world, 9)
    prolong(world, 12, "The bridge")
    assert sent("extended", world.member) == [State.DROPPED, State.SENT]
    assert "The bridge" in mail.outbox[0].body
    take_back_extension(filling=filling(world), because="They are back", language="en", by=world.facilitator)
    assert sent("extended", world.member)[2:] == [State.SENT], "it is told as well when it is brought forward"


def test_more_time_that_is_over_is_not_told(world):
    prolong(world, 9)
    Extension.objects.update(until=in_days(-1))
    assert sent("extended", world.member) == [State.DROPPED]


def test_days_for_corrections_are_told_to_those_who_signed(world):
    signed(world)
    close(world)
    corrections(world)
    assert not Outbox.objects.filter(kind="questionnaires.corrections_open", recipient=world.other).exists()
    assert sent("corrections_open", world.member) == [State.SENT]
    assert "Un district compté deux fois" in mail.outbox[0].body and "gui D1" in mail.outbox[0].body


def test_days_that_were_changed_or_cancelled_meanwhile_are_not(world):
    signed(world)
    close(world)
    window = corrections(world)
    change_corrections(
        window=window, seen=(window.opens_on, window.closes_on), opens_on=window.opens_on, closes_on=in_days(8),
        because_en="A district counted twice", by=world.facilitator,
    )  # fmt: skip
    assert sent("corrections_open", world.member) == [State.DROPPED, State.SENT]
    CorrectionWindow.objects.all().delete()
    assert sent("corrections_open", world.lead) == [State.DROPPED, State.DROPPED]
