"""Rules -> XPath of an XLSForm. What it cannot write as read_expression would read it stands in a sheet of its own."""

from collections.abc import Callable
from decimal import Decimal

from . import rules
from .rules import Condition, Group, Rule
from .structure import Question
from .xlsform_xpath_in import DAY, OPERATOR_OF

SIGN_OF = {op: sign for sign, op in OPERATOR_OF.items()}
# The name of a question, or of a part of a percentage, where the expression stands.
Named = Callable[[str, str], str]


class Unwritable(ValueError):
    """Not in XPath."""


class Writer:
    """`kinds` by code; `choice` is the name that a choice goes by in the form."""

    def __init__(self, kinds: dict[str, str], choice: Callable[[str, str], str]):
        self.kinds, self.choice = kinds, choice

    def expression(self, rule: dict, named: Named) -> str:
        """ "" for what XPath cannot say, and for no rule."""
        try:
            read = rules.read(rule)
            return self._written(read, named) if read else ""
        except (rules.UnfitRule, Unwritable, KeyError):
            return ""

    def _written(self, rule: Rule, named: Named) -> str:
        if isinstance(rule, Condition):
            return self._condition(rule, named)
        parts = [
            f"({self._written(each, named)})" if isinstance(each, Group) else self._written(each, named)
            for each in rule.rules
        ]
        return (" and " if rule.joiner == "all" else " or ").join(parts)

    def _condition(self, rule: Condition, named: Named) -> str:
        if rule.op in rules.ANSWERED:
            # Of a percentage, its first number stands for both.
            part = "numerator" if self.kinds[rule.question] == Question.Kind.RATIO else ""
            return f"{named(rule.question, part)} {'!=' if rule.op == 'answered' else '='} ''"
        mine = self._side(rule.question, rule.part, named)
        side = self._side(rule.other, rule.other_part, named) if rule.other else self._value(rule)
        if rule.op in rules.CHOSEN:
            chosen = f"selected({mine}, {side})"
            return chosen if rule.op == "has" else f"not({chosen})"
        return f"{mine} {SIGN_OF[rule.op]} {side}"

    def _side(self, code: str, part: str, named: Named) -> str:
        if self.kinds[code] == Question.Kind.RATIO and not part:
            return f"(100 * {named(code, 'numerator')} div {named(code, 'denominator')})"
        return named(code, part)

    def _value(self, rule: Condition) -> str:
        value = self.choice(rule.question, rule.value) if isinstance(rule.value, str) else rule.value
        if not isinstance(value, str):
            return f"{Decimal(str(value)):f}"
        if "${" in value:
            raise Unwritable
        if self.kinds[rule.question] == Question.Kind.DATE and DAY.match(value):
            return f"date('{value}')"
        return _quoted(value)


def _quoted(text: str) -> str:
    """XPath has no way to escape a quote within quotes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat({})".format(""", "'", """.join(f"'{part}'" for part in text.split("'")))
