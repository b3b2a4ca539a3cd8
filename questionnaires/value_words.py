"""An answer as a person reads it."""

import datetime
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from content.texts import in_language

from .models import Question
from .typed_numbers import NARROW, number_in_words

Kind = Question.Kind


def yes_no_words() -> dict[str, str]:
    return {"yes": _("Yes"), "no": _("No"), "dont_know": _("We do not know")}


def missing_words() -> dict[str, str]:
    return {"dont_know": _("We do not know"), "not_applicable": _("Does not apply to us")}


def in_words(question: Question, value: Mapping | None, language: str | None = None) -> str:
    """ "no answer" for None, too."""
    language = language or get_language() or "fr"
    with override(language):
        if not value:
            return _("no answer")
        if "missing" in value:
            return missing_words().get(value["missing"], value["missing"])
        return WORDS[question.kind](question, value, language)


def labels_of(question: Question, language: str) -> dict[str, str]:
    """Of the choices, by code and in order."""
    if question.kind == Kind.YES_NO:
        return yes_no_words()
    return {
        choice.code: in_language(choice, "label", language) or choice.code
        for choice in question.choices.all()
    }


def _choices(question: Question, value: Mapping, language: str) -> str:
    """A code that is no choice any more is said as it is."""
    labels = labels_of(question, language)
    chosen = value["choices"] if "choices" in value else [value["choice"]]
    return ", ".join(labels.get(code, code) for code in chosen)


def _number(question: Question, value: Mapping, language: str) -> str:
    return " ".join(
        filter(None, (number_in_words(value["number"], language), in_language(question, "unit", language)))
    )


def _ratio(question: Question, value: Mapping, language: str) -> str:
    part, base = value["numerator"], value["denominator"]
    said = {"part": number_in_words(part, language), "base": number_in_words(base, language)}
    if not base:
        return _("%(part)s of %(base)s") % said
    return _("%(part)s of %(base)s (%(percent)s)") % (said | {"percent": percent(part, base, language)})


def percent(part: int, base: int, language: str) -> str:
    share = (Decimal(100 * part) / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number_in_words(share, language) + (f"{NARROW}%" if language == "fr" else "%")


def _date(question: Question, value: Mapping, language: str) -> str:
    return date_format(datetime.date.fromisoformat(value["date"]), "DATE_FORMAT")


def _place(question: Question, value: Mapping, language: str) -> str:
    """Degrees with a point in both languages, as every map takes them."""
    return "{latitude:.6f}, {longitude:.6f}".format(**value)


WORDS = {
    Kind.CHOICE: _choices,
    Kind.YES_NO: _choices,
    Kind.MULTIPLE: _choices,
    Kind.NUMBER: _number,
    Kind.DECIMAL: _number,
    Kind.RATIO: _ratio,
    Kind.DATE: _date,
    Kind.TEXT: lambda question, value, language: value["text"],
    Kind.LONG_TEXT: lambda question, value, language: value["text"],
    Kind.LOCATION: _place,
    Kind.FILE: lambda question, value, language: value["name"],
}
