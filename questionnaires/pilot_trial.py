"""What a tester has typed so far. It travels in the pages themselves: nothing of it is stored, so it comes back from
outside each time and is believed no further than a form is."""

import json
from collections.abc import Iterable, Mapping

from .models import Question
from .pilot_actions import LONGEST_NAME
from .section_form import SectionForm
from .values import NotRead, clean_text, parts_of, read_value, typed_of

MOST_TEXTS = 200


class Trial:
    """`typed` by question and part, as in values.py, in the language of the page it was typed into; `name` of the
    tester, if they gave one."""

    def __init__(self, questions: Iterable[Question], language: str, kept: str = "", name: str = ""):
        self.questions, self.language = list(questions), language
        self.name = " ".join(clean_text(name).split())[:LONGEST_NAME]
        self.typed = self._read(kept)

    def _read(self, kept: str) -> dict[str, dict[str, list[str]]]:
        """Questions that are gone meanwhile are left out, and so is whatever has not the shape of an answer."""
        try:
            found = json.loads(kept or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {
            question.code: _typed(found[question.code], parts_of(question))
            for question in self.questions
            if isinstance(found.get(question.code), dict)
        }

    @property
    def kept(self) -> str:
        """For the hidden field."""
        return json.dumps(self.typed, ensure_ascii=False, separators=(",", ":"))

    @property
    def values(self) -> dict[str, dict]:
        """The answers; what cannot be read is none."""
        found = ((question.code, self._value_of(question)) for question in self.questions)
        return {code: value for code, value in found if value is not None}

    def _value_of(self, question: Question) -> dict | None:
        try:
            return read_value(question, self.typed.get(question.code, {}), self.language)
        except NotRead:
            return None

    def take(self, form: SectionForm) -> None:
        """What a section brought, whether it could be read or not."""
        for code in form.presented & set(form.typed):
            typed = _typed(form.typed[code], tuple(form.typed[code]))
            self.typed.pop(code, None)
            if typed:
                self.typed[code] = typed

    def go_on_in(self, language: str) -> bool:
        """The same answers as somebody would type them there: "1,234" is not the same number in both languages.
        True if that is another language than before."""
        if language == self.language:
            return False
        for question in self.questions:
            if value := self._value_of(question):
                self.typed[question.code] = typed_of(question, value, language)
        self.language = language
        return True


def _typed(parts: Mapping, known: tuple[str, ...]) -> dict[str, list[str]]:
    """The texts by part, without empty ones."""
    found = {}
    for part in known:
        texts = parts.get(part)
        if isinstance(texts, list):
            kept = [clean_text(text) for text in texts[:MOST_TEXTS] if isinstance(text, str) and text]
            found |= {part: kept} if kept else {}
    return found
