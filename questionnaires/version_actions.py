"""Writes about a questionnaire's versions: opening one that is fit to be opened, and correcting its wording since."""

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from content.editing import save_if_unchanged
from content.page_cache import bump
from districts.models import User

from .actions import open_questionnaire
from .fitness import Item, blocking, fitness_of
from .missing_texts import text_fields
from .models import Check, Choice, Correction, Question, Questionnaire, Section, Version
from .snapshots import content_of
from .structure_actions import lock_while_built


class NotFit(ValueError):
    """`items` say what has to be put right before opening."""

    def __init__(self, items: list[Item]):
        super().__init__("; ".join(item.code for item in items))
        self.items = items


class NotOpen(ValueError):
    """Nothing to correct yet: it can still be changed."""


@dataclass(frozen=True)
class Rewording:
    """One text as it is to be; `field` is a column of `record` such as text_fr."""

    record: models.Model
    field: str
    text: str


@transaction.atomic
def open_when_fit(*, questionnaire: Questionnaire, by: User | None) -> None:
    """Raises Frozen if it is open, NotFit."""
    locked = lock_while_built(questionnaire)
    if items := blocking(fitness_of(locked)):
        raise NotFit(items)
    open_questionnaire(questionnaire=locked, by=by)
    questionnaire.refresh_from_db()
    transaction.on_commit(bump)


@transaction.atomic
def correct_wording(
    *, questionnaire: Questionnaire, rewordings: list[Rewording], because: str, by: User | None
) -> Version | None:
    """The next version, with each text that changed beside its question from now on; None if none differs.

    Raises NotOpen, ValueError for what is no text or has no reason, and ChangedMeanwhile if a record has been changed
    since it was read.
    """
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if not locked.opened_at:
        raise NotOpen
    changed = [each for each in rewordings if getattr(each.record, each.field) != each.text]
    if not changed:
        return None
    if not because.strip() or any(each.field not in text_fields(type(each.record)) for each in changed):
        raise ValueError("a correction is of a text and has a reason")
    before = {(each.record, each.field): getattr(each.record, each.field) for each in changed}
    _write(changed)
    version = _next_version(locked, by)
    Correction.objects.bulk_create(
        Correction(
            version=version,
            question=_question_of(each.record),
            field=_field_name(each),
            before=before[each.record, each.field],
            after=each.text,
            because=because.strip(),
        )
        for each in changed
    )
    log(locked, "questionnaires.corrected", user=by, data={"version": version.number, "because": because})
    transaction.on_commit(bump)
    return version


def _write(changed: list[Rewording]) -> None:
    """A choice has no revision of its own: its question's stands for it."""
    by_record: dict[models.Model, dict[str, str]] = {}
    for each in changed:
        owner = each.record.question if isinstance(each.record, Choice) else each.record
        texts = by_record.setdefault(owner, {})
        if owner is each.record:
            texts[each.field] = each.text
        else:
            Choice.objects.filter(pk=each.record.pk).update(**{each.field: each.text})
    for owner, texts in by_record.items():
        save_if_unchanged(owner, texts)


def _next_version(questionnaire: Questionnaire, by: User | None) -> Version:
    Questionnaire.objects.filter(pk=questionnaire.pk).update(version=F("version") + 1)
    questionnaire.refresh_from_db()
    return Version.objects.create(
        questionnaire=questionnaire,
        number=questionnaire.version,
        at=timezone.now(),
        by=by,
        content=content_of(questionnaire),
    )


def _question_of(record: models.Model) -> Question | None:
    if isinstance(record, Question):
        return record
    return record.question if isinstance(record, Choice | Check) else None


def _field_name(rewording: Rewording) -> str:
    """How Correction.field tells of it."""
    record, field = rewording.record, rewording.field
    if isinstance(record, Choice):
        return f"choices.{record.code}.{field}"
    if isinstance(record, Section):
        return f"sections.{record.order}.{field}"
    return f"checks.{record.order}.{field}" if isinstance(record, Check) else field
