"""What teams propose to work on, and which districts support it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from analysis.disclosure import Audience
from content.counting import number_of
from content.kept_words import kept
from content.texts import in_language, localized
from districts.models import OrgUnit

from .records import LearningCycle


class IssueQuerySet(models.QuerySet):
    def standing(self) -> "IssueQuerySet":
        """Neither withdrawn nor merged into another."""
        return self.filter(withdrawn_at__isnull=True, merged_into__isnull=True)

    def with_support(self) -> "IssueQuerySet":
        """With `voices`, the number of districts that support it."""
        return self.annotate(voices=number_of(Vote.objects.filter(issue=OuterRef("pk"))))

    def in_order(self) -> "IssueQuerySet":
        """The chosen one, then those with most voices, the older before the younger; `with_support` comes first."""
        return self.order_by(F("chosen_on").desc(nulls_last=True), "-voices", "proposed_at", "pk")

    def published(self) -> "IssueQuerySet":
        """What readers may come upon: of a cycle that they see, not withdrawn; merged ones lead to what is left."""
        seen = LearningCycle.objects.filter(pages__live=True).values("pk")
        return self.filter(withdrawn_at__isnull=True, cycle__in=seen)


class Issue(models.Model):
    """What a team proposes to work on, in the team's own language and shown with it: the other language's columns stay
    empty until the issue is chosen, and a facilitator fills them for the cycle's page."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.PROTECT, null=True, blank=True, related_name="issues")
    # Of what the team wrote; empty for an issue that was written in both from the beginning.
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], blank=True
    )
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_fr = models.TextField(_("the issue, in French"), blank=True)
    text_en = models.TextField(_("the issue, in English"), blank=True)
    # The district that proposes; the person is its author, and leaves one day.
    proposed_by = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="issues")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="issues_written"
    )
    # A facilitator wrote down what the district said on the telephone.
    on_behalf = models.BooleanField(_("written down by a facilitator"), default=False)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_on = models.DateField(_("chosen on"), null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who decided, in words: "the teams, in the meeting of 3 March".
    decided_by_fr = models.CharField(_("who decided, in French"), max_length=200, blank=True)
    decided_by_en = models.CharField(_("who decided, in English"), max_length=200, blank=True)
    because_fr = models.TextField(_("why it was chosen, in French"), blank=True)
    because_en = models.TextField(_("why it was chosen, in English"), blank=True)
    # Stems of the title, and of title and text, by which it is found (content/kept_words.py).
    title_words = models.TextField(blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)

    title = localized("title")
    text = localized("text")
    decided_by = localized("decided_by")
    because = localized("because")

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(chosen_on__isnull=False), name="one_chosen_issue_of_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="an_issue_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(chosen_on__isnull=True) | Q(merged_into__isnull=True, withdrawn_at__isnull=True),
                name="a_chosen_issue_stands",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("issue", args=[self.key])

    def is_shared(self) -> bool:
        """Other districts support it, or others' proposals were merged into it: its words are not one team's alone."""
        return self.votes.exclude(unit=self.proposed_by_id).exists() or self.merged.exists()

    @property
    def foreign(self) -> str:
        """The language of `title` and `text` where they are not to be had in the reader's; else ""."""
        here = get_language() or "fr"
        return "" if getattr(self, f"title_{here}") else "en" if here == "fr" else "fr"

    @property
    def own_words(self) -> dict[str, str] | None:
        """What the team wrote, where `title` and `text` are a facilitator's translation of it."""
        if self.language in ("", get_language() or "fr") or self.foreign:
            return None
        return {name: getattr(self, f"{name}_{self.language}") for name in ("title", "text")}

    def keep_words(self) -> None:
        """Called by the actions that change title or text."""
        self.title_words = kept(fr=self.title_fr, en=self.title_en)
        self.words = kept(fr=f"{self.title_fr} {self.text_fr}", en=f"{self.title_en} {self.text_en}")

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.merged_into_id is None

    # What a thread asks of its target. No message here counts as a comment on results.
    def thread_title(self, language: str) -> str:
        return in_language(self, "title", language)

    def thread_url(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()

    @property
    def published_at(self):
        """None where nothing is to be written any more."""
        return self.proposed_at if self.stands else None

    @property
    def thread_audience(self) -> Audience:
        return Audience(self.cycle.discussion_audience)

    @property
    def thread_cycle(self) -> LearningCycle:
        return self.cycle


class Vote(models.Model):
    """One district's voice for one issue, whoever of its team gave it. A district may support several."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="votes")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="votes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    # The merged proposal through which it came to this one; none: given to this one itself.
    came_with = models.ForeignKey(Issue, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("voice for an issue")
        verbose_name_plural = _("voices for issues")
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="one_voice_per_district")]

    def __str__(self) -> str:
        return f"{self.issue_id} · {self.unit}"
