"""Nothing that anybody gave is lost, and nothing is saved twice."""

import uuid

import pytest

from cycles.models import Participation
from questionnaires.answering.saving import (
    Given,
    NotOpenNow,
    ReasonMissing,
    UnknownVersion,
    save_answers,
    settle_rivals,
)
from questionnaires.models import Answer, AnswerVersion, CorrectionWindow, Response
from tests.districts.places import days, today

from .districts_answering import close, filling, give

YES, NO = {"choice": "yes"}, {"choice": "no"}


def committee(value=YES, base=0, **more) -> Given:
    return Given("committee", value, base=base, **more)


def values_of(world) -> dict:
    return {code: row.value for code, row in filling(world).answers.items()}


def versions_of(code: str) -> list[tuple]:
    rows = AnswerVersion.objects.filter(answer__question__code=code)
    return [(row.number, row.value, row.waits) for row in rows]


def test_the_first_answer_begins_the_districts_response(world):
    saved = give(world, world.member, committee())
    assert (saved.saved, saved.rivals, saved.numbers) == (("committee",), (), {"committee": 1})
    response = Response.objects.get()
    assert (response.unit, response.answered, response.revision) == (world.unit, 1, 1)
    answer = Answer.objects.get()
    assert (answer.value, answer.by, answer.on_behalf) == (YES, world.member, False)
    assert Participation.objects.get().kind == Participation.Kind.STARTED


def test_the_same_save_again_changes_nothing(world):
    key = uuid.uuid4()
    first = give(world, world.member, committee(), key=key)
    give(world, world.colleague, committee(NO, base=1))
    again = give(world, world.member, committee(), key=key)
    assert again.again and (again.saved, again.numbers) == (first.saved, first.numbers)
    assert values_of(world) == {"committee": NO}, (
        "sent again, an old save does not come back over a newer one"
    )
    assert Response.objects.get().revision == 2


def test_the_same_page_sent_after_back_is_another_save(world):
    """Its key and its numbers are those of the first time."""
    key = uuid.uuid4()
    give(world, world.member, committee(), key=key)
    saved = give(world, world.member, committee(NO), key=key)
    assert not saved.again and saved.saved == ("committee",)
    assert versions_of("committee") == [(1, YES, False), (2, NO, False)]


def test_what_was_left_as_it_was_is_no_change(world):
    give(world, world.member, committee(), Given("meetings", {"number": 3}))
    give(world, world.colleague, committee(NO, base=1))
    saved = give(world, world.member, committee(YES, base=1), Given("meetings", {"number": 4}, base=1))
    assert saved.saved == ("meetings",) and saved.rivals == ()
    assert values_of(world) == {"committee": NO, "meetings": {"number": 4}}


def test_two_members_who_answer_differently_lose_neither(world):
    give(world, world.member, committee(YES))
    saved = give(world, world.colleague, committee(NO))
    assert saved.rivals == ("committee",)
    assert values_of(world) == {"committee": YES}
    assert versions_of("committee") == [(1, YES, False), (2, NO, True)]
    assert [row.by for row in filling(world).rivals["committee"]] == [world.colleague]


def test_one_person_on_two_devices_is_like_two_members(world):
    give(world, world.member, committee(YES), device="telephone")
    assert give(world, world.member, committee(NO), device="computer").rivals == ("committee",)


def test_two_who_say_the_same_agree(world):
    give(world, world.member, committee(YES))
    assert give(world, world.colleague, committee(YES)).rivals == ()
    assert versions_of("committee") == [(1, YES, False)]


def test_what_one_types_after_a_rival_takes_its_place(world):
    give(world, world.member, Given("town", {"text": "Pita"}))
    first = give(world, world.colleague, Given("town", {"text": "Dal"}))
    give(world, world.colleague, Given("town", {"text": "Dalaba"}, base=first.numbers["town"]))
    assert versions_of("town") == [
        (1, {"text": "Pita"}, False), (2, {"text": "Dal"}, False), (3, {"text": "Dalaba"}, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "value"), [(1, YES), (2, NO)])
def test_the_team_chooses_and_both_stay_in_the_history(world, number, value):
    give(world, world.member, committee(YES))
    give(world, world.colleague, committee(NO))
    settle_rivals(filling=filling(world), code="committee", number=number, by=world.lead)
    assert values_of(world) == {"committee": value} and filling(world).rivals == {}
    assert len(versions_of("committee")) == 2
    with pytest.raises(UnknownVersion):
        settle_rivals(filling=filling(world), code="committee", number=number, by=world.member)


def test_what_cannot_be_read_is_kept_as_it_was_typed(world):
    give(world, world.member, Given("meetings", {"number": 3}))
    saved = give(world, world.member, Given("meetings", typed={"": ["a few"]}, base=1))
    answer = filling(world).answers["meetings"]
    assert saved.saved == ("meetings",) and (answer.value, answer.typed) == (None, {"": ["a few"]})
    assert Response.objects.get().answered == 0


def test_an_answer_that_was_taken_back_stands_against_nothing(world):
    give(world, world.member, committee(YES))
    give(world, world.member, committee(None, base=1))
    assert give(world, world.colleague, committee(NO)).saved == ("committee",)


def test_a_comment_alone_is_a_change(world):
    give(world, world.member, committee(YES))
    give(world, world.member, committee(YES, base=1, comment="Since March"))
    assert filling(world).answers["committee"].comment == "Since March"


def test_how_far_a_district_is_follows_the_rules(world):
    give(world, world.member, committee(NO))
    few = Response.objects.get().asked
    give(world, world.member, committee(YES, base=1))
    assert Response.objects.get().asked > few


def test_nothing_is_saved_after_closing(world):
    give(world, world.member, committee(YES))
    close(world)
    with pytest.raises(NotOpenNow):
        give(world, world.member, committee(NO, base=1))


def test_a_district_that_was_given_more_time_goes_on_alone(world):
    close(world)
    world.questionnaire.extensions.create(unit=world.unit, until=today() + days(2), because="Flood")
    assert give(world, world.member, committee(YES)).saved
    other = filling(world, world.units[1])
    with pytest.raises(NotOpenNow):
        give(world, world.other, committee(YES), filling=other)


def test_a_correction_has_a_reason_and_keeps_both_values(world):
    give(world, world.member, committee(YES))
    Response.objects.update(signed_at="2026-01-01T00:00Z", signed_revision=1)
    close(world)
    CorrectionWindow.objects.create(questionnaire=world.questionnaire, opens_on=today(), closes_on=today())
    with pytest.raises(ReasonMissing):
        give(world, world.member, committee(NO, base=1))
    give(world, world.member, committee(NO, base=1), because="Miscounted")
    row = AnswerVersion.objects.get(number=2)
    assert (row.value, row.because) == (NO, "Miscounted") and versions_of("committee")[0][1] == YES
    assert Participation.objects.filter(kind=Participation.Kind.CORRECTED).count() == 1


def test_a_correction_window_is_not_for_those_who_never_signed(world):
    give(world, world.member, committee(YES))
    close(world)
    CorrectionWindow.objects.create(questionnaire=world.questionnaire, opens_on=today(), closes_on=today())
    with pytest.raises(NotOpenNow):
        give(world, world.member, committee(NO, base=1), because="Late")


def test_a_code_that_is_not_asked_saves_nothing(world):
    with pytest.raises(KeyError):
        save_answers(
            filling=filling(world), given=[committee(), Given("gone", YES)], by=world.member,
            key=uuid.uuid4(), language="en",
        )  # fmt: skip
    assert not Response.objects.exists()
