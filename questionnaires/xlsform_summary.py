"""A form that was read, in figures: what there would be, and which of its rows want a look."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import get_language

from .structure import Question
from .xlsform_headings import LANGUAGE_NAMES
from .xlsform_lines import KEPT, LOOK, LOST, Imported, Line

# More would make a page that no telephone loads; the file tells the rest.
MOST_SHOWN = 300
Kind = Question.Kind


@dataclass
class Summary:
    sections: int = 0
    questions: int = 0
    kinds: list[tuple[str, int]] = field(default_factory=list)
    rules: int = 0
    checks: int = 0
    languages: list[str] = field(default_factory=list)
    # Texts that everybody must be able to read, by language.
    missing: dict[str, int] = field(default_factory=dict)
    # In the reader's language: titles, with the code and text of each question.
    outline: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    lost: list[Line] = field(default_factory=list)
    look: list[Line] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    more: int = 0


def summary_of(imported: Imported) -> Summary:
    sections = imported.content["sections"]
    questions = [question for section in sections for question in section["questions"]]
    counted = Counter(question["kind"] for question in questions)
    lines = {
        weight: [line for line in imported.kept if line.weight == weight] for weight in (LOST, LOOK, KEPT)
    }
    return Summary(
        sections=len(sections),
        questions=sum(question["kind"] not in Question.NOT_ANSWERED for question in questions),
        kinds=[(str(Kind(kind).label), counted[kind]) for kind in Kind.values if counted[kind]],
        rules=sum(bool(row.get("show_if")) for row in (*sections, *questions)),
        checks=len(imported.content["checks"]),
        languages=[LANGUAGE_NAMES.get(language, language) for language in imported.languages],
        missing={language: _missing(sections, language) for language in LANGUAGE_NAMES},
        outline=[
            (_said(section, "title"), [(each["code"], _said(each, "text")) for each in section["questions"]])
            for section in sections
        ],
        more=sum(max(0, len(each) - MOST_SHOWN) for each in lines.values()),
        **{weight: each[:MOST_SHOWN] for weight, each in lines.items()},
    )


def _said(row: dict, name: str) -> str:
    language = get_language() or "fr"
    other = "en" if language == "fr" else "fr"
    return row.get(f"{name}_{language}") or row.get(f"{name}_{other}") or ""


def _missing(sections: list[dict], language: str) -> int:
    asked = [question for section in sections for question in section["questions"]]
    texts = [section.get(f"title_{language}") for section in sections]
    texts += [question.get(f"text_{language}") for question in asked if question["kind"] != Kind.CALCULATION]
    texts += [choice.get(f"label_{language}") for question in asked for choice in question.get("choices", ())]
    return sum(not text for text in texts)
