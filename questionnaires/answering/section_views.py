"""One section: filled in, saved as a page or answer by answer, and on to the next one that has a question."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import may, wants_json
from districts.keeping_posts import done

from ..models import Section
from ..section_form import SectionForm
from .beside import COUNTS, failing_here, set_beside
from .filling import Filling, filling_of
from .frame import address_of, frame_of
from .looks import notes_look
from .on_device import asked_mark, kept_on_device, section_on_device
from .permissions import may_read_response
from .saving import LONGEST_BECAUSE, NotOpenNow, ReasonMissing
from .section_answers import section_form
from .section_saving import Taken, take
from .times import State
from .uploads import files_in
from .wording import closed_words, not_open_words, progress_words, saved_words


def section_at(key: uuid.UUID, unit: str, section: int) -> tuple[Filling, int]:
    filling = filling_of(key, unit)
    if not 1 <= section <= len(filling.sections):
        raise Http404
    return filling, section


def may_open_section(user, target: tuple[Filling, int]) -> bool:
    return may_read_response(user, target[0])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@kept_on_device
@may(may_open_section, section_at)
@notes_look
def section(request: HttpRequest, target: tuple[Filling, int]) -> HttpResponse:
    """Read by the team and its helpers at any time; saved while it may be answered. With `Accept: application/json` a
    save is answered in JSON."""
    filling, place = target
    if request.method == "POST":
        return _Sent(request, filling, place).answered()
    return _page(request, filling, place, section_form(filling, filling.sections[place - 1]))


class _Sent:
    """One page that came back. What can be saved is saved, whatever is wrong with the rest; what cannot be saved any
    more is shown again as it was typed."""

    def __init__(self, request: HttpRequest, filling: Filling, place: int):
        self.request, self.filling, self.place = request, filling, place
        self.because = request.POST.get("because", "")
        self.form = self._form(filling.sections[place - 1])

    def _form(self, section: Section) -> SectionForm:
        files, not_taken = files_in(self.request, self.filling, section)
        form = section_form(self.filling, section, self.request.POST, files)
        for code, why in not_taken.items():
            form.messages[code] = {"": why}
        return form

    def answered(self) -> HttpResponse:
        if self.filling.state == State.CORRECTING and len(self.because.strip()) > LONGEST_BECAUSE:
            return self._refused(_("There is room for 300 characters. Shorten the reason."), 400)
        try:
            taken = take(self.request, self.filling, self.form)
        except NotOpenNow:
            script = wants_json(self.request)
            return self._refused(not_open_words(self.filling) if script else closed_words(self.filling), 409)
        except ReasonMissing:
            return self._refused(
                _(
                    "Say why you correct this: the step has closed. Nothing was saved yet; what you typed is below."
                ),
                400,
            )
        if wants_json(self.request):
            return JsonResponse(self._as_json(taken))
        return self._onwards(taken)

    def _refused(self, why: str, status: int) -> HttpResponse:
        if wants_json(self.request):
            return JsonResponse({"state": self.filling.state.value, "refused": why}, status=status)
        return _page(self.request, self.filling, self.place, self.form, refused=why, status=status)

    def _as_json(self, taken: Taken) -> dict:
        """`numbers` are what the page sends next time as b:<code>; `said` and `progress` are ready words; `opened` are
        questions of this section that the answers have brought up, `checks` what does not hold between them. `asked` is
        another one once other questions are asked."""
        saved, form = taken.saved, self.form
        return {
            "saved": list(saved.saved),
            "rivals": list(saved.rivals),
            "numbers": saved.numbers,
            "messages": {code: parts for code, parts in form.messages.items() if any(parts.values())},
            "checks": [
                {"code": each.code, "message": each.message, "check": each.check.pk}
                for each in failing_here(form, self.filling)
            ],
            "said": saved_words(self.filling),
            "progress": progress_words(self.filling),
            "opened": [question.code for question in form.opened],
            "asked": asked_mark(self.filling),
        }

    def _onwards(self, taken: Taken) -> HttpResponse:
        go = self.request.POST.get("go", "next")
        self._show_what_counts(taken)
        failing = failing_here(self.form, self.filling)
        wrong = bool(
            self.form.problems or self.form.opened or failing or taken.saved.rivals or taken.problems
        )
        if go in ("next", "here") and wrong:
            # Saved all the same: a form that met a dead session is kept for this no more.
            return done(_page(self.request, self.filling, self.place, self.form, taken=taken))
        messages.success(self.request, saved_words(self.filling))
        if go == "later":
            return redirect(address_of(self.filling, "answer"))
        if go == "here":
            return redirect(address_of(self.filling, "answer_section", self.place))
        step = -1 if go == "back" else 1
        return redirect(next_address(self.filling, self.place + step, step))

    def _show_what_counts(self, taken: Taken) -> None:
        """Where somebody else answered differently meanwhile, the field has their answer; one's own stands beside it.
        Where one was chosen, the field has that one."""
        for code in {*taken.saved.rivals, *taken.settled}:
            self.form.typed.pop(code, None)
            self.form.values.pop(code, None)
            if code in self.filling.values:
                self.form.values[code] = self.filling.values[code]


def next_address(filling: Filling, place: int, direction: int = 1) -> str:
    """Of the next section in that direction that has a question for these answers; before the first and after the last
    one stands the page that leads through all."""
    while 1 <= place <= len(filling.sections):
        if any(question.code in filling.asked for question in filling.sections[place - 1].asked):
            return address_of(filling, "answer_section", place)
        place += direction
    return address_of(filling, "answer_review" if direction > 0 else "answer")


def _page(
    request: HttpRequest,
    filling: Filling,
    place: int,
    form: SectionForm,
    taken: Taken | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    failing, here = failing_here(form, filling), {question.code for question in form.shown}
    for each in failing:
        form.add_message(each.code, each.message)
    data = request.POST if request.method == "POST" else None
    problems = taken.problems if taken else {}
    title = _("Section %(number)d of %(last)d: %(title)s") % {
        "number": place,
        "last": len(filling.sections),
        "title": form.section.title,
    }
    context = frame_of(
        request,
        filling,
        title=title,
        form=form,
        fields=set_beside(form, filling, data, problems),
        place=place,
        following=_following(filling, place),
        apart=[each for each in failing if each.code not in here],
        taken=taken,
        chosen_already=[text for name, text in problems.items() if name.startswith(COUNTS)],
        refused=refused,
        because=request.POST.get("because", "") if refused else "",
        said=saved_words(filling) if taken else "",
        key=uuid.uuid4(),
        device=section_on_device(filling, place),
    )
    return render(request, "questionnaires/answering/section.html", context, status=status)


def _following(filling: Filling, place: int) -> int:
    """The place of the next section that is asked as things stand, 0 after the last."""
    for number, section in enumerate(filling.sections[place:], start=place + 1):
        if any(question.code in filling.asked for question in section.asked):
            return number
    return 0
