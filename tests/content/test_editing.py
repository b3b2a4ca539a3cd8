"""Two people and one record: nothing is lost, and the later one is told."""

import datetime
from decimal import Decimal

import pytest

from content.editing import ChangedMeanwhile, begun, merge, read_begun, save_if_unchanged, values_of
from cycles.models import LearningCycle

FIELDS = ("title_fr", "title_en", "minutes_asked")


@pytest.fixture
def cycle(db):
    return LearningCycle.objects.create(code="essai", title_fr="Essai", title_en="Trial", minutes_asked=20)


def test_changes_of_different_fields_both_survive(cycle):
    token = begun(values_of(cycle, FIELDS))
    other = LearningCycle.objects.get()
    save_if_unchanged(other, {"title_en": "A trial"})
    now = LearningCycle.objects.get()
    typed = {"title_fr": "Un essai", "title_en": "Trial", "minutes_asked": 20}
    merged = merge(read_begun(token), typed, values_of(now, FIELDS))
    assert merged.changes == {"title_fr": "Un essai"} and not merged.clashes
    save_if_unchanged(now, merged.changes)
    assert values_of(LearningCycle.objects.get(), FIELDS[:2]) == {
        "title_fr": "Un essai",
        "title_en": "A trial",
    }


def test_both_versions_of_one_field_are_told(cycle):
    began = read_begun(begun(values_of(cycle, FIELDS)))
    merged = merge(began, {"title_fr": "Mien"}, {"title_fr": "Sien"})
    assert merged.changes == {"title_fr": "Mien"} and merged.clashes == {"title_fr": "Sien"}


def test_what_both_wrote_alike_is_no_clash(cycle):
    began = read_begun(begun(values_of(cycle, FIELDS)))
    assert merge(began, {"title_fr": "Le même"}, {"title_fr": "Le même"}).changes == {}


def test_a_token_of_somebody_else_s_making_says_nothing(cycle):
    assert read_begun("not ours") is None
    merged = merge(None, {"title_fr": "Mien"}, {"title_fr": "Sien"})
    assert merged.clashes == {"title_fr": "Sien"}


def test_values_are_compared_as_they_are_read_not_as_they_are_kept():
    began = read_begun(
        begun({"on": datetime.date(2026, 3, 1), "least": Decimal("1.5"), "rule": {"a": 1, "b": 2}})
    )
    current = {"on": datetime.date(2026, 3, 1), "least": Decimal("1.500000"), "rule": {"b": 2, "a": 1}}
    assert merge(began, current, current).changes == {}
    later = merge(began, current | {"on": datetime.date(2026, 3, 2)}, current)
    assert later.changes == {"on": datetime.date(2026, 3, 2)} and not later.clashes


def test_saving_an_outdated_record_is_refused_and_tells_what_is_there_now(cycle):
    stale = LearningCycle.objects.get()
    save_if_unchanged(cycle, {"title_fr": "Premier"})
    with pytest.raises(ChangedMeanwhile) as refused:
        save_if_unchanged(stale, {"title_fr": "Second"})
    assert refused.value.current.title_fr == "Premier"
    cycle.delete()
    with pytest.raises(ChangedMeanwhile) as gone:
        save_if_unchanged(stale, {"title_fr": "Second"})
    assert gone.value.current is None
