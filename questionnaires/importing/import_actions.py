"""Writes about a file that somebody brings in: it is kept, what its owner says of it is noted, and in the end it is
taken over. Each is atomic and moves the day on which it is forgotten."""

import gzip
import json
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from districts.models import User

from ..models import AnswerImport, Questionnaire, Remembered, Response
from .cells import Sheet
from .columns import Chosen, as_remembered
from .files import read_file
from .planning import Options, Outcome, Plan
from .reading_imports import Reading
from .saving import carry_out
from .standings import stamp_of
from .targets import LEFT_OUT

# Of one person in one questionnaire; what was begun before is let go.
MOST_WAITING = 5
SAID = ("sheet", "headings", "columns", "districts")


class TakenOver(ValueError):
    """It was done already, by another click or another window."""


class PlanChanged(ValueError):
    """Answers, or what the owner ticked, are others than those of the plan that was shown."""


class Faulty(ValueError):
    """Where `lines`, some have faults, and nobody has said that they shall be left out; else a reason is missing."""

    def __init__(self, lines: bool):
        super().__init__("lines" if lines else "reason")
        self.lines = lines


@transaction.atomic
def keep_file(*, questionnaire: Questionnaire, name: str, data: bytes, by: User) -> AnswerImport:
    """What can be read of it waits in the private storage. Raises Refused."""
    sheets = read_file(data)
    record = AnswerImport(
        questionnaire=questionnaire,
        by=by,
        name=name,
        sheets=[{"name": each.name, "hidden": each.hidden, "rows": len(each.rows)} for each in sheets],
    )
    packed = gzip.compress(json.dumps([each.as_json() for each in sheets]).encode(), compresslevel=4)
    record.content.save(f"{record.key}.json.gz", ContentFile(packed), save=False)
    record.sheet = next((n for n, each in enumerate(sheets) if not each.hidden), 0)
    record.save()
    _let_go_of_old(record)
    return record


def _let_go_of_old(record: AnswerImport) -> None:
    waiting = AnswerImport.objects.filter(
        questionnaire=record.questionnaire, by=record.by, taken_over_at=None
    )
    discard(waiting.order_by("-asked_at", "-pk")[MOST_WAITING:])


def sheets_of(record: AnswerImport) -> list[Sheet]:
    """Raises OSError where its content is gone."""
    with record.content.storage.open(record.content.name) as file:
        return [Sheet.from_json(each) for each in json.loads(gzip.decompress(file.read()))]


@transaction.atomic
def note(*, record: AnswerImport, **said) -> None:
    """What its owner has chosen: sheet, headings, columns, districts, options. Raises TakenOver."""
    changed = AnswerImport.objects.filter(pk=record.pk, taken_over_at=None).update(
        touched_at=timezone.now(), **said
    )
    if not changed:
        raise TakenOver
    for name, value in said.items():
        setattr(record, name, value)


@transaction.atomic
def remember_columns(*, reading: Reading, chosen: Chosen, by: User) -> None:
    """For the next file with such headings."""
    targets = {}
    for column in reading.headings.columns:
        if said := as_remembered(column.words):
            targets[said] = chosen[column.place]
    _remember(reading.questionnaire, Remembered.Kind.COLUMN, targets, by)


@transaction.atomic
def remember_districts(*, questionnaire: Questionnaire, said: dict[str, str], by: User) -> None:
    """Which district a name stands for. What was left out is asked again: another file may be another matter."""
    targets = {name: code for name, code in said.items() if name and code != LEFT_OUT}
    _remember(questionnaire, Remembered.Kind.DISTRICT, targets, by)


def _remember(questionnaire: Questionnaire, kind: str, targets: dict[str, str], by: User) -> None:
    now = timezone.now()
    rows = [
        Remembered(
            questionnaire=questionnaire, kind=kind, said=said, target=target, by=by, at=now,
            question_code=target.partition(":")[0] if kind == Remembered.Kind.COLUMN else "",
        )
        for said, target in targets.items()
    ]  # fmt: skip
    Remembered.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["questionnaire", "kind", "said"],
        update_fields=["target", "question_code", "by", "at"],
        batch_size=500,
    )


def take_over(*, record: AnswerImport, seen: str, options: Options, by: User) -> Plan:
    """All that the plan with the digest `seen` says, or nothing. The second of two who confirm at once finds other
    answers than those that were shown.

    Everything is read before the transaction, which others have to wait for; in it is only asked whether anything has
    changed since. Raises TakenOver, PlanChanged, Faulty, OSError where the content is gone.
    """
    reading = Reading(record, sheets_of(record), by)
    units = [unit.pk for unit in reading.units.values()]
    stamp = stamp_of(record.questionnaire, units)
    plan = reading.plan(options)
    lines = bool(plan.faulty and not options.without)
    if plan.digest == seen and (lines or (plan.needs_reason and not options.because)):
        raise Faulty(lines)
    try:
        return _take_over(record, plan, seen, units, stamp, by)
    except IntegrityError:
        # Somebody began a response, or signed one, between reading and writing.
        raise PlanChanged from None


@transaction.atomic
def _take_over(record: AnswerImport, plan: Plan, seen: str, units: list[int], stamp: tuple, by: User) -> Plan:
    row = AnswerImport.objects.select_for_update().get(pk=record.pk)
    if row.taken_over_at is not None:
        raise TakenOver
    locked = Response.objects.select_for_update().filter(questionnaire=record.questionnaire, unit__in=units)
    list(locked.order_by("pk").values_list("pk", flat=True))
    said = all(getattr(row, name) == getattr(record, name) for name in SAID)
    if not said or plan.digest != seen or stamp_of(record.questionnaire, units) != stamp:
        raise PlanChanged
    at = carry_out(row, plan, by)
    outcome = {str(each.line.number): _told(each, plan.catalogue.numbers) for each in plan.outcomes}
    AnswerImport.objects.filter(pk=row.pk).update(
        taken_over_at=at, touched_at=at, outcome=outcome, options=asdict(plan.options)
    )
    _log(plan, row, by)
    return plan


def _told(each: Outcome, numbers: dict[str, int]) -> dict:
    return {
        "what": each.what,
        "unit": each.unit.code if each.unit else "",
        "questions": sorted(numbers[code] for code in each.codes),
        "signed": each.signed is not None,
        "obstacles": each.obstacles,
    }


def _log(plan: Plan, record: AnswerImport, by: User) -> None:
    data = {
        "file": record.name,
        "districts": [outcome.unit.code for outcome in plan.written],
        "answers": sum(len(outcome.changes) for outcome in plan.written),
        "signed": sum(outcome.signed is not None for outcome in plan.written),
    }
    log(plan.questionnaire, "questionnaires.imported", user=by, data=data)


def discard(records) -> int:
    """Rows with their content. Returns how many; a file goes once its row is gone for good."""
    with transaction.atomic():
        rows = list(records)
        for row in rows:
            transaction.on_commit(lambda kept=row.content: kept.storage.delete(kept.name), robust=True)
        AnswerImport.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def forget_imports(now=None) -> int:
    """Those whose time is up."""
    return discard(AnswerImport.objects.over(now or timezone.now()))


def forget_imports_of(person: User) -> int:
    """What a person said of columns stays, without their name."""
    Remembered.objects.filter(by=person).update(by=None)
    return discard(AnswerImport.objects.filter(by=person))
