"""A rule composed from menus: rows of a question that stands before, how its answer is looked at, and a value or
another answer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from . import rule_words, rules
from .builder_places import numbered
from .conditions import Unfit, read_condition
from .models import Question
from .rule_rows import AND, OR, Row, as_rows_say, rows_of, rule_of
from .rules import Condition
from .typed_numbers import write_number
from .value_words import labels_of

EMPTY_ROWS, MOST_ROWS = 2, 8
# Above that a menu in every row would make the page too heavy: the code is typed, with one list of proposals for all.
MOST_IN_A_MENU = 60
OPERATORS = [
    ("is", gettext_lazy("is")),
    ("is_not", gettext_lazy("is not")),
    ("has", gettext_lazy("includes")),
    ("has_not", gettext_lazy("does not include")),
    ("answered", gettext_lazy("is answered")),
    ("empty", gettext_lazy("is not answered")),
    ("lt", gettext_lazy("is below")),
    ("le", gettext_lazy("is at most")),
    ("gt", gettext_lazy("is above")),
    ("ge", gettext_lazy("is at least")),
]
JOINERS = [(AND, gettext_lazy("and")), (OR, gettext_lazy("or"))]


def sides_of(questions: Sequence[Question]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a condition can be about, by section: answers, and of a percentage each of its numbers. `questions` are all
    of the questionnaire from its first one on."""
    found: dict[str, list[tuple[str, str]]] = {}
    first, second = _("first number"), _("second number")
    for question, text in numbered(questions):
        if question.kind in Question.NOT_ANSWERED:
            continue
        options = found.setdefault(question.section.title, [])
        options.append((question.code, text))
        if question.kind == Question.Kind.RATIO:
            options.append((f"{question.code}:numerator", f"{text} · {first}"))
            options.append((f"{question.code}:denominator", f"{text} · {second}"))
    return list(found.items())


class RowForm(forms.Form):
    """One condition. `value` is a menu once the question that it is about has choices."""

    joiner = forms.ChoiceField(label=gettext_lazy("Joined by"), choices=JOINERS, required=False)
    question = forms.CharField(label=gettext_lazy("The answer to"), required=False, max_length=120)
    op = forms.ChoiceField(label=pgettext_lazy("a condition", "How"), choices=OPERATORS, required=False)
    value = forms.CharField(label=gettext_lazy("Value"), required=False, max_length=200)
    other = forms.CharField(
        label=gettext_lazy("Or the answer to another question"), required=False, max_length=120
    )

    def __init__(self, *args, sides, questions: Mapping[str, Question], list_id: str, **kwargs):
        super().__init__(*args, **kwargs)
        number = sum(len(options) for _title, options in sides)
        for name in ("question", "other"):
            widget = (
                forms.Select(choices=[("", "—"), *sides])
                if number <= MOST_IN_A_MENU
                else forms.TextInput(attrs={"list": list_id, "autocomplete": "off"})
            )
            self.fields[name].widget = widget
        asked = questions.get(str(self["question"].value() or "").partition(":")[0])
        if asked is not None and (labels := labels_of(asked, get_language() or "fr")):
            typed = str(self["value"].value() or "")
            own = [] if typed in labels or not typed else [(typed, typed)]
            self.fields["value"].widget = forms.Select(choices=[("", "—"), *labels.items(), *own])


