"""The checklist before opening, and opening itself."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from content.access import may

from .builder_screens import name_of, questionnaire_at, screen, while_built
from .fitness import Item, advised, blocking, fitness_of
from .models import Check, Question, Questionnaire, Section
from .permissions import may_enter_builder
from .version_actions import NotFit, open_when_fit

ADDRESS_OF = {Question: "builder:question", Section: "builder:section", Check: "builder:check"}


class OpenForm(forms.Form):
    frozen = forms.BooleanField(
        label=gettext_lazy("I know that from now on only wording can be corrected"),
        error_messages={"required": gettext_lazy("Say that you know it, then open.")},
    )
    all_the_same = forms.BooleanField(
        label=gettext_lazy("Open it although something is advised above"),
        error_messages={
            "required": gettext_lazy("Follow the advice above, or say that you open it all the same.")
        },
    )

    def __init__(self, data=None, *, advice: list[Item]):
        super().__init__(data)
        if not advice:
            del self.fields["all_the_same"]


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_enter_builder, questionnaire_at)
@while_built
def opening(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    items = fitness_of(target)
    stopping, advice = blocking(items), advised(items)
    form = OpenForm(request.POST if request.method == "POST" else None, advice=advice)
    status = 200 if request.method != "POST" else 422
    if request.method == "POST" and not stopping and form.is_valid():
        try:
            open_when_fit(questionnaire=target, by=request.user)
        except NotFit as met:
            stopping, status = met.items, 409
        else:
            messages.success(request, _("The questionnaire is open. This is version 1."))
            return redirect("builder:overview", target.pk)
    return screen(
        request,
        "open",
        target,
        _("Open the questionnaire"),
        "open",
        status,
        form=form,
        stopping=[_line(item, target) for item in stopping],
        advice=[_line(item, target) for item in advice],
        fit=[_done(item.code) for item in items if item.fit],
    )


def _line(item: Item, questionnaire: Questionnaire) -> tuple[str, list[tuple[str, str]], int]:
    """The sentence, where to put it right (words and address), and how many more places there are."""
    rows = [
        (name_of(row), reverse(ADDRESS_OF[type(row)], args=[questionnaire.pk, row.pk])) for row in item.rows
    ]
    if item.code == "purpose":
        return (
            _to_do(item),
            [(_("The cycle"), reverse("cycles_admin:edit", args=[questionnaire.cycle_id]))],
            0,
        )
    return _to_do(item), rows, item.count - len(item.rows) if rows else 0


def _to_do(item: Item) -> str:
    if item.code == "missing_fr":
        said = ngettext(
            "%(number)d text is missing in French. It is shown in English, and marked.",
            "%(number)d texts are missing in French. They are shown in English, and marked.",
            item.count,
        )
        return said % {"number": item.count}
    if item.code == "missing_en":
        said = ngettext(
            "%(number)d text is missing in English. It is shown in French, and marked.",
            "%(number)d texts are missing in English. They are shown in French, and marked.",
            item.count,
        )
        return said % {"number": item.count}
    return {
        "questions": _("There is no question to answer."),
        "sections": _("Sections without a question. Fill or delete them."),
        "words": _("Questions or choices without words in either language."),
        "choices": _("Questions with fewer than two choices."),
        "rules": _("Rules or checks that look at a question which does not stand before them."),
        "personal": _(
            "Questions that look as if they asked for personal data. Change them, or say why they do not."
        ),
        "purpose": _(
            "The cycle does not say what the answers are for and what a team agrees to. Write it on the cycle's screen."
        ),
        "pilot": _("Nobody has been asked to try it out yet."),
        "remarks": _("Remarks of testers are waiting."),
    }[item.code]


def _done(code: str) -> str:
    return {
        "questions": _("There are questions."),
        "sections": _("Every section has a question."),
        "words": _("Every question has words."),
        "choices": _("Every choice is one of two or more."),
        "rules": _("Rules and checks look at questions that are there."),
        "personal": _("No question asks for personal data."),
        "purpose": _("The cycle says what the answers are for."),
        "missing_fr": _("The French is complete."),
        "missing_en": _("The English is complete."),
        "pilot": _("An address for testers was made."),
        "remarks": _("All remarks of testers are dealt with."),
    }[code]
