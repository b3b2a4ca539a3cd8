"""The fields of one question, only those that belong to its kind."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .codes import proposed_code
from .models import Question, Questionnaire
from .sensitive_words import LOOKED_AT
from .typed_numbers import Unreadable, read_number, write_number

Kind = Question.Kind
WORDS = ("text_fr", "text_en", "hint_fr", "hint_en")
ANSWERED = ("required", "level", "dhis2_element", "dhis2_combo")
LIMITS = ("minimum", "maximum")
UNIT = ("unit_fr", "unit_en")
PARTS = ("numerator_fr", "numerator_en", "denominator_fr", "denominator_en")
OF_KIND = {
    Kind.NUMBER: (*UNIT, *LIMITS, "counts_persons"),
    Kind.DECIMAL: (*UNIT, *LIMITS),
    Kind.RATIO: (*PARTS, *LIMITS, "counts_persons", "dhis2_denominator"),
}
# All that a question's screen edits, whatever its kind.
FIELDS = ("kind", *WORDS, *UNIT, *PARTS, *LIMITS, "counts_persons", *ANSWERED, "dhis2_denominator",
          "personal_data_note", "code")  # fmt: skip
LONGEST = 5000


def fields_of(kind: str) -> tuple[str, ...]:
    """In the order of FIELDS."""
    own = {"kind", "code", *WORDS, *OF_KIND.get(kind, ())}
    if kind not in Question.NOT_ANSWERED:
        own |= set(ANSWERED)
    if kind in LOOKED_AT:
        own.add("personal_data_note")
    return tuple(name for name in FIELDS if name in own)


def emptied_for(kind: str) -> dict:
    """What a question of that kind does not have, empty."""
    return {name: Question._meta.get_field(name).get_default() for name in set(FIELDS) - set(fields_of(kind))}


LIMITS_CROSSED = gettext_lazy("The largest number is below the smallest.")


def limits_fit(values: Mapping) -> bool:
    least, most = values.get("minimum"), values.get("maximum")
    return least is None or most is None or least <= most


class NumberField(forms.CharField):
    """With a comma or a point, as people write."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=40, **kwargs)

    def prepare_value(self, value):
        return write_number(value, get_language() or "fr") if isinstance(value, Decimal) else value

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text, get_language() or "fr")
        except Unreadable as met:
            raise forms.ValidationError(str(met)) from None


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuestionForm(forms.ModelForm):
    """Of a question of that kind. `instance` is a copy: what is found is compared before it is saved."""

    minimum = NumberField(label=gettext_lazy("Smallest number"))
    maximum = NumberField(label=gettext_lazy("Largest number"))

    class Meta:
        model = Question
        fields = FIELDS
        widgets = {name: _text(3 if name.startswith("text") else 2) for name in WORDS}
        help_texts = {
            "text_fr": gettext_lazy("One question, in words that everybody understands alike."),
            "hint_fr": gettext_lazy("Where to look it up, what counts and what does not."),
            "code": gettext_lazy(
                "Leave it empty: one is made from the text. Results, spreadsheets and exports name the question by "
                "it; it stays from opening on."
            ),
            "level": gettext_lazy("Shown beside the question to whoever answers. It cannot become wider later."),
            "counts_persons": gettext_lazy("Counts of fewer than five persons are not shown to other districts."),
            "dhis2_element": gettext_lazy("Only if the answer is to go to DHIS2: eleven letters and digits."),
            "personal_data_note": gettext_lazy(
                "Only if you are warned although the question asks for nobody's data. Say why it does not."
            ),
        }  # fmt: skip

    def __init__(self, data=None, *, questionnaire: Questionnaire, kind: str, **kwargs):
        super().__init__(data, **kwargs)
        self.questionnaire, self.of_kind = questionnaire, kind
        wanted = fields_of(kind)
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        self.order_fields(wanted)
        self._offer_kinds()
        self.fields["code"].required = False
        for name in WORDS:
            self.fields[name].max_length = LONGEST
            self.fields[name].validators.append(forms.CharField(max_length=LONGEST).validators[0])

    def _offer_kinds(self) -> None:
        """A calculation only comes with a spreadsheet."""
        self.fields["kind"].choices = [
            (value, label)
            for value, label in Kind.choices
            if value != Kind.CALCULATION or self.of_kind == Kind.CALCULATION
        ]

    def clean_code(self) -> str:
        """An empty code of a question that has one is left as it is."""
        if code := self.cleaned_data["code"]:
            return code
        if self.initial.get("code"):
            return self.initial["code"]
        taken = set(self.questionnaire.questions.values_list("code", flat=True))
        texts = (self.cleaned_data.get("text_fr", ""), self.cleaned_data.get("text_en", ""))
        return proposed_code(texts, taken, "q")

    def clean(self) -> dict:
        """Not Django's own, which would ask the database for what is told here in words."""
        found = self.cleaned_data
        if not limits_fit(found):
            self.add_error("maximum", LIMITS_CROSSED)
        said = found.get("text_fr") or found.get("text_en") or self.of_kind == Kind.CALCULATION
        if not said and not {"text_fr", "text_en"} & set(self.errors):
            self.add_error("text_fr", _("Write the question in French or in English."))
        return found

    def blocks(self) -> list[tuple[str, list[list[forms.BoundField]]]]:
        """Headings with rows of fields; both languages of a text side by side."""
        asked = [*WORDS, *UNIT, *PARTS, *LIMITS]
        return [
            (_("In both languages"), self._rows(asked)),
            (_("How it is answered and read"), self._rows(["required", "counts_persons", "level"])),
        ]

    @property
    def kind_field(self) -> forms.BoundField:
        return self["kind"]

    def settings(self) -> list[list[forms.BoundField]]:
        return self._rows(["dhis2_element", "dhis2_combo", "dhis2_denominator"])

    def _rows(self, names: list[str]) -> list[list[forms.BoundField]]:
        return side_by_side(self, names)


def side_by_side(form: forms.Form, names) -> list[list[forms.BoundField]]:
    """French and English in one row, and two limits; everything else alone."""
    rows: list[list[forms.BoundField]] = []
    for name in names:
        if name not in form.fields:
            continue
        second = name.endswith("_en") or name == "maximum"
        if second and rows:
            rows[-1].append(form[name])
        else:
            rows.append([form[name]])
    return rows
