"""Where in a questionnaire: at the beginning of a section, or behind a question; among sections behind one."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .asking import numbers_of, questions_of
from .models import Question, Section

LONGEST_TEXT = 70
# Somebody has deleted what it names.
GONE = {"invalid_choice": gettext_lazy("This place is not there any more. Choose another.")}


class PlaceForm(forms.Form):
    """`where` is s and the number of a section, or q and the number of the question before. `section` and `after` once
    it is valid."""

    where = forms.ChoiceField(label=pgettext_lazy("in a list", "Place"), error_messages=GONE)

    def __init__(self, data=None, *, sections: Sequence[Section], but: Question | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.sections = sections
        texts = {question.pk: text for question, text in numbered(questions_of(sections))}
        self.fields["where"].choices = [
            (section.title, [(f"s{section.pk}", _("At the beginning")), *_behind(section, but, texts)])
            for section in sections
        ]

    def clean_where(self) -> str:
        """The menu is of now: what it offers is there."""
        where = self.cleaned_data["where"]
        rows = {f"s{section.pk}": (section, None) for section in self.sections}
        rows |= {f"q{q.pk}": (section, q) for section in self.sections for q in section.asked}
        self.section, self.after = rows[where]
        return where


def numbered(questions: Sequence[Question]) -> list[tuple[Question, str]]:
    """What menus call them: "3. How many beds?". `questions` are all from the first one on; notes have no number."""
    numbers = numbers_of(questions)
    named = [
        (question, Truncator(question.text or question.code).chars(LONGEST_TEXT)) for question in questions
    ]
    return [(q, f"{numbers[q.code]}. {text}" if q.code in numbers else text) for q, text in named]


def _behind(section: Section, but: Question | None, texts: Mapping[int, str]) -> list[tuple[str, str]]:
    return [
        (f"q{q.pk}", _("After “%(title)s”") % {"title": texts[q.pk]})
        for q in section.asked
        if but is None or q.pk != but.pk
    ]


def end_of(sections: Sequence[Section], wanted: str) -> str:
    """The end of the section with that number, or of the last one."""
    if not sections:
        return ""
    section = next((each for each in sections if str(each.pk) == wanted), sections[-1])
    return f"q{section.asked[-1].pk}" if section.asked else f"s{section.pk}"


def before(sections: Sequence[Section], where: str, but: Question | None = None) -> list[Question]:
    """The questions that stand before that place, which rules may name."""
    found: list[Question] = []
    for section in sections:
        if where == f"s{section.pk}":
            return found
        for question in section.asked:
            if but is None or question.pk != but.pk:
                found.append(question)
            if where == f"q{question.pk}":
                return found
    return found


class SectionPlaceForm(forms.Form):
    where = forms.ChoiceField(label=pgettext_lazy("in a list", "Place"), error_messages=GONE)

    def __init__(self, data=None, *, sections: Sequence[Section], but: Section | None = None, **kwargs):
        super().__init__(data, **kwargs)
        others = [section for section in sections if but is None or section.pk != but.pk]
        self.rows = {str(section.pk): section for section in others}
        self.fields["where"].choices = [
            ("0", _("At the beginning")),
            *((key, _("After “%(title)s”") % {"title": row.title}) for key, row in self.rows.items()),
        ]

    @property
    def after(self) -> Section | None:
        return self.rows.get(self.cleaned_data["where"])
