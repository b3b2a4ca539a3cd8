"""A questionnaire as it was worded at one version: rows that are nowhere saved, out of the plain data that a version
keeps (snapshots.py), for those who read answers that were given to it."""

from collections.abc import Mapping

from .models import Choice, Question, Section
from .snapshots import known_fields


def sections_of(content: Mapping) -> list[Section]:
    """As asking.whole gives them: each with `asked`, its questions with their choices at hand. No query."""
    found = []
    for place, data in enumerate(content.get("sections", ()), start=1):
        section = Section(pk=place, order=place, **_fields("section", data))
        section.asked = [
            _question(section, number, each) for number, each in enumerate(data["questions"], start=1)
        ]
        found.append(section)
    return found


def _question(section: Section, number: int, data: Mapping) -> Question:
    # A key that no row has, so that its choices can be found beside it.
    question = Question(pk=section.pk * 10_000 + number, order=number, **_fields("question", data))
    question.section = section
    choices = [
        Choice(order=place, **_fields("choice", each))
        for place, each in enumerate(data.get("choices", ()), start=1)
    ]
    question._prefetched_objects_cache = {"choices": choices}
    return question


def _fields(kind: str, data: Mapping) -> dict:
    known = known_fields(kind)
    return {name: value for name, value in data.items() if name in known}
