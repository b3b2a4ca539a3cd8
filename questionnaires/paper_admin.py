"""The builder's screen of the form on paper, for drafts too."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may

from .builder_screens import questionnaire_at, screen
from .missing_texts import LANGUAGES, missing_in_all
from .models import Questionnaire
from .paper_form import source_of
from .paper_printing import NotPrinted, Paper, kept_paper_of
from .paper_views import paper_response
from .permissions import may_enter_builder

NAMES = {"fr": "Français", "en": "English"}


@dataclass(frozen=True)
class InLanguage:
    """`paper` None: it is set when somebody opens it."""

    language: str
    name: str
    paper: Paper | None
    missing: int

    @property
    def size(self) -> int:
        return len(self.paper.pdf) if self.paper else 0


@require_safe
@never_cache
@may(may_enter_builder, questionnaire_at)
def paper(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    source = source_of(target)
    missing = missing_in_all(target, source.sections, source.checks)
    forms = [
        InLanguage(language, NAMES[language], kept_paper_of(source, language), missing[language])
        for language in LANGUAGES
    ]
    title = _("Form on paper (PDF)")
    return screen(
        request, "paper", target, title, "paper", forms=forms, empty=not any(s.asked for s in source.sections)
    )


def _in_language(pk: int, language: str) -> Questionnaire:
    if language not in LANGUAGES:
        raise Http404
    questionnaire = questionnaire_at(pk)
    questionnaire.wanted = language
    return questionnaire


@require_safe
@may(may_enter_builder, _in_language)
def paper_file(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    try:
        return paper_response(request, target, target.wanted)
    except NotPrinted:
        messages.error(request, _("The form could not be made. Try again in a few minutes."))
        return redirect("builder:paper", target.pk)


paper_paths = [
    path("<int:pk>/paper/", paper, name="paper"),
    path("<int:pk>/paper/<str:language>.pdf", paper_file, name="paper_file"),
]
