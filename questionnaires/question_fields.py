"""One question as native controls, for the template includes/question.html: its names and texts, what is typed, what
is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from .models import Question
from .translated import Words, words_of
from .typed_dates import read_date
from .typed_numbers import Unreadable
from .value_words import missing_words, yes_no_words
from .values import AS_CHOICE, LONGEST, PARTS, YES_NO, Typed

Kind = Question.Kind
GROUPS = (Kind.CHOICE, Kind.MULTIPLE, Kind.YES_NO, *PARTS)


@dataclass(frozen=True)
class Option:
    """A radio button or a box to tick."""

    id: str
    value: str
    label: Words
    checked: bool


@dataclass(frozen=True)
class Entry:
    """A field to write into. `part` "" is the only one of its question."""

    id: str
    name: str
    label: Words
    text: str
    message: str = ""


def name_of(code: str, part: str = "") -> str:
    """Of the control, and its id. No code has a colon, so no two are alike."""
    return f"a:{code}:{part}" if part else f"a:{code}"


@dataclass
class QuestionField:
    """`number` as on paper, 0 for a note. `typed` is shown again as it was typed. `messages` by part (values.py);
    `why` says which answers brought the question up; `extra` is the caller's, for the template `below`."""

    question: Question
    number: int
    language: str
    typed: Typed = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    value: Mapping | None = None
    extra: object = None

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def name(self) -> str:
        return name_of(self.code)

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def is_note(self) -> bool:
        return self.kind == Kind.NOTE

    @property
    def level(self) -> int:
        return self.question.level

    @cached_property
    def reads(self) -> str:
        return self.question.get_level_display()

    @cached_property
    def text(self) -> Words:
        found = words_of(self.question, "text", self.language)
        return found or Words(self.code)

    @cached_property
    def hint(self) -> Words:
        return words_of(self.question, "hint", self.language)

    @cached_property
    def unit(self) -> Words:
        return words_of(self.question, "unit", self.language)

    @property
    def whole_message(self) -> str:
        return self.messages.get("", "")

    @property
    def has_problem(self) -> bool:
        return any(self.messages.values())

    @property
    def described_by(self) -> str:
        """The ids of what is read out with the control, or with the group of controls."""
        parts = {
            "hint": self.hint,
            "why": self.why,
            "unit": self.unit and not self.is_group,
            "error": self.whole_message,
        }
        return " ".join(f"{self.name}:{name}" for name, there in parts.items() if there)

    @cached_property
    def options(self) -> list[Option]:
        chosen = set(self.typed.get("", ()))
        return [
            Option(f"{self.name}:{place}", code, label, code in chosen)
            for place, (code, label) in enumerate(self._choices())
        ]

    def _choices(self) -> list[tuple[str, Words]]:
        if self.kind == Kind.YES_NO:
            return [(code, Words(yes_no_words()[code])) for code in YES_NO]
        if self.kind not in Question.WITH_CHOICES:
            return []
        choices = self.question.choices.all()
        return [(c.code, words_of(c, "label", self.language) or Words(c.code)) for c in choices]

    @cached_property
    def entries(self) -> list[Entry]:
        """What is written into; of a percentage and a place, both numbers."""
        parts = PARTS.get(self.kind)
        labels = {part: self._label_of(part) for part in parts} if parts else {"": self.text}
        return [
            Entry(
                name_of(self.code, part),
                name_of(self.code, part),
                label,
                self._text_of(part),
                self.messages.get(part, ""),
            )
            for part, label in labels.items()
        ]

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    def _text_of(self, part: str) -> str:
        return next(iter(self.typed.get(part, ())), "")

    def _label_of(self, part: str) -> Words:
        own = words_of(self.question, part, self.language) if self.kind == Kind.RATIO else None
        usual = {
            "numerator": _("Number counted"),
            "denominator": _("Out of"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
        }
        return own or Words(usual[part])

    @property
    def input_mode(self) -> str:
        """Of the keyboard that a telephone shows. Numbers that may be below zero need the sign, which some numeric
        keyboards lack."""
        least = self.question.minimum
        if self.kind == Kind.RATIO or (self.kind == Kind.NUMBER and least is not None and least >= 0):
            return "numeric"
        return "decimal" if self.kind == Kind.DECIMAL and least is not None and least >= 0 else "text"

    @property
    def date_type(self) -> str:
        """A date field shows nothing of what is no date: that is shown in a field for text."""
        text = self._text_of("")
        try:
            return "date" if not text or read_date(text).isoformat() == text else "text"
        except Unreadable:
            return "text"

    @property
    def longest(self) -> int:
        return LONGEST.get(self.kind, 0)

    @property
    def file_name(self) -> str:
        return (self.value or {}).get("name", "")

    @cached_property
    def missing(self) -> list[Option]:
        """Ways to say that there is no answer. Of one choice they belong to its buttons."""
        if self.kind in Question.NOT_ANSWERED:
            return []
        among = self.kind in (Kind.CHOICE, Kind.YES_NO)
        chosen, words = self._text_of("" if among else "missing"), missing_words()
        known = {option.value for option in self.options}
        found = [("", _("Leave it unanswered") if among else _("Answered above, or not yet"))]
        for sign, code in AS_CHOICE.items():
            if not (among and code in known):
                found.append((sign if among else code, words[code]))
        return [
            Option(f"{self.name}:missing:{place}", value, Words(label), bool(value) and value == chosen)
            for place, (value, label) in enumerate(found)
        ]

    @property
    def missing_name(self) -> str:
        return self.name if self.kind in (Kind.CHOICE, Kind.YES_NO) else name_of(self.code, "missing")

    @property
    def missing_message(self) -> str:
        return self.messages.get("missing", "")

    @property
    def missing_is_open(self) -> bool:
        return bool(self.missing_message) or any(option.checked for option in self.missing)

    @property
    def first_id(self) -> str:
        """Where a link in the list of problems leads: the first control that has one."""
        if self.missing_message:
            return self.missing[0].id
        if set(self.messages) == {"comment"}:
            return f"c:{self.code}"
        if self.options:
            return self.options[0].id
        wrong = [entry.id for entry in self.entries if entry.message]
        return wrong[0] if wrong else self.entry.id

    @property
    def message(self) -> str:
        """The first thing that is wrong."""
        return next((text for text in self.messages.values() if text), "")
