"""The decision owner's own page: accept or decline, and say what they want to know."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import may

from .owner_actions import NotTheOwner, answer_as_owner
from .permissions import is_owner
from .records import LearningCycle

YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    accepts = forms.ChoiceField(
        label=gettext_lazy("Do you take this on?"),
        choices=[(YES, gettext_lazy("Yes, I accept")), (NO, gettext_lazy("No, not this time"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What you want to know, or why not"),
        help_text=gettext_lazy("In your own words and your own language."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict:
        found = super().clean()
        if found.get("accepts") == YES and not found.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what you want to know: the teams work on it for months."))
        return found


def _cycle(code: str) -> LearningCycle:
    return get_object_or_404(LearningCycle, code=code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(is_owner, _cycle)
def decision_owner(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=_answered(target))
    if form.is_valid():
        accepts = form.cleaned_data["accepts"] == YES
        try:
            answer_as_owner(cycle=target, accepts=accepts, words=form.cleaned_data["words"], by=request.user)
        except NotTheOwner:
            # Somebody else was chosen meanwhile.
            raise PermissionDenied from None
        messages.success(request, _("Thank you. The facilitators see your answer."))
        return redirect("decision_owner", code=target.code)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "cycles/decision_owner.html",
        {"cycle": target, "form": form, "title": _("You as decision owner")},
        status=status,
    )


def _answered(cycle: LearningCycle) -> dict:
    if cycle.owner_accepts is None:
        return {}
    return {"accepts": YES if cycle.owner_accepts else NO, "words": cycle.owner_words}
