import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.audience import Audience
from analysis.responses import CHOICE, RATIO, Question, ResponseTable, Unit
from analysis.results import Missing
from analysis.summaries import summarise
from tests.analysis import reference
from tests.analysis.strategies import response_tables


@given(response_tables())
def test_tallies_equal_those_of_the_slow_reference(responses):
    question = responses.question("q")
    result = summarise(responses, "q")
    assert_same_tally(result.total, reference.tally_of(responses, question, responses.units))
    for group, tally in result.groups.items():
        units = [unit for unit in responses.units if unit.group == group]
        assert_same_tally(tally, reference.tally_of(responses, question, units))


def assert_same_tally(tally, expected):
    for name, value in expected.items():
        if name == "median" and value is not None:
            value = pytest.approx(float(value))
        assert getattr(tally, name) == value, name


@given(response_tables())
def test_rows_equal_those_of_the_slow_reference(responses):
    for unit, row in zip(responses.units, summarise(responses, "q").rows, strict=True):
        found = row.value.name if isinstance(row.value, Missing) else row.value
        assert (row.unit, row.group) == (unit.code, unit.group)
        assert found == reference.value_of(responses, responses.question("q"), unit)


@given(response_tables(), st.randoms(use_true_random=False))
def test_the_order_of_districts_changes_no_number(responses, order):
    units = list(responses.units)
    order.shuffle(units)
    answers = list(responses.answers.items())
    order.shuffle(answers)
    shuffled = ResponseTable(tuple(units), responses.questions, dict(answers), responses.levels)
    before, after = summarise(responses, "q"), summarise(shuffled, "q")
    assert after.total == before.total
    assert after.groups == before.groups


def test_sums_of_decimal_numbers_do_not_depend_on_order():
    values = [0.1, 0.2, 0.3, 1e16, -1e16, 0.7]
    sums = set()
    for seed in range(20):
        shuffled = random.Random(seed).sample(values, len(values))
        units = tuple(Unit(f"u{n}", "A") for n in range(len(values)))
        answers = {unit.code: {"beds": value} for unit, value in zip(units, shuffled, strict=True)}
        table = ResponseTable(units, (Question("beds", "number"),), answers)
        sums.add(summarise(table, "beds").total.sum)
    assert len(sums) == 1


@given(response_tables(kinds=(CHOICE,)))
def test_shares_of_a_choice_add_up_to_one(responses):
    total = summarise(responses, "q").total
    shares = [total.share(category) for category in total.counts]
    if total.answered:
        assert sum(shares) == pytest.approx(1)
    else:
        assert shares == [None] * 3


@given(response_tables(kinds=(RATIO,)))
def test_a_ratio_of_sums_lies_between_none_and_all(responses):
    share = summarise(responses, "q").total.share()
    assert share is None or 0 <= share <= 1


def test_nothing_of_nothing_is_an_answer_without_a_share():
    units = (Unit("pita", "mamou"), Unit("boffa", "boke"))
    table = ResponseTable(
        units, (Question("reviewed", "ratio"),), {"pita": {"reviewed": (0, 0)}, "boffa": {"reviewed": (3, 4)}}
    )
    total = summarise(table, "reviewed").total
    assert (total.answered, total.shares, total.numerator, total.denominator) == (2, 1, 3, 4)
    assert total.median == 0.75


GATE = Question("gate", "choice", ("yes", "no"), level=Audience.FACILITATORS)
NEXT = Question("next", "choice", ("yes", "no"), asked_if=("gate", "yes"))
LAST = Question("last", "choice", ("yes", "no"), asked_if=("next", "yes"))


def gated(answers, levels=None):
    return ResponseTable((Unit("pita", "mamou"),), (GATE, NEXT, LAST), {"pita": answers}, levels or {})


def test_an_answer_behind_a_closed_gate_does_not_count():
    assert summarise(gated({"gate": "no", "next": "yes"}), "next").rows[0].value is Missing.NOT_ASKED


def test_a_gate_that_is_itself_not_asked_stays_closed():
    result = summarise(gated({"gate": "no", "next": "yes", "last": "yes"}), "last")
    assert result.rows[0].value is Missing.NOT_ASKED


def test_a_gated_question_is_never_wider_than_the_question_that_opens_it():
    assert summarise(gated({"gate": "yes"}), "last").level is Audience.FACILITATORS


def test_lowering_the_earlier_answer_lowers_the_later_one():
    result = summarise(gated({"gate": "yes", "last": "yes"}, {"pita": {"gate": Audience.TEAM}}), "last")
    assert result.rows[0].level is Audience.TEAM


def test_a_district_cannot_widen_its_own_level():
    result = summarise(gated({"gate": "yes"}, {"pita": {"gate": Audience.PUBLIC}}), "gate")
    assert result.rows[0].level is None


def test_an_unknown_question_is_an_error():
    with pytest.raises(KeyError):
        summarise(gated({}), "unheard")
