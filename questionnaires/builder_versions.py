"""How a questionnaire was worded, when and why: its versions, and what differs between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.access import may

from .builder_screens import once_open, questionnaire_at, screen
from .missing_texts import text_fields
from .models import Check, Choice, Correction, Question, Questionnaire, Section
from .permissions import may_enter_builder


@dataclass(frozen=True)
class Difference:
    """`where` says whose text it is, `field` which."""

    where: str
    field: str
    before: str
    after: str


@require_safe
@may(may_enter_builder, questionnaire_at)
@once_open
def versions(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    found = target.versions.select_related("by").defer("content").order_by("-number")
    found = found.prefetch_related("corrections__question")
    rows = [(each, [(one, _whose(one), _which(one)) for one in each.corrections.all()]) for each in found]
    return screen(request, "versions", target, _("Versions"), "versions", versions=rows)


def _whose(correction: Correction) -> str:
    if correction.question:
        return correction.question.text or correction.question.code
    kind, _dot, rest = correction.field.partition(".")
    if kind == "sections":
        return _("Section %(number)d") % {"number": int(rest.partition(".")[0])}
    return _("Titles and introduction")


def _which(correction: Correction) -> str:
    """Its text, as forms call it; of a choice with its code."""
    path, _dot, name = correction.field.rpartition(".")
    kind, _dot, rest = path.partition(".")
    model = {"choices": Choice, "sections": Section, "checks": Check}.get(kind)
    model = model or (Question if correction.question else Questionnaire)
    said = str(model._meta.get_field(name).verbose_name)
    return f"{said} ({rest})" if model is Choice else said


def _version_at(pk: int, number: int) -> Questionnaire:
    questionnaire = questionnaire_at(pk)
    questionnaire.wanted = number
    return questionnaire


@require_safe
@may(may_enter_builder, _version_at)
@once_open
def version(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """What a version changed of the one before it."""
    number = target.wanted
    pair = {each.number: each for each in target.versions.filter(number__in=(number - 1, number))}
    if number not in pair or number - 1 not in pair:
        raise Http404
    title = _("From version %(before)d to version %(after)d") % {"before": number - 1, "after": number}
    return screen(
        request,
        "version",
        target,
        title,
        version=pair[number],
        corrections=pair[number].corrections.values_list("because", flat=True).distinct().order_by("because"),
        differences=list(differences(pair[number - 1].content, pair[number].content)),
    )


def differences(before: dict, after: dict) -> Iterator[Difference]:
    """Between two versions' contents (snapshots.py), in the order of the questionnaire. After opening only texts can
    differ, so both have the same shape."""
    yield from _texts(Questionnaire, _("Titles and introduction"), before, after)
    for place, (old, new) in enumerate(_pairs("sections", before, after), start=1):
        yield from _texts(Section, _("Section %(number)d") % {"number": place}, old, new)
        for first, second in _pairs("questions", old, new):
            name = _("Question %(code)s") % {"code": second["code"]}
            yield from _texts(Question, name, first, second)
            for one, other in _pairs("choices", first, second):
                yield from _texts(Choice, f"{name}, {other['code']}", one, other)
    for old, new in _pairs("checks", before, after):
        yield from _texts(Check, _("Check at %(code)s") % {"code": new["question"]}, old, new)


def _pairs(name: str, before: dict, after: dict) -> Iterator[tuple[dict, dict]]:
    return zip(before.get(name, ()), after.get(name, ()), strict=False)


def _texts(model, where: str, before: dict, after: dict) -> Iterator[Difference]:
    for name in text_fields(model):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Difference(where, str(model._meta.get_field(name).verbose_name), old, new)
