"""XPath of an XLSForm -> rules, as far as rules can say it. A small reader of our own: nothing is ever evaluated.

Understood are comparisons of an answer with a value or another answer, selected(), not(), and, or, brackets; names as
${name}, ../name, /data/group/name and, in a constraint, the dot. Of an expression joined by "and", the parts that are
understood become rules and the others stay words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from . import rules
from .rules import Condition, Group, Rule
from .structure import Question
from .xlsform_xpath_parts import DEEPEST, STRAIGHT, NotSaid, Token, is_closed, joined, pieces_of, tokens_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
OPERATOR_OF = {"=": "is", "!=": "is_not", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE = {"is": "is_not", "has": "has_not", "answered": "empty"}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}
REVERSED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
MOST_DIGITS = 15


@dataclass(frozen=True)
class Asked:
    """What a name in an expression stands for; `part` of a percentage."""

    code: str
    kind: str = ""
    part: str = ""
    codes: frozenset[str] = frozenset()


@dataclass
class Understood:
    """`terms` must all hold, as must `rest`, which stays in the form's words."""

    terms: list[dict] = field(default_factory=list)
    rest: str = ""
    reasons: list[str] = field(default_factory=list)


def read_expression(text: str, asked: Callable[[str], Asked]) -> Understood:
    """`asked` says what a name stands for, or raises NotSaid."""
    found, left = Understood(), []
    for piece in pieces_of(text.translate(STRAIGHT).strip()):
        try:
            rule = _Reader(tokens_of(piece), asked).whole()
            rules.read(rules.write(rule))
        except (NotSaid, rules.UnfitRule) as reason:
            left.append(piece)
            why = str(reason) if isinstance(reason, NotSaid) else ""
            found.reasons.append(
                why or ("" if is_closed(piece) else _("A bracket or quotation mark is missing."))
            )
        else:
            found.terms += terms_of(rules.write(rule))
    found.rest = joined(left)
    return found


def terms_of(rule: dict) -> list[dict]:
    """What must all hold."""
    return list(rule["all"]) if "all" in rule else [rule] if rule else []


def all_of(terms: list[dict]) -> dict:
    return {"all": terms} if len(terms) > 1 else terms[0] if terms else {}


