"""What one page of a section brings, saved: answers, then which of several versions counts, then reasons to keep
answers. Each is a write of its own, so that what is wrong with one loses none of the others."""

from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from districts.models import User

from ..section_form import SectionForm
from ..typed_numbers import number_in_words
from ..values import clean_text
from .beside import COUNTS, REASON, WAS
from .entering import note_if_said
from .filling import Filling
from .permissions import answers_on_behalf
from .saving import Saved, UnknownVersion, save_answers, settle_rivals
from .section_answers import device_of, given_in, key_of, number_of
from .signing import LONGEST_REASON, keep_with_reason


@dataclass
class Taken:
    """`problems` by the name of their field; `settled` are the codes of those that were chosen between."""

    saved: Saved
    settled: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def take(request: HttpRequest, filling: Filling, form: SectionForm) -> Taken:
    """Raises NotOpenNow, ReasonMissing: then nothing is saved."""
    data = request.POST
    saved = save_answers(
        filling=filling,
        given=given_in(form, filling, data),
        by=request.user,
        key=key_of(data),
        language=get_language() or "fr",
        device=device_of(request),
        on_behalf=answers_on_behalf(request.user, filling),
        because=clean_text(data.get("because", "")),
    )
    note_if_said(filling, data, request.user)
    taken = Taken(saved)
    _settle(filling, form, data, request.user, taken)
    _keep(filling, data, request.user, taken)
    return taken


def _settle(filling: Filling, form: SectionForm, data: QueryDict, by: User, taken: Taken) -> None:
    for code in sorted(form.presented):
        number = number_of(data.get(COUNTS + code, ""))
        if not number:
            continue
        try:
            settle_rivals(filling=filling, code=code, number=number, by=by)
        except UnknownVersion:
            taken.problems[COUNTS + code] = _(
                "Somebody else chose meanwhile. What counts now stands in the field; the others are in the history."
            )
        else:
            taken.settled.append(code)


def _keep(filling: Filling, data: QueryDict, by: User, taken: Taken) -> None:
    """A reason that was left as the page had it is no change, whatever others have written meanwhile."""
    for name in data:
        check = number_of(name.removeprefix(REASON)) if name.startswith(REASON) else 0
        because = clean_text(data[name]).strip()
        if not check or because == data.get(f"{WAS}{check}", "").strip():
            continue
        if len(because) > LONGEST_REASON:
            longest = number_in_words(LONGEST_REASON, get_language() or "fr")
            taken.problems[name] = _("There is room for %(longest)s characters. Shorten the reason.") % {
                "longest": longest
            }
            continue
        try:
            keep_with_reason(
                filling=filling, check=check, because=because, language=get_language() or "fr", by=by
            )
        except ValueError:
            # With these answers the check holds, so there is nothing to explain any more.
            continue
