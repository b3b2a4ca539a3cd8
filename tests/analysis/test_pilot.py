"""The nine figures that the pilot's papers print, recomputed from the file of answers."""

import pytest

from analysis.disclosure import Audience, Relation, disclose
from analysis.results import Missing
from analysis.summaries import summarise
from tests.analysis.pilot import pilot_responses


def as_printed(part, base):
    """One decimal, a trailing zero dropped."""
    return f"{part} of {base} ({round(100 * part / base, 1):g} %)"


@pytest.mark.parametrize(
    ("question", "category", "printed"),
    [
        ("guidelines_updated", "yes", "20 of 23 (87 %)"),
        ("guidelines_applied", "no", "4 of 20 (20 %)"),
        ("notification_forms_everywhere", "no", "2 of 23 (8.7 %)"),
        ("review_committee", "no", "3 of 23 (13 %)"),
        ("response_plan", "no", "6 of 23 (26.1 %)"),
        ("annual_report_published", "yes", "0 of 23 (0 %)"),
    ],
)
def test_published_shares_of_districts(question, category, printed):
    total = summarise(pilot_responses(), question).total
    assert as_printed(total.counts[category], total.answered) == printed


@pytest.mark.parametrize(
    ("question", "base", "printed"),
    [("deaths_reviewed", 23, "247 of 492 (50.2 %)"), ("recommendations", 20, "108 of 240 (45 %)")],
)
def test_published_shares_of_sums(question, base, printed):
    total = summarise(pilot_responses(), question).total
    assert as_printed(total.numerator, total.denominator) == printed
    assert total.answered == base


def test_published_participation():
    total = summarise(pilot_responses(), "guidelines_updated").total
    assert as_printed(total.answered, total.asked) == "23 of 38 (60.5 %)"


def test_districts_without_a_committee_were_not_asked_for_recommendations():
    total = summarise(pilot_responses(), "recommendations").total
    assert (total.not_asked, total.no_answer) == (3, 15)


@pytest.mark.parametrize("question", ["guidelines_updated", "annual_report_published", "deaths_reviewed"])
def test_the_public_reads_every_total_but_no_row_nor_small_region(question):
    seen = disclose(summarise(pilot_responses(Audience.PUBLIC), question, reconstructed=True), {})
    assert seen.total.values is not None
    assert seen.rows == ()
    assert {group.reason for group in seen.groups.values()} == {Missing.TOO_FEW}
    assert seen.groups["Mamou"].answered == 2


def test_peers_read_the_share_of_reviewed_deaths_unless_it_counts_few_persons():
    table = summarise(pilot_responses(Audience.PUBLIC), "deaths_reviewed", reconstructed=True)
    seen = disclose(table, {"Pita": Relation.OWN_TEAM}, default=Relation.PEER)
    assert seen.row("Pita").value == (9, 20)
    assert seen.row("Faranah").value == (8, 28)
    assert seen.row("Fria").value is Missing.WITHHELD
    assert seen.row("Boké").value is Missing.NO_ANSWER
    assert sum(isinstance(row.value, tuple) for row in seen.rows) == 14