class _Reader:
    """Reads one expression from its tokens, from left to right."""

    def __init__(self, tokens: list[Token], asked: Callable[[str], Asked]):
        self.tokens, self.asked, self.place, self.depth = tokens, asked, 0, 0

    def whole(self) -> Rule | None:
        rule = self._any()
        if self.place < len(self.tokens):
            raise NotSaid
        return rule

    def _next(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self, *texts: str) -> Token:
        token = self._next()
        if token is None or (texts and token.text not in texts):
            raise NotSaid
        self.place += 1
        return token

    def _if(self, *texts: str) -> bool:
        here = self.tokens[self.place : self.place + len(texts)]
        if [token.text for token in here] != list(texts):
            return False
        self.place += len(texts)
        return True

    def _any(self) -> Rule | None:
        return self._joined("any", "or", self._all)

    def _all(self) -> Rule | None:
        return self._joined("all", "and", self._term)

    def _joined(self, joiner: str, word: str, read: Callable) -> Rule | None:
        found = [read()]
        while self._if(word):
            found.append(read())
        if len(found) == 1:
            return found[0]
        if None in found:
            if joiner == "any":
                return None
            found = [rule for rule in found if rule is not None]
        return group(joiner, found)

    def _term(self) -> Rule | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotSaid
        rule = self._read_term()
        self.depth -= 1
        return rule

    def _read_term(self) -> Rule | None:
        if self._if("true", "(", ")"):
            return None
        if self._if("not", "("):
            rule = self._any()
            self._take(")")
            if rule is None:
                raise NotSaid
            return negated(rule)
        if self._if("selected", "("):
            asked = self._operand()
            self._take(",")
            value = self._operand()
            self._take(")")
            return _selected(asked, value)
        share = self._share()
        if share is None and self._if("("):
            rule = self._any()
            self._take(")")
            return rule
        left = share or self._operand()
        sign = self._take(*OPERATOR_OF).text
        return _compared(left, sign, self._share() or self._operand())

    def _operand(self) -> Asked | str | int | float:
        for word in ("number", "string"):
            if self._if(word, "("):
                inner = self._operand()
                self._take(")")
                return inner
        if self._if("date", "("):
            day = self._take()
            self._take(")")
            if day.kind == "text" and DAY.match(day.text[1:-1]):
                return day.text[1:-1]
            raise NotSaid
        if self._if("concat", "("):
            return self._concat()
        token = self._take()
        if token.kind in ("name", "path", "dot"):
            return self.asked(token.text)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind != "number" or len(token.text) > MOST_DIGITS:
            raise NotSaid
        return float(token.text) if "." in token.text else int(token.text)

    def _concat(self) -> str:
        """Of texts alone: how XPath writes one that has both kinds of quotes."""
        parts = []
        while True:
            token = self._take()
            if token.kind != "text":
                raise NotSaid
            parts.append(token.text[1:-1])
            if self._take(",", ")").text == ")":
                return "".join(parts)

    def _share(self) -> Asked | None:
        """(100 * ${n} div ${d}): a percentage as such, if both are parts of the same one."""
        here = self.tokens[self.place : self.place + 7]
        if len(here) < 7 or [here[n].text for n in (0, 1, 2, 4, 6)] != ["(", "100", "*", "div", ")"]:
            return None
        if {here[3].kind, here[5].kind} - {"name", "path"}:
            return None
        one, other = self.asked(here[3].text), self.asked(here[5].text)
        if (one.code, one.part, other.part) != (other.code, "numerator", "denominator"):
            raise NotSaid
        self.place += 7
        return replace(one, part="")


def group(joiner: str, found: list[Rule]) -> Rule:
    """Without groups of the same kind within."""
    flat: list[Rule] = []
    for rule in found:
        flat += rule.rules if isinstance(rule, Group) and rule.joiner == joiner else [rule]
    return flat[0] if len(flat) == 1 else Group(joiner, tuple(flat))


def negated(rule: Rule) -> Rule:
    """What holds exactly where the rule does not. A comparison fails where an answer is missing; so its opposite is
    the other comparison, or a missing answer."""
    if isinstance(rule, Group):
        return group("any" if rule.joiner == "all" else "all", [negated(each) for each in rule.rules])
    if rule.op in OPPOSITE:
        return replace(rule, op=OPPOSITE[rule.op])
    missing = [Condition(code, "empty") for code in dict.fromkeys((rule.question, rule.other)) if code]
    return Group("any", (replace(rule, op=REVERSED[rule.op]), *missing))


def _selected(asked, value) -> Condition:
    if not isinstance(asked, Asked):
        raise NotSaid
    if isinstance(value, Asked):
        return Condition(asked.code, "has", part=asked.part, other=value.code, other_part=value.part)
    return Condition(asked.code, "has", value=str(value), part=asked.part)


def _compared(left, sign: str, right) -> Condition:
    if not isinstance(left, Asked):
        left, sign, right = right, TURNED[sign], left
    if not isinstance(left, Asked):
        raise NotSaid
    op = OPERATOR_OF[sign]
    if isinstance(right, Asked):
        return Condition(left.code, op, part=left.part, other=right.code, other_part=right.part)
    if right == "":
        if op not in rules.EQUAL:
            raise NotSaid
        return Condition(left.code, "empty" if op == "is" else "answered")
    if left.kind == Question.Kind.CALCULATION:
        raise NotSaid
    # A code that looks like a number is a code.
    return Condition(left.code, op, value=str(right) if str(right) in left.codes else right, part=left.part)
