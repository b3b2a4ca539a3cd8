"""The value of an answer: read from what was typed, written back into the field, and said in words.

What is typed comes by part, each a list of texts as forms send it: "" for the only field of a kind, "numerator" and
"denominator", "latitude" and "longitude", and "missing" beside any of them. Answer.value by kind:

    choice, yes_no     {"choice": code}                        yes_no: yes, no, dont_know
    multiple           {"choices": [codes in the order of the question]}
    number, decimal    {"number": 12}   {"number": 12.5}
    ratio              {"numerator": 3, "denominator": 9}      whole, none below zero, the first not above the second
    date               {"date": "2026-03-12"}
    text, long_text    {"text": "…"}
    location           {"latitude": 9.641185, "longitude": -13.578401}
    file               {"file": key, "name": "…", "size": 12}   not typed: it comes as an upload
    note, calculation  nothing
    any                {"missing": "dont_know"} or {"missing": "not_applicable"}: an answer too
"""

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Question
from .typed_dates import read_date
from .typed_numbers import Unreadable, as_json, number_in_words, read_number, write_number
from .typed_places import both_of, read_degrees

Typed = Mapping[str, Sequence[str]]
Kind = Question.Kind

YES_NO = ("yes", "no", "dont_know")
MISSING = ("dont_know", "not_applicable")
# Of one choice "we do not know" is one more choice to take; the sign keeps it apart from the question's codes.
AS_CHOICE = {f":{code}": code for code in MISSING}
LONGEST = {Kind.TEXT: 300, Kind.LONG_TEXT: 5000}
PARTS = {Kind.RATIO: ("numerator", "denominator"), Kind.LOCATION: ("latitude", "longitude")}


class NotRead(ValueError):
    """`messages`: by part, in the reader's language, what has to be put right. "" stands for the whole question."""

    def __init__(self, messages: dict[str, str]):
        super().__init__("; ".join(messages.values()))
        self.messages = messages


def clean_text(text: str) -> str:
    """Without what no keyboard types and databases refuse: NUL, other control signs, halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def parts_of(question: Question) -> tuple[str, ...]:
    """The parts that its form has."""
    if question.kind in Question.NOT_ANSWERED:
        return ()
    if question.kind == Kind.FILE:
        return ("missing",)
    own = PARTS.get(question.kind, ("",))
    return own if question.kind in (Kind.CHOICE, Kind.YES_NO) else (*own, "missing")


def read_value(
    question: Question, typed: Typed, language: str | None = None, file: Mapping | None = None
) -> dict | None:
    """None where nothing was typed, and for kinds that are not answered. `file` is the one that a question for a file
    holds. Raises NotRead."""
    if question.kind in Question.NOT_ANSWERED:
        return None
    texts = {part: [clean_text(text).strip() for text in typed.get(part, ())] for part in parts_of(question)}
    if question.kind == Kind.FILE:
        value = dict(file) if file else None
    else:
        value = READERS[question.kind](question, texts, language or get_language() or "fr")
    missing = _first(texts, "missing")
    if missing not in MISSING:
        return value
    if value is not None:
        raise NotRead({"missing": _("There is an answer above: empty it, or take this back.")})
    return {"missing": missing}


def _first(texts: Typed, part: str) -> str:
    return next(iter(texts.get(part, ())), "")


def _read_choice(question: Question, texts: Typed, language: str) -> dict | None:
    chosen = _first(texts, "")
    if not chosen:
        return None
    if chosen in codes_of(question):
        return {"choice": chosen}
    if chosen in AS_CHOICE:
        return {"missing": AS_CHOICE[chosen]}
    raise NotRead({"": _("This choice is not there any more. Choose again.")})


def codes_of(question: Question) -> list[str]:
    """Of the choices, in their order."""
    return (
        list(YES_NO) if question.kind == Kind.YES_NO else [choice.code for choice in question.choices.all()]
    )


def _read_multiple(question: Question, texts: Typed, language: str) -> dict | None:
    chosen = set(texts.get("", ())) - {""}
    codes = codes_of(question)
    if chosen - set(codes):
        raise NotRead({"": _("One of the choices is not there any more. Choose again.")})
    return {"choices": [code for code in codes if code in chosen]} if chosen else None


def _read_number(question: Question, texts: Typed, language: str) -> dict | None:
    text = _first(texts, "")
    if not text:
        return None
    try:
        number = _number(question, text, language, whole=question.kind == Kind.NUMBER)
    except Unreadable as error:
        raise NotRead({"": str(error)}) from None
    return {"number": as_json(number)}


def _number(question: Question, text: str, language: str, whole: bool) -> Decimal:
    """Within the question's limits. Raises Unreadable."""
    if "%" in question.unit_fr + question.unit_en:
        text = text.removesuffix("%").rstrip()
    number = read_number(text, language, whole)
    said = {"number": number_in_words(number, language)}
    if question.minimum is not None and number < question.minimum:
        least = number_in_words(question.minimum, language)
        raise Unreadable(_("%(number)s is too small: at least %(least)s.") % (said | {"least": least}))
    if question.maximum is not None and number > question.maximum:
        most = number_in_words(question.maximum, language)
        raise Unreadable(_("%(number)s is too large: at most %(most)s.") % (said | {"most": most}))
    return number


