"""What a cycle asks and what districts answer. Codes are stored, never labels."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analysis.disclosure import Audience
from content.texts import localized
from cycles.models import LearningCycle
from districts.models import OrgUnit
from districts.who_reads import choices_of_answers


class Questionnaire(models.Model):
    """The questionnaire of a cycle. `version` counts wording corrections after opening."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.OneToOneField(LearningCycle, models.PROTECT, related_name="questionnaire")
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    intro_fr = models.TextField(_("introduction in French"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)

    title = localized("title")
    intro = localized("intro")

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("order"))
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title = localized("title")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "order"], name="section_order")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question with its stable code. `level` is the widest audience a district's answer may have; it is
    set before anyone answers."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("one choice")
        RATIO = "ratio", _("a number out of another")
        NUMBER = "number", _("a number")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    text_fr = models.TextField(_("question in French"))
    text_en = models.TextField(_("question in English"), blank=True)
    hint_fr = models.TextField(_("hint in French"), blank=True)
    hint_en = models.TextField(_("hint in English"), blank=True)
    numerator_fr = models.CharField(_("what is counted, in French"), max_length=200, blank=True)
    numerator_en = models.CharField(_("what is counted, in English"), max_length=200, blank=True)
    denominator_fr = models.CharField(_("out of what, in French"), max_length=200, blank=True)
    denominator_en = models.CharField(_("out of what, in English"), max_length=200, blank=True)
    counts_persons = models.BooleanField(_("counts persons"), default=False)
    level = models.PositiveSmallIntegerField(
        _("who may read a district's answer"), choices=choices_of_answers, default=Audience.PEERS_NAMED
    )
    asked_if = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="opens")
    asked_if_choice = models.SlugField(_("asked if the answer there is"), max_length=80, blank=True)

    text = localized("text")
    hint = localized("hint")
    numerator = localized("numerator")
    denominator = localized("denominator")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "order"], name="question_order"),
            models.CheckConstraint(
                condition=Q(asked_if__isnull=True, asked_if_choice="")
                | (Q(asked_if__isnull=False) & ~Q(asked_if_choice="")),
                name="a_condition_has_question_and_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Choice(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=80)
    label_fr = models.CharField(_("label in French"), max_length=200)
    label_en = models.CharField(_("label in English"), max_length=200, blank=True)
    label = localized("label")

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="choice_code_once")]

    def __str__(self) -> str:
        return self.label


class Response(models.Model):
    """The one answer of a district to a cycle's questionnaire, whatever its wording versions."""

    class Source(models.TextChoices):
        TEAM = "team", _("filled by the team")
        IMPORT = "import", _("imported")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="responses")
    source = models.CharField(_("how it came"), max_length=10, choices=Source.choices, default=Source.TEAM)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "unit"], name="one_response_per_district")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.questionnaire}"


class Answer(models.Model):
    """A district's answer to one question. `value` holds, by kind: {"choice": code},
    {"numerator": n, "denominator": n} or {"number": n}."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.JSONField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.response.unit}"