class RuleRows:
    """`current` is the rule that the screen begins with. `data` says after is_valid() what it is to be."""

    def __init__(
        self,
        questions: Sequence[Question],
        current: Mapping,
        data: QueryDict | None = None,
        prefix: str = "if",
        required: bool = False,
    ):
        self.prefix, self.required, self.message = prefix, required, ""
        self.questions = {question.code: question for question in questions}
        self.current, self.typed = current, data
        self.sides = sides_of(questions)
        rows = rows_of(rules.read(current))
        self.is_kept = rows is None
        self.before = {_written(condition, self.questions): condition for _joiner, condition in rows or ()}
        self.forms = [self._form(place, row) for place, row in enumerate(self._given(rows or []), start=1)]

    def _given(self, rows: list[Row]) -> list[Row | None]:
        """A row for each that stands on the screen, None for an empty one."""
        if self.typed is None:
            return [*rows, *[None] * EMPTY_ROWS][: max(MOST_ROWS, len(rows))]
        typed = self.typed.get(f"{self.prefix}-rows", "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else EMPTY_ROWS
        number += EMPTY_ROWS if f"{self.prefix}-more" in self.typed else 0
        return [None] * min(number, max(MOST_ROWS, len(rows)))

    def _form(self, place: int, row: Row | None) -> RowForm:
        initial = (
            dict(zip(("question", "op", "value", "other"), _written(row[1], self.questions), strict=True))
            if row
            else {}
        )
        form = RowForm(
            self.typed,
            prefix=f"{self.prefix}-{place}",
            initial=initial | ({"joiner": row[0]} if row else {}),
            sides=self.sides,
            questions=self.questions,
            list_id=self.list_id,
        )
        if place == 1:
            del form.fields["joiner"]
        return form

    @property
    def list_id(self) -> str:
        return f"{self.prefix}-questions"

    @property
    def wants_list(self) -> bool:
        return sum(len(options) for _title, options in self.sides) > MOST_IN_A_MENU

    @cached_property
    def words(self) -> str:
        return rule_words.in_words(rules.read(self.current), self.questions)

    @property
    def may_have_more(self) -> bool:
        return len(self.forms) < MOST_ROWS

    @property
    def is_replaced(self) -> bool:
        return self.typed is not None and f"{self.prefix}-replace" in self.typed

    def is_valid(self) -> bool:
        if self.is_kept and not self.is_replaced:
            self.data = dict(self.current)
            return True
        if not self.sides and self._is_typed():
            self.message = _(
                "No question stands before any more, so there is nothing that a rule could look at."
            )
            return False
        rows = [row for form in self.forms if (row := self._row(form))]
        self.data = rules.write(rule_of(rows))
        if self.required and not rows:
            self.message = _("Say what must hold: one row at least.")
        return not self.message and not any(form.errors for form in self.forms)

    def _is_typed(self) -> bool:
        return any(form["question"].value() for form in self.forms)

    def _row(self, form: RowForm) -> Row | None:
        if not form.is_valid():
            return None
        given = tuple(form.cleaned_data[name] for name in ("question", "op", "value", "other"))
        if not (given[0] or given[2] or given[3]):
            return None
        joiner = form.cleaned_data.get("joiner") or AND
        # As it was: not judged again.
        if given in self.before:
            return joiner, self.before[given]
        try:
            return joiner, read_condition(*given, self.questions)
        except Unfit as met:
            form.add_error(met.field, str(met))
            return None

    def tell(self, theirs: Mapping) -> None:
        """That somebody else has made another rule meanwhile."""
        said = rule_words.in_words(rules.read(theirs), self.questions) or _("always")
        self.message = _("Somebody else saved meanwhile: %(text)s") % {"text": said}


def canonical(data: Mapping) -> dict:
    try:
        return as_rows_say(dict(data))
    except rules.UnfitRule:
        return dict(data)


def _written(condition: Condition, questions: Mapping[str, Question]) -> tuple[str, str, str, str]:
    """As it stands in the fields: question, how, value, other question."""
    side = f"{condition.question}:{condition.part}" if condition.part else condition.question
    other = f"{condition.other}:{condition.other_part}" if condition.other_part else condition.other
    value = "" if condition.value is None else str(condition.value)
    asked = questions.get(condition.question)
    if asked is not None and asked.kind in (*Question.NUMERIC, Question.Kind.RATIO) and _is_number(value):
        value = write_number(Decimal(value), get_language() or "fr")
    return side, condition.op, value, other


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
