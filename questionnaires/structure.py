"""What a questionnaire asks: sections, questions, choices, and the checks between answers."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analysis.audience import Audience
from content.texts import localized
from cycles.models import LearningCycle
from districts.who_reads import choices_of_answers, readers_of_answers

# https://docs.dhis2.org: eleven letters and digits, the first a letter.
dhis2_uid = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9]{10}$", _("A DHIS2 identifier has eleven letters and digits.")
)
# A name that XLSForm, a spreadsheet's column and an address take alike.
code_of_question = RegexValidator(
    r"^[A-Za-z_][A-Za-z0-9_.-]*$",
    _("Letters without accents, digits, - and _ only, beginning with a letter."),
)


class Questionnaire(models.Model):
    """The questionnaire of a cycle. `version` is 0 while it is built, 1 from its opening, and counts the wording
    corrections from then on; each is kept whole in Version."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.OneToOneField(LearningCycle, models.PROTECT, related_name="questionnaire")
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    intro_fr = models.TextField(_("introduction in French"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    # Counts every change of its order, sections and settings: whoever saves names the one they began with.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # What an XLSForm said that has no place here, kept word for word for the way back: {"settings": {…}, …}.
    kept_xlsform = models.JSONField(default=dict, blank=True, editable=False)

    title = localized("title")
    intro = localized("intro")

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """One screen of the questionnaire."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=80, blank=True, validators=[code_of_question])
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    intro_fr = models.TextField(_("introduction in French"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    # The rule of rules.py by which the whole section is asked; {} for always.
    show_if = models.JSONField(_("shown if"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    kept_xlsform = models.JSONField(default=dict, blank=True, editable=False)

    title = localized("title")
    intro = localized("intro")

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
        MULTIPLE = "multiple", _("several choices")
        YES_NO = "yes_no", _("yes, no, do not know")
        NUMBER = "number", _("whole number")
        DECIMAL = "decimal", _("number with decimals")
        RATIO = "ratio", _("percentage: a number out of another")
        DATE = "date", _("date")
        TEXT = "text", _("short text")
        LONG_TEXT = "long_text", _("long text")
        LOCATION = "location", _("location")
        FILE = "file", _("file or picture")
        NOTE = "note", _("note, nothing to answer")
        # Comes with an XLSForm and goes back with it; nobody is asked.
        CALCULATION = "calculation", _("calculation, not computed here")

    WITH_CHOICES = (Kind.CHOICE, Kind.MULTIPLE)
    NUMERIC = (Kind.NUMBER, Kind.DECIMAL)
    NOT_ANSWERED = (Kind.NOTE, Kind.CALCULATION)

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    # The section's own, so that a code is given once in a questionnaire whatever section it stands in.
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=80, validators=[code_of_question])
    # The same question over several cycles: its answers are one series.
    series = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    text_fr = models.TextField(_("question in French"), blank=True)
    text_en = models.TextField(_("question in English"), blank=True)
    hint_fr = models.TextField(_("hint in French"), blank=True)
    hint_en = models.TextField(_("hint in English"), blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    unit_fr = models.CharField(_("unit, in French"), max_length=60, blank=True)
    unit_en = models.CharField(_("unit, in English"), max_length=60, blank=True)
    # Of numbers, and of both numbers of a percentage; inclusive.
    minimum = models.DecimalField(
        _("smallest number"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    maximum = models.DecimalField(_("largest number"), max_digits=20, decimal_places=6, null=True, blank=True)
    numerator_fr = models.CharField(_("what is counted, in French"), max_length=200, blank=True)
    numerator_en = models.CharField(_("what is counted, in English"), max_length=200, blank=True)
    denominator_fr = models.CharField(_("out of what, in French"), max_length=200, blank=True)
    denominator_en = models.CharField(_("out of what, in English"), max_length=200, blank=True)
    counts_persons = models.BooleanField(_("counts persons"), default=False)
    level = models.PositiveSmallIntegerField(
        _("who may read a district's answer"), choices=choices_of_answers, default=Audience.PEERS_NAMED
    )
    # The rule of rules.py by which it is asked; {} for always. It may name earlier questions only.
    show_if = models.JSONField(_("shown if"), default=dict, blank=True)
    dhis2_element = models.CharField(
        _("DHIS2 data element"), max_length=11, blank=True, validators=[dhis2_uid]
    )
    dhis2_combo = models.CharField(
        _("DHIS2 category option combination"), max_length=11, blank=True, validators=[dhis2_uid]
    )
    # For a percentage: where its second number stands in DHIS2.
    dhis2_denominator = models.CharField(
        _("DHIS2 data element of the second number"), max_length=11, blank=True, validators=[dhis2_uid]
    )
    # Why this question does not ask for personal data although its words look like it.
    personal_data_note = models.CharField(_("no personal data, because"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    kept_xlsform = models.JSONField(default=dict, blank=True, editable=False)

    text = localized("text")
    hint = localized("hint")
    unit = localized("unit")
    numerator = localized("numerator")
    denominator = localized("denominator")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "order"], name="question_order"),
            models.UniqueConstraint(fields=["questionnaire", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True)
                | Q(maximum__isnull=True)
                | Q(maximum__gte=models.F("minimum")),
                name="largest_not_below_smallest",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_level_display(self) -> str:
        """One sentence of those that `choices_of_answers` makes; a page has one for each question."""
        return readers_of_answers(Audience(self.level))


class Choice(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=80)
    label_fr = models.CharField(_("label in French"), max_length=200, blank=True)
    label_en = models.CharField(_("label in English"), max_length=200, blank=True)
    label = localized("label")

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="choice_code_once")]

    def __str__(self) -> str:
        return self.label


class Check(models.Model):
    """What must hold between answers: deaths reviewed are not more than deaths reported. Not asked where one of the
    answers is missing."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="checks")
    # Where the message appears.
    question = models.ForeignKey(Question, models.CASCADE, related_name="checks")
    order = models.PositiveSmallIntegerField(_("order"))
    rule = models.JSONField(_("what must hold"))
    message_fr = models.CharField(_("message in French"), max_length=300, blank=True)
    message_en = models.CharField(_("message in English"), max_length=300, blank=True)
    # True: a team may keep its answers and say why.
    with_reason = models.BooleanField(_("may be kept with a reason"), default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    message = localized("message")

    class Meta:
        verbose_name = _("check between answers")
        verbose_name_plural = _("checks between answers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.question} #{self.order}"
