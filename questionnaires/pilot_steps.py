"""The steps of a trial: from what came back with a section to what is shown next."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.texts import in_language

from . import asking, rule_words, rules
from .checking import Failed, failed_checks
from .models import PilotLink, Section
from .pilot_remarks import WHOLE, Remarks, keep_remarks
from .pilot_trial import Trial
from .question_fields import QuestionField
from .section_form import SectionForm

FORTH, BACK = 1, -1


@dataclass
class Step:
    """What is shown: a section's form, or the end where there is none. `number` is the section's place. `stays`: there
    is something to put right, and the tester may go on all the same. `apart` are checks whose question stands in
    another section."""

    sections: list[Section]
    number: int
    trial: Trial
    form: SectionForm | None = None
    skipped: list[str] = field(default_factory=list)
    apart: list[Failed] = field(default_factory=list)
    stays: bool = False
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def template(self) -> str:
        return "questionnaires/pilot_section.html" if self.form else "questionnaires/pilot_end.html"

    @property
    def fields(self) -> list[QuestionField]:
        """The form's, each with what its tester remarked and could not be kept."""
        fields = self.form.fields
        for each in fields:
            each.extra = self._remark_on(each.code)
        return fields

    @property
    def whole(self) -> dict:
        return self._remark_on(WHOLE)

    def _remark_on(self, code: str) -> dict:
        texts, refusals = self.remarks.texts, self.remarks.refusals
        return {"text": texts.get(code, ""), "refusal": refusals.get(code, "")}


def first_step(request: HttpRequest, link: PilotLink, sections: list[Section], number: int) -> Step:
    """Somebody comes by the address: nothing is answered yet."""
    return _onwards(sections, number, Trial(asking.questions_of(sections), get_language()), FORTH)


def take_step(request: HttpRequest, link: PilotLink, sections: list[Section], number: int) -> Step:
    """What the button says, in `go`: "next", "back", "anyway" (although something is to be put right), "here" (the
    same section in the other language), "start"."""
    go = request.POST.get("go", "next")
    trial, form = _received(request, sections, number)
    remarks = keep_remarks(request, link, [question.code for question in trial.questions], trial.name)
    changed = trial.go_on_in(get_language())
    stays = bool(remarks.refusals) or go == "here"
    if form is None:
        step = _from_no_section(sections, number, trial, go, stays)
    elif changed or go == "here":
        step = Step(sections, number, trial, _form(sections, number, trial))
    else:
        step = _from_section(link, sections, number, trial, form, go, stays)
    step.remarks = remarks
    return step


def _received(request: HttpRequest, sections: list[Section], number: int) -> tuple[Trial, SectionForm | None]:
    """All that was answered so far, and the section that came with it: none from the first page, nor from the one
    after the last section (`at` is "end")."""
    sent = request.POST
    written_in = sent["typed_in"] if sent.get("typed_in") in ("fr", "en") else get_language()
    questions = asking.questions_of(sections)
    trial = Trial(questions, written_in, sent.get("kept", ""), sent.get("name", ""))
    if not sections or sent.get("go") == "start" or sent.get("at") == "end":
        return trial, None
    form = SectionForm(sections[number - 1], questions, trial.values, sent, written_in, trial.typed)
    trial.take(form)
    return trial, form


def _from_no_section(sections: list[Section], number: int, trial: Trial, go: str, stays: bool) -> Step:
    """From the first page or the last one."""
    if go == "start":
        return _onwards(sections, number, trial, FORTH)
    if go == "back" and not stays:
        return _onwards(sections, len(sections), trial, BACK)
    return Step(sections, len(sections), trial)


def _from_section(
    link: PilotLink,
    sections: list[Section],
    number: int,
    trial: Trial,
    form: SectionForm,
    go: str,
    stays: bool,
) -> Step:
    if go == "back" and not stays:
        return _onwards(sections, number - 1, trial, BACK)
    apart = _check(link, form)
    wrong = bool(form.problems or apart)
    if stays or form.opened or (wrong and go != "anyway"):
        return Step(sections, number, trial, form, apart=apart, stays=wrong)
    return _onwards(sections, number + 1, trial, FORTH)


def _check(link: PilotLink, form: SectionForm) -> list[Failed]:
    """Tell the form which checks between answers do not hold. Returned are those that have to do with this section but
    whose question is not in it."""
    known = {question.code: question for question in form.questions}
    checks = link.questionnaire.checks.select_related("question")
    failed = failed_checks(checks, asking.standing(form.questions, form.values), known)
    here = {question.code for question in form.shown}
    for each in failed:
        if each.code in here:
            form.add_message(each.code, each.message)
    return [
        each
        for each in failed
        if each.code not in here and here & rules.questions_of(rules.read(each.check.rule))
    ]


def _onwards(sections: list[Section], number: int, trial: Trial, direction: int) -> Step:
    """The next section that has a question for these answers; those that have none are named."""
    skipped, values = [], trial.values
    while 1 <= number <= len(sections):
        form = _form(sections, number, trial, values)
        if form.shown:
            return Step(sections, number, trial, form, skipped)
        if sections[number - 1].asked:
            skipped.append(_left_out(sections, number))
        number += direction
    if direction == BACK and sections:
        return _onwards(sections, 1, trial, FORTH)
    return Step(sections, len(sections), trial, skipped=skipped)


def _form(sections: list[Section], number: int, trial: Trial, values: dict | None = None) -> SectionForm:
    values = trial.values if values is None else values
    return SectionForm(sections[number - 1], trial.questions, values, typed=trial.typed)


def _left_out(sections: list[Section], number: int) -> str:
    section, language = sections[number - 1], get_language()
    said = {"section": in_language(section, "title", language)}
    rule = rule_words.in_words(rules.read(section.show_if), asking.questions_of(sections), language)
    if rule:
        return _("“%(section)s” is left out: it is asked only if %(rule)s.") % (said | {"rule": rule})
    return _("“%(section)s” is left out: none of its questions is asked after your answers.") % said
