"""What people write into tables for an answer: choices by code or by words, yes and no, what they do not know."""

import re

from districts.unit_names import folded

from ..models import Question
from ..value_words import labels_of, missing_words
from ..values import MISSING, YES_NO, codes_of

Kind = Question.Kind
YES = {"yes", "y", "oui", "o", "vrai", "true", "1", "x"}
NO = {"no", "n", "non", "faux", "false", "0"}
DONT_KNOW = {
    "dontknow", "donotknow", "idontknow", "wedontknow", "wedonotknow", "doesnotknow", "dk", "dunno",
    "nsp", "nesaitpas", "nesaispas", "onnesaitpas", "nousnesavonspas", "jenesaispas",
}  # fmt: skip
NOT_APPLICABLE = {
    "na", "notapplicable", "doesnotapply", "doesnotapplytous", "nonapplicable", "nesappliquepas",
    "neconcernepas", "so", "sansobjet", "sansobjetpournous",
}  # fmt: skip
# Between several choices in one cell; codes also stand side by side.
BETWEEN = re.compile(r"\s*[;,|\n]\s*|\s+/\s+")
BOTH = re.compile(
    r"\s*(\d[\d\s.,'’]*?)\s*(?:/|\bsur\b|\bof\b|\bout of\b|:)\s*(\d[\d\s.,'’]*?)\s*(?:\(.*\))?\s*",
    re.IGNORECASE,
)
PLACE = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)[ ,;]+(-?\d{1,3}(?:\.\d+)?)(?:[ ,;]+-?\d+(?:\.\d+)?){0,2}\s*")


class Choices:
    """The choices of one question by what can stand for them."""

    def __init__(self, question: Question):
        self.codes = codes_of(question)
        self._exact = {code: code for code in self.codes}
        self._words: dict[str, set[str]] = {}
        for code in self.codes:
            self._learn(code, code)
        for language in ("fr", "en"):
            for code, label in labels_of(question, language).items():
                self._learn(label, code)
        if {"yes", "no"} <= set(self.codes):
            self._learn_unless_known(YES, "yes")
            self._learn_unless_known(NO, "no")
        if question.kind == Kind.YES_NO:
            self._learn_unless_known(DONT_KNOW, YES_NO[2])

    def _learn(self, text: str, code: str) -> None:
        # Words in a script of their own, or signs, are themselves.
        self._words.setdefault(folded(text) or text.strip(), set()).add(code)

    def _learn_unless_known(self, names: set[str], code: str) -> None:
        for name in names - self._words.keys():
            self._words[name] = {code}

    def find(self, text: str) -> list[str]:
        """Empty where nothing is meant, several where the words stand for more than one."""
        if text in self._exact:
            return [text]
        return sorted(self._words.get(folded(text) or text.strip(), ()))

    def find_several(self, text: str) -> tuple[list[str], list[str]]:
        """(codes, what stands for none or for several). One label may hold any of the signs between."""
        if len(found := self.find(text)) == 1:
            return found, []
        pieces = [piece for piece in BETWEEN.split(text) if piece]
        if len(pieces) == 1 and len(text.split()) > 1:
            pieces = text.split()
        met = {piece: self.find(piece) for piece in pieces}
        wrong = [piece for piece, codes in met.items() if len(codes) != 1]
        return [codes[0] for codes in met.values() if len(codes) == 1], wrong


def missing_of(text: str) -> str:
    """Which of values.MISSING a text says, "" for none."""
    name = folded(text)
    if text in MISSING:
        return text
    if name in DONT_KNOW:
        return "dont_know"
    if name in NOT_APPLICABLE:
        return "not_applicable"
    return next((code for code, words in missing_words().items() if folded(words) == name and name), "")


def is_yes(text: str) -> bool | None:
    """None for a text that is neither."""
    name = folded(text)
    return True if name in YES else False if name in NO else None
