"""Freezing figures: from a cycle's answers to published results."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from analysis.results import digest
from analysis.summaries import summarise
from content.page_cache import bump
from cycles.models import LearningCycle
from districts.models import User
from questionnaires.models import Questionnaire
from questionnaires.response_table import response_table

from .models import Result


@transaction.atomic
def compute_results(
    *,
    cycle: LearningCycle,
    titles: dict[str, dict[str, str]],
    by: User | None,
    at: datetime.datetime | None = None,
) -> list[Result]:
    """One result per question code in `titles` ({code: {"title_fr", "title_en"}}), from the signed
    responses of now, not yet published. A question that has results already gets the next version.
    Raises KeyError for a code that was not asked."""
    questionnaire = Questionnaire.objects.get(cycle=cycle)
    responses = response_table(questionnaire)
    computed = []
    for code, texts in titles.items():
        table = summarise(
            responses, code, reconstructed=cycle.reconstructed, salt=secrets.token_hex(16)
        ).to_json()
        computed.append(_new_version(cycle, code, texts, table, questionnaire, at or timezone.now()))
    log(cycle, "wagtail.edit", user=by, data={"computed": list(titles)})
    return computed


def _new_version(cycle, code, texts, table, questionnaire, at) -> Result:
    before = Result.objects.filter(cycle=cycle, question_code=code).order_by("-version").first()
    kept = {"key": before.key, "version": before.version + 1} if before else {}
    return Result.objects.create(
        cycle=cycle,
        question_code=code,
        table=table,
        digest=digest(table),
        provenance=_provenance(questionnaire),
        computed_at=at,
        **texts,
        **kept,
    )


def _provenance(questionnaire: Questionnaire) -> dict:
    return {
        "questionnaire": str(questionnaire.key),
        "questionnaire_version": questionnaire.version,
        "districts": questionnaire.cycle.districts().count(),
        "responses": questionnaire.responses.filter(signed_at__isnull=False).count(),
        "reconstructed": questionnaire.cycle.reconstructed,
    }


@transaction.atomic
def publish_results(*, results: list[Result], by: User | None, at: datetime.datetime | None = None) -> None:
    """Make them public. From here on their tables never change. Again: no change, whoever did it first."""
    moment = at or timezone.now()
    for result in results:
        waiting = Result.objects.filter(pk=result.pk, published_at__isnull=True)
        if waiting.update(published_at=moment, published_by=by):
            log(result, "wagtail.publish", user=by)
        result.refresh_from_db(fields=["published_at", "published_by"])
    transaction.on_commit(bump)


def note_export(*, result: Result, by: User) -> None:
    """That `by` took the figures of this result away as a file; what is in it depends on who they are."""
    log(result, "results.exported", user=by, data={"version": result.version})
