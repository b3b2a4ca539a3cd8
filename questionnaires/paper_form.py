"""The blank form as plain data for paper/blank.typ: every word that is printed, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from . import minutes, rule_words, rules
from .asking import numbers_of, questions_of, whole
from .models import Check, Question, Questionnaire, Section
from .paper_question import QuestionPrinter, as_named_on_paper
from .paper_text import printed_of


@dataclass(frozen=True)
class Source:
    """A questionnaire as it stands in the database, read once for both languages. `sections` as asking.whole."""

    questionnaire: Questionnaire
    sections: list[Section]
    checks: list[Check]


def source_of(questionnaire: Questionnaire) -> Source:
    """Four queries, whatever its length."""
    return Source(questionnaire, whole(questionnaire), list(questionnaire.checks.select_related("question")))


def form_of(source: Source, language: str) -> dict:
    """No query, but for the cycle if the questionnaire came without."""
    with override(language):
        return _form(source, language)


def _form(source: Source, language: str) -> dict:
    questionnaire, sections = source.questionnaire, source.sections
    questions = questions_of(sections)
    numbers = numbers_of(questions)
    named = as_named_on_paper(questions, numbers)
    printer = QuestionPrinter(language, numbers, named, _by_question(source.checks))
    title = printed_of(questionnaire, "title", language)
    return {
        "language": language,
        "title": title,
        "kicker": printed_of(questionnaire.cycle, "title", language),
        "size": _size(sections, len(numbers)),
        "draft": questionnaire.opened_at is None,
        "status": printer.plain(_status(questionnaire)),
        "blanks": [
            printer.plain(label)
            for label in (_("District"), _("Filled in by (name and function)"), _("Date"), _("Telephone"))
        ],
        "about": list(_about(questionnaire, questions, printer)),
        "sections": [_section(section, number, printer) for number, section in enumerate(sections, start=1)],
        "end": _end(printer),
    } | _frame(" ".join(title["lines"]), questionnaire, printer)


def _by_question(checks: Iterable[Check]) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in checks:
        found.setdefault(check.question.code, []).append(check)
    return found


def _size(sections: list[Section], number: int) -> str:
    asked = ngettext("%(number)d question", "%(number)d questions", number) % {"number": number}
    needed = minutes.minutes_of(sections)
    return f"{asked}, {minutes.about(needed)}" if needed else asked


def _status(questionnaire: Questionnaire) -> str:
    if questionnaire.opened_at is None:
        return _(
            "Draft: the questionnaire is not open and may still change. No answers are collected on this form."
        )
    day = date_format(localtime(questionnaire.opened_at), "DATE_FORMAT")
    return _("Version %(number)d. The questionnaire was opened on %(day)s.") % {
        "number": questionnaire.version,
        "day": day,
    }


def _frame(title: str, questionnaire: Questionnaire, printer: QuestionPrinter) -> dict:
    """What stands on every page, so that single sheets find back to each other."""
    version = (
        _("version %(number)d") % {"number": questionnaire.version} if questionnaire.opened_at else _("draft")
    )
    return {
        "document_title": f"{title} ({printer.plain(questionnaire.cycle.title)})",
        "foot": f"{title} · {version}",
        "district": printer.plain(_("District:")),
        "page_frame": _("Page %(number)s of %(all)s"),
    }


def _about(questionnaire: Questionnaire, questions: list[Question], printer: QuestionPrinter):
    language = printer.language
    texts = (
        printed_of(questionnaire.cycle, "purpose", language),
        printed_of(questionnaire, "intro", language),
    )
    if given := [text for text in texts if text["lines"]]:
        yield {"heading": _("What it is for"), "texts": given, "points": []}
    who = [printer.plain(line) for line in _readers(questions, printer.numbers)]
    yield {"heading": _("Who can read what"), "texts": [], "points": who}
    yield {"heading": _("How to fill it in"), "texts": [], "points": [printer.plain(each) for each in _how()]}


def _readers(questions: Iterable[Question], numbers: dict[str, int]) -> list[str]:
    """A line for each circle of readers, the narrowest first, with the questions that it reads."""
    by_level: dict[int, list[Question]] = {}
    for question in questions:
        if question.code in numbers:
            by_level.setdefault(question.level, []).append(question)
    return [
        ngettext("Question %(which)s: %(who)s.", "Questions %(which)s: %(who)s.", len(asked))
        % {"which": ranges(numbers[question.code] for question in asked), "who": asked[0].get_level_display()}
        for _level, asked in sorted(by_level.items())
    ]


def ranges(numbers: Iterable[int]) -> str:
    """ "1–3, 7" of 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _how() -> list[str]:
    return [
        _("Write no names of patients anywhere, nor anything by which one of them could be recognised."),
        _("A circle ○: tick one answer. A box ☐: tick all that apply."),
        _("Not knowing is an answer too: tick “We do not know” rather than guess or leave a gap."),
        _(
            "“Only if…” says on which answers a question depends. Where yours are others, go on to the next question."
        ),
        _(
            "The paper is the team’s draft: the district’s answers count once they are entered and signed in the "
            "portal."
        ),
    ]


def _section(section: Section, number: int, printer: QuestionPrinter) -> dict:
    asked_if = rule_words.asked_if(rules.read(section.show_if), printer.named, printer.language)
    return {
        "number": f"{number}. ",
        "title": printed_of(section, "title", printer.language),
        "rule": printer.plain(asked_if),
        "intro": printed_of(section, "intro", printer.language),
        "questions": [
            printer.printed(question)
            for question in section.asked
            if question.kind != Question.Kind.CALCULATION
        ],
    }


def _end(printer: QuestionPrinter) -> dict:
    labels = (
        _("Signed for the district by (name and function)"),
        _("Date"),
        _("Signature"),
        _("Bring or send this form to"),
        _("Questions? Telephone of the facilitators"),
        _("Entered in the portal by, on"),
    )
    return {
        "heading": _("Before you hand it in"),
        "text": printer.plain(
            _("Has every question an answer, or “We do not know”? Does the whole team agree?")
        ),
        "blanks": [printer.plain(label) for label in labels],
    }
