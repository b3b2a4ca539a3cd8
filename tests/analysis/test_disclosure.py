"""What readers may see: the ladder, totals, small numbers, rows. Attacks by subtraction: test_suppression."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import Audience, Relation, disclose, reads
from analysis.responses import Question, ResponseTable, Unit
from analysis.results import Missing
from analysis.summaries import summarise
from tests.analysis.strategies import LEVELS, readers, response_tables, scenes

TEAM, FACILITATORS, PEERS_MASKED, PEERS_NAMED, HIERARCHY, PUBLIC = Audience
N, M, X = "named", "masked", None

LADDER = {
    Relation.OWN_TEAM: [N, N, N, N, N, N],
    Relation.FACILITATOR: [X, N, N, N, N, N],
    Relation.PEER: [X, X, M, N, N, N],
    Relation.HIERARCHY: [X, X, X, X, N, N],
    Relation.NOBODY: [X, X, X, X, X, N],
}


@pytest.mark.parametrize(("relation", "expected"), LADDER.items())
def test_the_ladder(relation, expected):
    assert [reads(relation, level) for level in Audience] == expected


def result(values, *, kind="choice", level=PEERS_NAMED, persons=False, groups=None, lowered=None, **options):
    """One question over districts u0, u1, ...; None is a district that did not respond."""
    units = tuple(Unit(f"u{n}", groups[n] if groups else "A") for n in range(len(values)))
    question = Question("q", kind, ("yes", "no") if kind == "choice" else (), persons, level)
    answers = {unit.code: {"q": v} for unit, v in zip(units, values, strict=True) if v is not None}
    levels = {unit: {"q": own} for unit, own in (lowered or {}).items()}
    return summarise(ResponseTable(units, (question,), answers, levels), "q", **options)


def as_peer(table, own=None):
    relations = {own: Relation.OWN_TEAM} if own else {}
    return disclose(table, relations, default=Relation.PEER)


MIXED = ["yes"] * 4 + ["no"] * 4


def test_an_anonymous_reader_gets_the_total_and_no_row():
    seen = disclose(result([*MIXED, None]), {})
    assert seen.total.values.counts == {"yes": 4, "no": 4}
    assert (seen.total.answered, seen.total.asked) == (8, 9)
    assert seen.rows == ()
    assert seen.unlisted == 9


def test_peers_read_names_and_who_did_not_answer():
    seen = as_peer(result([*MIXED, None]))
    assert [row.value for row in seen.rows] == [*MIXED, Missing.NO_ANSWER]
    assert seen.rows[0].unit == "u0"


def test_a_public_level_names_rows_to_everyone_unless_they_are_reconstructed():
    assert len(disclose(result(MIXED, level=PUBLIC), {}).rows) == 8
    assert disclose(result(MIXED, level=PUBLIC, reconstructed=True), {}).rows == ()
    assert len(as_peer(result(MIXED, level=PUBLIC, reconstructed=True)).rows) == 8


def test_a_total_of_fewer_districts_than_the_minimum_is_told_to_nobody():
    total = disclose(result(["yes", "no", "no", "no", None]), {}, default=Relation.FACILITATOR).total
    assert (total.answered, total.asked, total.values, total.reason) == (4, 5, None, Missing.TOO_FEW)


def test_nobody_answered_is_its_own_reason():
    assert disclose(result([None] * 6), {}).total.reason is Missing.NO_ANSWER


@pytest.mark.parametrize(
    ("values", "kind"),
    [(["no"] * 8, "choice"), ([(0, 9)] * 8, "ratio"), ([(9, 9)] * 8, "ratio"), ([0] * 8, "number")],
)
def test_none_or_all_is_for_the_public_only_at_a_public_level(values, kind):
    assert disclose(result(values, kind=kind), {}).total.reason is Missing.WITHHELD
    assert disclose(result(values, kind=kind, level=PUBLIC), {}).total.values is not None
    assert as_peer(result(values, kind=kind)).total.values is not None


def test_none_or_all_stays_untold_if_one_district_lowered_its_level():
    table = result(["no"] * 8, level=PUBLIC, lowered={"u3": FACILITATORS})
    assert disclose(table, {}).total.reason is Missing.WITHHELD


def test_masked_rows_have_no_name_and_no_telling_order():
    table = result(MIXED * 2, level=PEERS_MASKED, groups="AABBAABB" * 2)
    seen = as_peer(table, own="u0")
    assert seen.rows[0].unit == "u0"
    assert seen.rows[0].own
    assert [(row.unit, row.group) for row in seen.rows[1:]] == [(None, None)] * 15
    assert Counter(row.value for row in seen.rows[1:]) == {"yes": 7, "no": 8}
    turned = result(list(reversed(MIXED * 2)), level=PEERS_MASKED, groups="AABBAABB" * 2)
    assert [row.value for row in as_peer(turned).rows] == [row.value for row in as_peer(table).rows]


def test_a_masked_row_among_named_ones_would_be_named_by_elimination():
    seen = as_peer(result(MIXED * 3, lowered={"u5": PEERS_MASKED}))
    assert not seen.masked
    assert seen.row("u5") is None


def test_few_masked_rows_are_not_shown():
    assert as_peer(result(["yes", "no", "no", "yes"], level=PEERS_MASKED)).rows == ()


def test_masked_rows_that_all_say_none_name_everybody():
    table = result([(3, 9), *[(0, n) for n in range(5, 13)]], kind="ratio", level=PEERS_MASKED)
    assert [row.unit for row in as_peer(table, own="u0").rows] == ["u0"]


def test_counts_of_few_persons_stay_with_the_team_and_its_facilitators():
    values = [(2, 30), (28, 30), *[(10, 20), (11, 25), (12, 30), (9, 20), (15, 40), (10, 22), (14, 25)] * 2]
    table = result(values, kind="ratio", persons=True)
    assert as_peer(table).row("u0").value is Missing.WITHHELD
    assert as_peer(table).row("u1").value is Missing.WITHHELD
    assert as_peer(table, own="u0").row("u0").value == (2, 30)
    facilitator = disclose(table, {}, default=Relation.FACILITATOR)
    assert [row.value for row in facilitator.rows] == values
    told = [row.value for row in as_peer(table).rows if row.value is not Missing.WITHHELD]
    assert told
    assert set(told) < set(values)


def test_how_many_of_a_group_answered_is_told_even_where_its_values_are_not():
    group = disclose(result([*MIXED, None], groups="AAAAABBBB"), {}).groups["B"]
    assert (group.answered, group.asked, group.values, group.reason) == (3, 4, None, Missing.TOO_FEW)


def test_groups_of_enough_mixed_answers_are_told():
    seen = disclose(result(["yes", "no"] * 6, groups="A" * 6 + "B" * 6), {})
    assert seen.groups["A"].values.counts == {"yes": 3, "no": 3}
    assert seen.groups["B"].values.counts == {"yes": 3, "no": 3}


def test_the_median_of_a_group_is_told_to_nobody():
    table = result([(n, 10) for n in range(1, 9)], kind="ratio")
    seen = disclose(table, {}, default=Relation.FACILITATOR)
    assert seen.groups["A"].values.numerator == 36
    assert seen.groups["A"].values.median is None
    assert seen.total.values.median == 0.45


def test_peers_who_may_not_read_small_counts_do_not_read_all():
    table = result([(0, 30)] * 8, kind="ratio", persons=True)
    assert as_peer(table).total.reason is Missing.WITHHELD
    assert disclose(table, {}, default=Relation.FACILITATOR).total.values.numerator == 0


def test_a_group_in_which_all_answered_alike_is_not_told():
    seen = disclose(result(["yes"] * 6 + MIXED + ["no", "yes"] * 4, groups="A" * 6 + "B" * 8 + "C" * 8), {})
    assert seen.groups["A"].reason is Missing.WITHHELD
    assert [seen.groups[code].values is None for code in "BC"] == [True, False]


def test_groups_left_out_together_must_not_all_have_answered_alike():
    seen = disclose(
        result(["yes"] * 3 + ["yes"] * 4 + MIXED * 3, groups="A" * 3 + "B" * 4 + "C" * 8 + "D" * 16), {}
    )
    assert seen.groups["C"].reason is Missing.WITHHELD
    assert seen.groups["D"].values is not None


def test_one_small_group_takes_another_with_it():
    seen = disclose(result(["yes", "no"] * 8, groups="A" * 6 + "B" * 7 + "C" * 3), {})
    assert seen.groups["C"].reason is Missing.TOO_FEW
    assert seen.groups["A"].reason is Missing.WITHHELD
    assert seen.groups["B"].values is not None


def test_who_was_asked_a_gated_question_is_not_told_by_group():
    units = tuple(Unit(f"u{n}", "A") for n in range(7))
    gate = Question("gate", "choice", ("yes", "no"), level=PEERS_NAMED)
    follow = Question("q", "choice", ("yes", "no"), opened_by=("gate",), level=PUBLIC)
    answers = {f"u{n}": {"gate": "no" if n == 0 else "yes", "q": "yes" if n < 3 else "no"} for n in range(7)}
    not_asked = {"u0": {"q"}}
    table = summarise(ResponseTable(units, (gate, follow), answers, not_asked=not_asked), "q")
    group = disclose(table, {}).groups["A"]
    assert (group.accounted, group.answered, group.not_asked) == (7, Missing.WITHHELD, Missing.WITHHELD)
    assert disclose(table, {}).total.not_asked == 1
    assert as_peer(table).groups["A"].not_asked == 1


def test_a_gated_question_asked_of_all_does_not_tell_that_all_passed_the_gate():
    units = tuple(Unit(f"u{n}", "A") for n in range(6))
    gate = Question("gate", "choice", ("yes", "no"))
    follow = Question("q", "choice", ("yes", "no"), opened_by=("gate",))
    answers = {unit.code: {"gate": "yes", "q": answer} for unit, answer in zip(units, MIXED, strict=False)}
    total = disclose(summarise(ResponseTable(units, (gate, follow), answers), "q"), {}).total
    assert (total.accounted, total.answered, total.reason) == (6, Missing.WITHHELD, Missing.WITHHELD)


@given(st.data())
def test_a_row_is_shown_only_to_whom_the_ladder_allows_it(data):
    table = summarise(data.draw(response_tables()), "q", reconstructed=data.draw(st.booleans()))
    relations = data.draw(readers(table))
    truth = {row.unit: row for row in table.rows}
    for seen in disclose(table, relations).rows:
        if seen.unit is None:
            continue
        row = truth[seen.unit]
        assert reads(relations[row.unit], min(table.level, row.level or table.level)) == "named"
        assert not (table.reconstructed and relations[row.unit] is Relation.NOBODY)
        assert seen.value in (row.value, Missing.WITHHELD)


@given(st.data())
def test_a_team_always_reads_its_own_row(data):
    table = summarise(data.draw(response_tables()), "q")
    relations = data.draw(readers(table))
    for row in table.rows:
        if relations[row.unit] is Relation.OWN_TEAM:
            assert disclose(table, relations).row(row.unit).value == row.value


@settings(max_examples=600)
@given(st.data())
def test_nobody_sees_more_when_a_level_is_lowered(data):
    table, relations = data.draw(scenes())
    before = disclose(table, relations)
    after = disclose(data.draw(lowered(table)), relations)
    named = {row.unit: row.value for row in before.rows if row.unit}
    for row in after.rows:
        if row.unit:
            assert row.unit in named
            assert row.value in (named[row.unit], Missing.WITHHELD)
    assert not told_values(after) - told_values(before)
    pairs = [(before.total, after.total), *((before.groups[g], after.groups[g]) for g in before.groups)]
    for then, now in pairs:
        assert now.values in (then.values, None)
        assert now.answered in (then.answered, Missing.WITHHELD)
        assert now.not_asked in (then.not_asked, Missing.WITHHELD)


def told_values(seen):
    return Counter(row.value for row in seen.rows if not isinstance(row.value, Missing))


@st.composite
def lowered(draw, table):
    rows = []
    for row in table.rows:
        own = row.level or table.level
        rows.append(replace(row, level=min(draw(LEVELS), own)) if draw(st.integers(0, 3)) == 0 else row)
    return replace(table, rows=tuple(rows), level=min(table.level, draw(LEVELS)))


@settings(max_examples=600)
@given(scenes())
def test_masked_rows_are_many_and_mixed_and_alone(scene):
    table, relations = scene
    seen = disclose(table, relations)
    masked = [row for row in seen.rows if row.unit is None]
    if masked:
        assert all(row.own for row in seen.rows if row.unit)
        assert len(masked) >= table.minimum
        assert len({row.value for row in masked}) > 1
        assert all(row.group is None for row in masked)
