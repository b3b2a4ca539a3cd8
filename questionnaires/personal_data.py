"""What questionnaires hold about a person: which answers they gave, chose, signed, explained or asked back about for a
district, whose answers these are; and who had a hand in the questions."""

from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section
from districts.models import User

from .models import (
    AnswerFile,
    AnswerImport,
    AnswerVersion,
    CheckReason,
    Clarification,
    CorrectionWindow,
    Export,
    Extension,
    PilotLink,
    Remembered,
    Response,
    Saving,
    Signature,
    Version,
)
from .value_words import in_words

WHEN, DISTRICT, CYCLE = _("When"), _("District"), _("Cycle")
QUESTION, REASON, TEXT, QUESTIONNAIRE = _("Question"), _("Reason"), _("Text"), _("Questionnaire")
OF_RESPONSE = ((CYCLE, "response.questionnaire.cycle.title"), (DISTRICT, "response.unit.name"))
OF_ANSWER = (
    (CYCLE, "answer.response.questionnaire.cycle.title"),
    (DISTRICT, "answer.response.unit.name"),
    (QUESTION, "answer.question.text"),
)


def of(person: User) -> list[Section]:
    return [*_of_answers(person), *_of_signatures(person), *_of_help(person), *_of_questionnaires(person)]


def _of_answers(person: User) -> list[Section]:
    """An answer as it stands is the version that counts, so it has no list of its own."""
    versions = AnswerVersion.objects.select_related(
        "answer__response__questionnaire__cycle", "answer__response__unit", "answer__question"
    ).order_by("at", "pk")
    answers = versions.filter(by=person).prefetch_related("answer__question__choices")
    savings = Saving.objects.filter(by=person).select_related(
        "response__questionnaire__cycle", "response__unit"
    )
    reasons = CheckReason.objects.filter(by=person).select_related(
        "response__questionnaire__cycle", "response__unit", "check_kept__question"
    )
    files = AnswerFile.objects.filter(by=person).select_related("unit", "question__questionnaire__cycle")
    return [
        section(
            "answers", _("Answers you gave for your district"), answers, (WHEN, "at"), *OF_ANSWER,
            (_("Answer"), lambda row: in_words(row.answer.question, row.value)), (_("Comment"), "comment"),
            (_("Reason for a correction"), "because"),
        ),
        section(
            "answers_chosen", _("Choices you made between two answers"), versions.filter(settled_by=person),
            (WHEN, "settled_at"), *OF_ANSWER,
        ),
        section(
            "savings", _("When you saved answers"), savings.order_by("at", "pk"), (WHEN, "at"), *OF_RESPONSE
        ),
        section(
            "reasons", _("Reasons you gave to keep answers"), reasons.order_by("at", "pk"), (WHEN, "at"),
            *OF_RESPONSE, (QUESTION, "check_kept.question.text"), (REASON, "because"),
        ),
        section(
            "answer_files", _("Files you gave as answers"), files.order_by("at", "pk"), (WHEN, "at"),
            (CYCLE, "question.questionnaire.cycle.title"), (DISTRICT, "unit.name"), (_("Name"), "name"),
        ),
    ]  # fmt: skip


def _of_signatures(person: User) -> list[Section]:
    signed = Response.objects.filter(signed_by=person).select_related("questionnaire__cycle", "unit")
    rows = Signature.objects.select_related("response__questionnaire__cycle", "response__unit")
    return [
        section(
            "signed", _("Answers of your district that you signed"), signed.order_by("signed_at"),
            (WHEN, "signed_at"), (CYCLE, "questionnaire.cycle.title"), (DISTRICT, "unit.name"),
        ),
        section(
            "signatures", _("Signatures you gave for a district"), rows.filter(by=person).order_by("at", "pk"),
            (WHEN, "at"), *OF_RESPONSE, (_("Number"), "number"),
        ),
        section(
            "confirmed", _("What you confirmed that was entered for your district"),
            rows.filter(confirmed_by=person).order_by("confirmed_at", "pk"), (WHEN, "confirmed_at"), *OF_RESPONSE,
        ),
    ]  # fmt: skip


def _of_help(person: User) -> list[Section]:
    asked = Clarification.objects.select_related(
        "response__questionnaire__cycle", "response__unit", "question"
    )
    extensions = Extension.objects.filter(by=person).select_related("questionnaire__cycle", "unit")
    windows = CorrectionWindow.objects.filter(by=person).select_related("questionnaire__cycle")
    of_questionnaire = (CYCLE, "questionnaire.cycle.title")
    return [
        section(
            "asked_back", _("What you asked back about an answer"), asked.filter(asked_by=person), (WHEN, "asked_at"),
            *OF_RESPONSE, (QUESTION, "question.text"), (TEXT, "text"),
        ),
        section(
            "clarified", _("What you replied when asked back"), asked.filter(replied_by=person), (WHEN, "replied_at"),
            *OF_RESPONSE, (QUESTION, "question.text"), (TEXT, "reply"),
        ),
        section(
            "clarified_settled", _("Questions about answers that you settled"), asked.filter(settled_by=person),
            (WHEN, "settled_at"), *OF_RESPONSE, (QUESTION, "question.text"),
        ),
        section(
            "extensions", _("Time you gave a district"), extensions, (WHEN, "at"), of_questionnaire,
            (DISTRICT, "unit.name"), (_("Until"), "until"), (REASON, "because"),
        ),
        section(
            "correction_windows", _("Days for corrections that you opened"), windows, (WHEN, "at"), of_questionnaire,
            (_("Until"), "closes_on"),
        ),
    ]  # fmt: skip


def _of_questionnaires(person: User) -> list[Section]:
    links = PilotLink.objects.filter(made_by=person).select_related("questionnaire").order_by("made_at")
    versions = Version.objects.filter(by=person).select_related("questionnaire").order_by("at")
    exports = Export.objects.filter(by=person).select_related("questionnaire").order_by("asked_at")
    imports = AnswerImport.objects.filter(by=person).select_related("questionnaire").order_by("asked_at")
    remembered = Remembered.objects.filter(by=person).select_related("questionnaire").order_by("at", "pk")
    return [
        section(
            "pilot_links", _("Links for trying out a questionnaire that you made"), links,
            (WHEN, "made_at"), (QUESTIONNAIRE, "questionnaire.title"), (_("Valid until"), "expires_at"),
        ),
        section(
            "versions", _("Questionnaires that you opened or reworded"), versions,
            (WHEN, "at"), (QUESTIONNAIRE, "questionnaire.title"), (_("Version"), "number"),
        ),
        section(
            "exports", _("Large files that you asked for"), exports,
            (WHEN, "asked_at"), (QUESTIONNAIRE, "questionnaire.title"), (_("What"), "get_kind_display"),
            (_("Kept until"), "kept_until"),
        ),
        section(
            "imports", _("Files of answers that you brought in"), imports,
            (WHEN, "asked_at"), (QUESTIONNAIRE, "questionnaire.title"), (_("Name"), "name"),
            (_("Taken over"), "taken_over_at"), (_("Kept until"), "kept_until"),
        ),
        section(
            "remembered", _("What you said of columns and names in such files"), remembered,
            (WHEN, "at"), (QUESTIONNAIRE, "questionnaire.title"), (_("In the file"), "said"),
            (_("It stands for"), "target"),
        ),
    ]  # fmt: skip
