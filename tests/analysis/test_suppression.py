"""Attacks: what remains after any subtraction must be a sum that could have been told itself."""

import time

from hypothesis import given, settings

from analysis.disclosure import Audience, Relation, disclose
from analysis.responses import Question, ResponseTable, Unit
from analysis.results import Missing
from analysis.summaries import summarise, tally_rows
from analysis.suppression import FEW_PERSONS, counts_few_persons, is_one_sided, plan_suppression
from tests.analysis.attacker import known_sums, remainders, unlisted_statuses
from tests.analysis.strategies import response_tables, scenes


def views(scene):
    """The result, what its reader sees, what everybody sees."""
    table, relations = scene
    return table, disclose(table, relations), disclose(table, {})


@settings(max_examples=1000)
@given(scenes())
def test_subtracting_rows_from_a_sum_leaves_a_sum_that_could_be_told(scene):
    table, seen, public = views(scene)
    for unknown, others_read in remainders(table, seen, public):
        if unknown.accounted and others_read:
            assert unknown.answered >= table.minimum
            assert not is_one_sided(unknown)
            assert not table.gated or unknown.not_asked
            if table.counts_persons:
                assert min(parts_of(unknown)) >= FEW_PERSONS


def parts_of(tally):
    if tally.numerator is not None:
        return (tally.numerator, tally.denominator - tally.numerator)
    return (tally.sum,)


@settings(max_examples=1000)
@given(scenes())
def test_every_sum_that_can_be_worked_out_has_a_large_enough_base(scene):
    table, seen, public = views(scene)
    for groups in known_sums(table, seen, public):
        answered = sum(row.answered for row in table.rows if row.group in groups)
        assert answered == 0 or answered >= table.minimum or not seen.unlisted


@given(scenes())
def test_a_sum_over_part_of_the_country_never_tells_what_everybody_answered(scene):
    table, _, public = views(scene)
    if public.rows:
        return
    for groups in known_sums(table, public, public):
        rows = [row for row in table.rows if row.group in groups and row.accounted]
        if len(rows) < table.total.accounted and any(row.answered for row in rows):
            assert not is_one_sided(tally_rows(rows, table.kind, table.categories))


@settings(max_examples=1000)
@given(scenes())
def test_masked_rows_cannot_be_subtracted_to_find_a_hidden_one(scene):
    table, seen, public = views(scene)
    if not seen.masked or not (seen.total.values or public.total.values):
        return
    # What remains with the own district is told as a sum anyway, where a cell is as small as the minimum.
    masked = [row.value for row in seen.rows if row.unit is None]
    left = [row for row in table.rows if row.answered]
    for value in masked:
        left.remove(next(row for row in left if row.value == value))
    if len(left) > sum(row.own for row in seen.rows):
        assert len(left) >= table.minimum
        assert not is_one_sided(tally_rows(left, table.kind, table.categories))


@given(scenes())
def test_whether_an_unlisted_district_answered_follows_from_public_counts_only(scene):
    table, seen, _ = views(scene)
    own = {row.unit for row in seen.rows if row.own}
    for missing, accounted in unlisted_statuses(table, seen):
        if missing and accounted in (0, len(missing)):
            group = next(row.group for row in table.rows if row.unit == missing[0])
            listed = {row.unit for row in seen.rows if row.group == group}
            told = seen.groups[group]
            assert told.accounted in (0, told.asked) or listed <= own


@given(scenes())
def test_small_counts_of_persons_are_read_by_nobody_else(scene):
    table, relations = scene
    seen = disclose(table, relations)
    for row in table.rows:
        if counts_few_persons(table, row) and relations[row.unit] not in (
            Relation.OWN_TEAM,
            Relation.FACILITATOR,
        ):
            listed = seen.row(row.unit)
            assert listed is None or listed.value is Missing.WITHHELD


@given(response_tables())
def test_every_district_is_in_one_cell_and_covers_hold_only_those_that_answered(responses):
    table = summarise(responses, "q")
    cells = plan_suppression(table).cells
    assert sorted(unit for cell in cells for unit in cell.units) == sorted(row.unit for row in table.rows)
    accounted = {row.unit for row in table.rows if row.accounted}
    assert all(cell.cover <= cell.units & accounted for cell in cells)


def test_one_lowered_district_takes_some_with_it_but_not_all():
    units = tuple(Unit(f"u{n}", "ABCDEFGH"[n % 8]) for n in range(38))
    answers = {f"u{n}": {"q": "yes" if n % 3 else "no"} for n in range(30)}
    levels = {"u5": {"q": Audience.TEAM}}
    table = summarise(ResponseTable(units, (Question("q", "choice", ("yes", "no")),), answers, levels), "q")
    seen = disclose(table, {}, default=Relation.PEER)
    read = [row for row in seen.rows if row.value in ("yes", "no")]
    assert seen.row("u5") is None
    assert 18 <= len(read) <= 24


def test_two_thousand_districts_are_planned_in_a_moment():
    units = tuple(Unit(f"u{n}", f"g{n // 40}") for n in range(2000))
    answers = {unit.code: {"q": "no"} for unit in units}
    answers["u7"] = {"q": "yes"}
    table = summarise(ResponseTable(units, (Question("q", "choice", ("yes", "no")),), answers), "q")
    start = time.process_time()
    disclose(table, {"u3": Relation.OWN_TEAM}, default=Relation.PEER)
    assert time.process_time() - start < 1
