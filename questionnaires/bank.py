"""Questions that were asked before: the bank from which a new questionnaire takes, and the series that a question
asked in several cycles makes."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from content.search_text import plain

from .models import Question


def asked_questions() -> QuerySet[Question]:
    """Of the questionnaires that have opened, whatever their cycle."""
    found = Question.objects.filter(questionnaire__opened_at__isnull=False)
    return found.exclude(kind__in=Question.NOT_ANSWERED)


def series_of(question: Question) -> QuerySet[Question]:
    """Every time it was asked, the first time first."""
    same = asked_questions().filter(series=question.series).select_related("questionnaire__cycle")
    return same.order_by("questionnaire__opened_at", "pk")


def latest_of_each_series() -> QuerySet[Question]:
    """As it was asked last, the latest first."""
    latest = asked_questions().filter(series=OuterRef("series")).order_by("-questionnaire__opened_at", "-pk")
    found = asked_questions().filter(pk=Subquery(latest.values("pk")[:1]))
    return found.order_by("-questionnaire__opened_at", "section__order", "order")


def search_bank(words: str = "", kind: str = "", cycle: int | None = None) -> list[int]:
    """Keys of the questions, in the bank's order. All the words are looked for in code and texts, beginnings of words
    too, whatever accents they are typed with: databases differ in that, so it is done here."""
    found = latest_of_each_series()
    if kind:
        found = found.filter(kind=kind)
    if cycle is not None:
        found = found.filter(series__in=asked_questions().filter(questionnaire__cycle=cycle).values("series"))
    wanted = plain(words).split()
    rows = found.values_list("pk", "code", "text_fr", "text_en")
    return [pk for pk, *texts in rows.iterator() if all(word in plain(" ".join(texts)) for word in wanted)]


def times_asked(series: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Question]]:
    """By series, the first time first; one query."""
    rows = asked_questions().filter(series__in=list(series)).select_related("questionnaire__cycle")
    found = defaultdict(list)
    for question in rows.order_by("questionnaire__opened_at", "pk"):
        found[question.series].append(question)
    return found