def _read_ratio(question: Question, texts: Typed, language: str) -> dict | None:
    given = {part: _first(texts, part) for part in PARTS[Kind.RATIO]}
    if not any(given.values()):
        return None
    numbers, messages = {}, {}
    for part, text in given.items():
        try:
            numbers[part] = _counted(question, text, language)
        except Unreadable as error:
            messages[part] = str(error)
    if messages:
        raise NotRead(messages)
    if numbers["numerator"] > numbers["denominator"]:
        said = {part: number_in_words(number, language) for part, number in numbers.items()}
        raise NotRead(
            {"numerator": _("%(numerator)s is more than %(denominator)s, out of which it is counted.") % said}
        )
    return numbers


def _counted(question: Question, text: str, language: str) -> int:
    if not text:
        raise Unreadable(_("Write this number too: a percentage needs both."))
    number = _number(question, text, language, whole=True)
    if number < 0:
        raise Unreadable(_("What is counted cannot be below zero."))
    return int(number)


def _read_date(question: Question, texts: Typed, language: str) -> dict | None:
    text = _first(texts, "")
    try:
        return {"date": read_date(text).isoformat()} if text else None
    except Unreadable as error:
        raise NotRead({"": str(error)}) from None


def _read_text(question: Question, texts: Typed, language: str) -> dict | None:
    text, longest = _first(texts, ""), LONGEST[question.kind]
    if len(text) > longest:
        raise NotRead(
            {
                "": _("This is %(length)s characters long; there is room for %(longest)s. Shorten it.")
                % {
                    "length": number_in_words(len(text), language),
                    "longest": number_in_words(longest, language),
                }
            }
        )
    return {"text": text} if text else None


def _read_location(question: Question, texts: Typed, language: str) -> dict | None:
    given = {part: _first(texts, part) for part in PARTS[Kind.LOCATION]}
    if given["latitude"] and not given["longitude"] and (both := both_of(given["latitude"])):
        given = dict(zip(given, both, strict=True))
    if not any(given.values()):
        return None
    degrees, messages = {}, {}
    for part, text in given.items():
        try:
            degrees[part] = _degrees(text, part)
        except Unreadable as error:
            messages[part] = str(error)
    if messages:
        raise NotRead(messages)
    return degrees


def _degrees(text: str, part: str) -> float:
    if not text:
        raise Unreadable(_("Write this number too: a place needs both."))
    return read_degrees(text, part)


READERS = {
    Kind.CHOICE: _read_choice,
    Kind.YES_NO: _read_choice,
    Kind.MULTIPLE: _read_multiple,
    Kind.NUMBER: _read_number,
    Kind.DECIMAL: _read_number,
    Kind.RATIO: _read_ratio,
    Kind.DATE: _read_date,
    Kind.TEXT: _read_text,
    Kind.LONG_TEXT: _read_text,
    Kind.LOCATION: _read_location,
}


def typed_of(question: Question, value: Mapping | None, language: str | None = None) -> dict[str, list[str]]:
    """What somebody would have typed: read_value makes the same value of it."""
    if not value or question.kind in Question.NOT_ANSWERED:
        return {}
    if "missing" in value:
        code = value["missing"]
        return {"": [f":{code}"]} if "missing" not in parts_of(question) else {"missing": [code]}
    if "choices" in value:
        return {"": list(value["choices"])}
    if question.kind == Kind.FILE:
        return {}
    language = language or get_language() or "fr"
    parts = value if question.kind in PARTS else {"": next(iter(value.values()))}
    return {part: [_typed(each, language)] for part, each in parts.items()}


def _typed(value: str | int | float, language: str) -> str:
    return value if isinstance(value, str) else write_number(value, language)
