"""Writes: answers and their versions by the hundred thousand, in statements of our own.

3,000 districts by 200 questions are 600,000 answers, and as many versions. Made as objects they take minutes, in which
nobody else can save anything where the database has one writer. Both engines take these statements.
"""

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db import connection

from ..models import Answer, AnswerVersion

AT_ONCE = 2000
RESPONSES_AT_ONCE = 500
OF_AN_ANSWER = ("value", "typed", "language", "comment", "number", "by_id", "at", "on_behalf")


class AnswerRow(NamedTuple):
    """An answer as it will be; in no language, since nobody typed it. Ids stand for what they name."""

    response: int
    question: int
    value: dict | None
    typed: dict
    comment: str
    number: int
    by: int
    at: datetime.datetime
    on_behalf: bool


def write_answers(rows: Iterable[AnswerRow]) -> None:
    """Also over those that are there."""
    columns = ("response_id", "question_id", *OF_AN_ANSWER)
    statement = (
        f"INSERT INTO {_table(Answer)} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608
        "ON CONFLICT (response_id, question_id) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in OF_AN_ANSWER)
    )
    parameters = _parameters(rows)
    with connection.cursor() as cursor:
        while some := list(islice(parameters, AT_ONCE)):
            cursor.executemany(statement, some)


def _parameters(rows: Iterable[AnswerRow]) -> Iterator[tuple]:
    """Many lines share a value, and all the time: each is adapted once."""
    operations, known = connection.ops, {}

    def adapted(value: dict | None):
        if value is None:
            return None
        if id(value) not in known:
            known[id(value)] = value, operations.adapt_json_value(value, None)
        return known[id(value)][1]

    times = {}
    for row in rows:
        if row.at not in times:
            times[row.at] = operations.adapt_datetimefield_value(row.at)
        yield (
            row.response, row.question, adapted(row.value), adapted(row.typed), "", row.comment, row.number, row.by,
            times[row.at], row.on_behalf,
        )  # fmt: skip


def write_versions(responses: list[int], *, by: int, at: datetime.datetime, because: str) -> None:
    """Of the answers that write_answers has just written: each as it stands now."""
    columns = ", ".join(OF_AN_ANSWER)
    for some in _in_parts(responses):
        statement = (
            f"INSERT INTO {_table(AnswerVersion)} (answer_id, {columns}, device, because, waits) "  # noqa: S608
            f"SELECT id, {columns}, %s, %s, %s FROM {_table(Answer)} "
            f"WHERE by_id = %s AND at = %s AND response_id IN ({', '.join(['%s'] * len(some))})"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                statement, ["", because, False, by, connection.ops.adapt_datetimefield_value(at), *some]
            )


def _in_parts(responses: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(responses), RESPONSES_AT_ONCE):
        yield responses[start : start + RESPONSES_AT_ONCE]


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)
