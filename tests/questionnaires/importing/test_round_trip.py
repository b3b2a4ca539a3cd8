"""What the portal writes it reads again; what Kobo writes it reads too; and what the preview says is what is saved."""

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.answering.saving import Given
from questionnaires.importing.import_actions import keep_file, note, sheets_of, take_over
from questionnaires.importing.planning import Options, What
from questionnaires.importing.reading_imports import Reading
from questionnaires.models import Answer, AnswerVersion, Response, Saving, Signature
from tests.questionnaires.answering.board_worlds import WHOLE, bytes_of
from tests.questionnaires.answering.districts_answering import filling, give, sign

from .tables import begun, browser_of, csv_of, stored, xlsx_of

MORE = {
    "committee": {"choice": "yes"},
    "members": {"choices": ["director", "other"]},
    "meetings": {"missing": "dont_know"},
    "reported": {"number": 4},
    "reviewed": {"number": 2},
    "rate": {"number": 1234.5},
    "town": {"text": "=1+2; \"Pita\", l’été"},
    "why": {"text": "- un\n- deux"},
    "who": {"missing": "not_applicable"},
}  # fmt: skip


def answered(world) -> dict:
    """Two districts, of which one has changed something since it signed; by unit what stands."""
    give(world, world.member, *(Given(code, value) for code, value in WHOLE.items()))
    sign(world, world.lead)
    give(world, world.member, Given("meetings", {"number": 5}, comment="Presque", base=1))
    second = filling(world, world.units[1])
    give(world, world.other, *(Given(code, value) for code, value in MORE.items()), filling=second)
    return {unit: stored(unit) for unit in world.units}


def taken_along(world, form: str, language: str) -> bytes:
    address = f"/{language}/questionnaires/{world.questionnaire.key}/board/export/answers/"
    return bytes_of(browser_of(world.facilitator).post(address, {"form": form, "drafts": "on"}))


def forget_all() -> None:
    Saving.objects.all().delete()
    Signature.objects.all().delete()
    Answer.objects.all().delete()
    Response.objects.all().delete()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_along_comes_in_again(world, form, language):
    before = answered(world)
    data = taken_along(world, form, language)
    # What was signed is in the file beside the draft, and the draft is left out.
    way = begun(world, data, language=language)
    way.preview()
    counts = way.get().context["plan"].counts
    assert counts == {What.UNCHANGED: 1, What.LEFT_ALONE: 1, What.SKIPPED: 2}
    forget_all()
    again = begun(world, data, language=language)
    again.preview()
    assert again.confirm().status_code == 302
    expected = before[world.unit] | {"meetings": {"number": 3}}
    expected.pop("picture")
    assert stored(world.unit) == expected
    assert stored(world.units[1]) == before[world.units[1]]


def test_a_file_of_kobo_comes_in(world):
    headings = [
        "start", "end", "_geo/district", "review/committee", "review/members", "review/members/director",
        "review/members/midwife", "review/meetings", "place", "_place_latitude", "_place_longitude",
        "_place_altitude", "_place_precision", "_id", "_uuid", "_submission_time", "__version__",
    ]  # fmt: skip
    row = [
        "2026-03-12T10:00:00.000+00:00", "2026-03-12T10:09:00.000+00:00", "gui-d1", "yes", "director midwife", 1, 1,
        3, "9.641185 -13.578401 12.5 4", 9.641185, -13.578401, 12.5, 4, 4711, "uuid", "2026-03-12T10:10:00", "v1",
    ]  # fmt: skip
    way = begun(world, xlsx_of(headings, row))
    fields = way.fields("columns/")
    assert [fields[f"c{n}"] for n in (2, 7, 8, 9)] == ["@district", "meetings", "place", "-"]
    way.preview()
    way.confirm()
    assert stored(world.unit) == {
        "committee": {"choice": "yes"},
        "members": {"choices": ["director", "midwife"]},
        "meetings": {"number": 3},
        "place": {"latitude": 9.641185, "longitude": -13.578401},
    }


def test_choices_in_columns_of_their_own_come_together(world):
    rows = [
        ["district", "committee", "members/director", "members/midwife"],
        ["gui-d1", "yes", "1", "0"],
        ["gui-d2", "yes", "TRUE", "oui"],
        ["gui-d3", "yes", "", ""],
    ]
    way = begun(world, csv_of(*rows))
    way.preview()
    way.confirm()
    chosen = [stored(unit).get("members") for unit in world.units]
    assert chosen == [{"choices": ["director"]}, {"choices": ["director", "midwife"]}, None]


CELLS = {
    "committee": ["yes", "non", "1", "", "n/a", "peut-être"],
    "meetings": ["0", "12", "61", "", "ne sait pas", "3,5"],
    "rate": ["1,5", "12.5", "75 %", "", "x"],
    "who": ["Sage-femme", "director", "", "n/a", "x"],
    "members": ["director; midwife", "other", "", "director x"],
    "town": ["Pita", "", "=1"],
}
DISTRICTS = ["gui-d1", "gui D2", "gui-d3", "Atlantis", "", "Total"]
ROWS = st.lists(
    st.tuples(st.sampled_from(DISTRICTS), *(st.sampled_from(cells) for cells in CELLS.values())),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, then=ROWS)
def test_what_the_plan_says_is_what_is_saved(world, first, then):
    """Of any two files one after the other; what a plan does not name stays as it was, and again there is nothing to
    do."""
    with override("fr"), transaction.atomic():
        for rows in (first, then):
            before = {unit.pk: stored(unit) for unit in world.units}
            plan = _carried_out(world, csv_of(["district", *CELLS], *rows))
            for unit in world.units:
                told = [o for o in plan.written if o.unit == unit]
                expected = before[unit.pk] | {c.code: c.after.value for o in told for c in o.changes}
                assert stored(unit) == expected
            assert _plan(world, csv_of(["district", *CELLS], *rows))[1].written == []
        numbers = AnswerVersion.objects.values_list("answer__number", "number", "answer__versions__number")
        assert all(latest >= number for latest, number, _other in numbers)
        transaction.set_rollback(True)


def _plan(world, data: bytes):
    record = keep_file(questionnaire=world.questionnaire, name="x.csv", data=data, by=world.facilitator)
    sheets = sheets_of(record)
    chosen = Reading(record, sheets, world.facilitator).chosen
    note(record=record, columns=[chosen[place] for place in sorted(chosen)])
    return record, Reading(record, sheets, world.facilitator).plan(OPTIONS)


OPTIONS = Options(without=True)


def _carried_out(world, data: bytes):
    record, plan = _plan(world, data)
    return take_over(record=record, seen=plan.digest, options=OPTIONS, by=world.facilitator)
