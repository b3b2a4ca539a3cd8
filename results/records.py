"""A published figure: a table frozen as JSON, keyed by codes, with where it came from."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from analysis.disclosure import Audience
from analysis.results import ResultTable
from content.texts import in_language, localized
from cycles.models import LearningCycle


class ResultQuerySet(models.QuerySet):
    def published(self) -> "ResultQuerySet":
        return self.filter(published_at__isnull=False)

    def latest_versions(self) -> "ResultQuerySet":
        """Of each result the newest published version only."""
        newer = Result.objects.published().filter(
            key=models.OuterRef("key"), version__gt=models.OuterRef("version")
        )
        return self.exclude(models.Exists(newer))


class Result(models.Model):
    """One version of what a cycle found about one question. `table` never changes once published: a late
    answer cannot move it; a correction is a new version with the same key and a notice."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.PROTECT, related_name="results")
    question_code = models.SlugField(_("question"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title_fr = models.CharField(_("what is found, in French"), max_length=300)
    title_en = models.CharField(_("what is found, in English"), max_length=300, blank=True)
    table = models.JSONField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    # Questionnaire version, how many of how many, source, reconstructed or not: see results/actions.py.
    provenance = models.JSONField(default=dict, editable=False)
    notice_fr = models.TextField(_("what was corrected, in French"), blank=True)
    notice_en = models.TextField(_("what was corrected, in English"), blank=True)
    computed_at = models.DateTimeField(_("computed"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    title = localized("title")
    notice = localized("notice")
    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["cycle", "question_code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "question_code", "version"], name="result_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def frozen(self) -> ResultTable:
        return ResultTable.from_json(self.table)

    # What a thread asks of its target. The first message of a district here is its comment on the results.
    counts_as_comment = True

    def thread_title(self, language: str) -> str:
        return in_language(self, "title", language)

    def thread_url(self, language: str | None = None) -> str:
        from django.urls import reverse
        from django.utils.translation import override

        with override(language or get_language()):
            return reverse("result", args=[self.key])

    @property
    def thread_audience(self) -> Audience:
        return Audience(self.cycle.discussion_audience)

    @property
    def thread_cycle(self) -> LearningCycle:
        return self.cycle
