import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.audience import Audience
from analysis.responses import CHOICE, RATIO, Question, ResponseTable, Unit
from analysis.results import Missing
from analysis.summaries import summarise
from tests.analysis import reference
from tests.analysis.strategies import LEVELS, response_tables


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
    shuffled = replace(responses, units=tuple(units), answers=dict(answers))
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
NEXT = Question("next", "choice", ("yes", "no"), opened_by=("gate",))
LAST = Question("last", "choice", ("yes", "no"), opened_by=("next",))


def gated(answers, levels=None, not_asked=()):
    closed = {"pita": set(not_asked)}
    units, questions = (Unit("pita", "mamou"),), (GATE, NEXT, LAST)
    return ResponseTable(units, questions, {"pita": answers}, levels or {}, closed)


def test_an_answer_behind_a_closed_gate_does_not_count():
    responses = gated({"gate": "no", "next": "yes"}, not_asked=["next", "last"])
    assert summarise(responses, "next").rows[0].value is Missing.NOT_ASKED


def test_a_district_that_did_not_respond_is_no_district_that_was_not_asked():
    responses = ResponseTable((Unit("pita", "mamou"),), (GATE, NEXT), {}, {}, {"pita": {"next"}})
    assert summarise(responses, "next").rows[0].value is Missing.NO_ANSWER


def test_a_gated_question_is_never_wider_than_the_questions_that_open_it():
    assert summarise(gated({"gate": "yes"}), "last").level is Audience.FACILITATORS


def test_a_question_left_out_of_analysis_narrows_what_it_opens():
    follow = Question("follow", "number", level=Audience.PUBLIC, opened_by=("gate", "members"))
    left_out = {"members": Audience.TEAM}
    units = (Unit("pita", "mamou"), Unit("boffa", "boke"))
    table = ResponseTable(units, (GATE, follow), {}, left_out=left_out)
    assert summarise(table, "follow").level is Audience.TEAM
    public = ResponseTable(
        units, (GATE, follow), {}, {"pita": {"members": Audience.TEAM}}, left_out={"members": Audience.PUBLIC}
    )
    assert [row.level for row in summarise(public, "follow").rows] == [Audience.TEAM, None]


@given(st.data())
def test_levels_equal_those_of_the_slow_reference(data):
    """Any questions opened by any earlier ones, also in diamonds."""
    questions, left_out = [], {}
    for n in range(data.draw(st.integers(2, 8))):
        earlier = [question.code for question in questions] + list(left_out)
        opened_by = data.draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else []
        level = data.draw(LEVELS)
        if data.draw(st.integers(0, 3)) == 0:
            left_out[f"q{n}"] = level
        else:
            questions.append(Question(f"q{n}", "number", level=level, opened_by=tuple(opened_by)))
    table = ResponseTable((Unit("pita", "mamou"),), tuple(questions), {}, left_out=left_out)
    for question in questions:
        assert summarise(table, question.code).level is reference.level_of(table, question)


def test_a_long_chain_of_questions_is_no_work():
    questions = [Question("q0", "number"), Question("q1", "number", opened_by=("q0",))]
    questions += [Question(f"q{n}", "number", opened_by=(f"q{n - 2}", f"q{n - 1}")) for n in range(2, 481)]
    table = ResponseTable((Unit("pita", "mamou"),), tuple(questions), {})
    assert summarise(table, "q480").gated


def test_lowering_the_earlier_answer_lowers_the_later_one():
    result = summarise(gated({"gate": "yes", "last": "yes"}, {"pita": {"gate": Audience.TEAM}}), "last")
    assert result.rows[0].level is Audience.TEAM


def test_a_district_cannot_widen_its_own_level():
    result = summarise(gated({"gate": "yes"}, {"pita": {"gate": Audience.PUBLIC}}), "gate")
    assert result.rows[0].level is None


def test_an_unknown_question_is_an_error():
    with pytest.raises(KeyError):
        summarise(gated({}), "unheard")
