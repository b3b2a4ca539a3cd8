"""A facilitator types and signs for a team; the team is told, and confirms."""

import pytest

from cycles.models import Participation
from districts.models import Membership, Role
from questionnaires.answering.entering import note_how_it_came
from questionnaires.answering.saving import Given
from questionnaires.answering.signing import (
    ChangedSinceRead,
    HowItCameMissing,
    NotWaiting,
    confirm_response,
)
from questionnaires.models import AnswerVersion, Response

from .districts_answering import filling, give
from .helping import COMMITTEE, sign, signed, signed_for_team, told, took_part

TEAM = ("member", "colleague", "lead")


def team(world) -> list:
    return [getattr(world, name) for name in TEAM]


def enter(world, *given: Given):
    return give(world, world.facilitator, *given, on_behalf=True)


def test_the_whole_team_is_told_once_of_what_is_entered_for_it(world):
    enter(world, COMMITTEE)
    enter(world, Given("meetings", {"number": 3}))
    assert told("entered") == team(world)
    answer = filling(world).answers["committee"]
    assert (answer.on_behalf, answer.by) == (True, world.facilitator)
    assert all(version.on_behalf for version in AnswerVersion.objects.all())


def test_what_changes_nothing_is_no_entry(world):
    enter(world)
    give(world, world.member, COMMITTEE)
    enter(world, Given("committee", {"choice": "no"}, base=1))
    assert told("entered") == [] and Response.objects.get().entered_at is None


def test_what_waits_beside_the_teams_own_answer_is_one(world):
    give(world, world.member, COMMITTEE)
    enter(world, Given("committee", {"choice": "yes"}))
    assert told("entered") == team(world)
    assert filling(world).answers["committee"].value == {"choice": "no"}, (
        "the team's own stands until it chooses"
    )


def test_nobody_signs_for_a_team_without_saying_how_its_answers_came(world):
    enter(world, COMMITTEE)
    with pytest.raises(HowItCameMissing):
        sign(world, world.facilitator, on_behalf=True)
    with pytest.raises(ValueError, match="pigeon"):
        note_how_it_came(filling=filling(world), came_by="pigeon", by=world.facilitator)
    note_how_it_came(filling=filling(world), came_by="telephone", by=world.facilitator)
    signature = sign(world, world.facilitator, on_behalf=True)
    assert (signature.on_behalf, signature.came_by, signature.waits_for_team) == (True, "telephone", True)


def test_a_team_is_not_asked_how_its_answers_came(world):
    assert signed(world).came_by == ""


def test_the_lead_is_asked_to_confirm_and_does(world):
    signature = signed_for_team(world)
    assert told("to_confirm") == [world.lead]
    assert took_part(world, Participation.Kind.ANSWERED), "it counts at once"
    confirm_response(filling=filling(world), number=signature.number, by=world.lead)
    signature.refresh_from_db()
    assert signature.confirmed_by == world.lead and not signature.waits_for_team
    assert took_part(world, Participation.Kind.CONFIRMED)
    with pytest.raises(NotWaiting):
        confirm_response(filling=filling(world), number=signature.number, by=world.lead)


def test_where_nobody_leads_the_team_is_asked(world):
    Membership.objects.filter(role=Role.LEAD, unit=world.unit).delete()
    signed_for_team(world)
    assert told("to_confirm") == [world.member, world.colleague]


def test_only_what_was_read_is_confirmed(world):
    first = signed_for_team(world)
    enter(world, Given("meetings", {"number": 3}))
    second = sign(world, world.facilitator, on_behalf=True)
    with pytest.raises(ChangedSinceRead):
        confirm_response(filling=filling(world), number=first.number, by=world.lead)
    confirm_response(filling=filling(world), number=second.number, by=world.lead)


def test_a_lead_who_corrects_and_signs_need_not_confirm(world):
    signed_for_team(world)
    give(world, world.lead, Given("committee", {"choice": "no"}, base=1), Given("meetings", {"number": 4}))
    signature = sign(world)
    assert (signature.number, signature.on_behalf) == (2, False)
    with pytest.raises(NotWaiting):
        confirm_response(filling=filling(world), number=1, by=world.lead)


def test_a_lead_who_signs_what_was_signed_for_the_team_stands_for_it(world):
    signed_for_team(world)
    signature = sign(world)
    assert (signature.number, signature.on_behalf) == (2, False)
