"""Writes: a file is asked for, cancelled, handed over."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from analysis.audience import Relation
from districts.audiences import relations
from districts.data_view_actions import look_at, note_looks
from districts.models import DataView, OrgUnit, User

from ..models import Export, Questionnaire
from .export_running import State
from .export_tasks import enqueue

LOOKS_AT_ONCE = 2000


def ask_for_export(
    *, questionnaire: Questionnaire, kind: str, form: str, language: str, with_drafts: bool, by: User
) -> Export:
    """Made by a worker as soon as one is free. Asking again while it is under way returns that one: who comes second
    finds the row there."""
    same = {
        "questionnaire": questionnaire, "kind": kind, "form": form, "language": language,
        "with_drafts": with_drafts, "by": by,
    }  # fmt: skip
    try:
        with transaction.atomic():
            export = Export.objects.create(**same)
            # Should the queue fail after the commit, the sweep takes the row up.
            transaction.on_commit(lambda: enqueue(export.pk), robust=True)
        return export
    except IntegrityError:
        return Export.objects.filter(**same).latest("asked_at", "pk")


def cancel_export(*, export: Export, by: User) -> bool:
    """Its worker notices with the next part. False for one that is not under way any more."""
    waiting = Export.objects.under_way().filter(pk=export.pk, by=by)
    return bool(waiting.update(state=State.CANCELLED, finished_at=timezone.now()))


def hand_over(*, export: Export, by: User) -> None:
    """That `by` took this file away, with the answers that stand in it: in the log, and told to the teams. Of a file
    made at once there is no row."""
    data = {"kind": export.kind, "form": export.form, "drafts": export.with_drafts, "districts": export.total}
    log(export.questionnaire, "questionnaires.exported", user=by, data=data)
    about = export.questionnaire.cycle.key
    districts = list(OrgUnit.objects.filter(pk__in=export.units).with_above())
    seen_as = relations(by, districts)
    looks = (
        look_at(unit=unit.pk, what=DataView.What.ANSWERS, about=about, relation=seen_as[unit.code])
        for unit in districts
        if seen_as.get(unit.code, Relation.OWN_TEAM) is not Relation.OWN_TEAM
    )
    for some in _batches(looks):
        note_looks(viewer=by, looks=some)


def _batches(looks: Iterable) -> Iterator[list]:
    """One statement takes so many."""
    looks = iter(looks)
    while some := list(islice(looks, LOOKS_AT_ONCE)):
        yield some
