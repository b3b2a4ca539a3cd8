"""The builder's screen of trials: links to send to testers, and what these remark.

`pilot_paths` are registered with the other screens of the builder in wagtail_hooks.py.
"""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from content.access import may

from .builder_screens import questionnaire_at, screen
from .models import PilotLink, PilotRemark, Questionnaire
from .permissions import may_enter_builder
from .pilot_actions import LONGEST, SHORTEST, USUAL, make_pilot_link, settle_remark, withdraw_pilot_link
from .pilot_links import pilot_address

MOST_LINKS, ON_A_PAGE = 30, 50


class LinkForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("Days for which the address works"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=USUAL,
        help_text=gettext_lazy("1 to 30. It can be withdrawn before."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_enter_builder, questionnaire_at)
def pilot(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    form = LinkForm(request.POST if "make" in request.POST else None)
    if request.method == "POST" and _act(request, target, form):
        return redirect(request.get_full_path())
    settled = request.GET.get("show") == "settled"
    links = PilotLink.objects.filter(questionnaire=target).select_related("made_by")
    page = Paginator(_remarks(target, settled), ON_A_PAGE).get_page(request.GET.get("p"))
    return screen(
        request,
        "pilot",
        target,
        _("Trials"),
        "pilot",
        form=form,
        links=[_link(link, target) for link in links.annotate(said=Count("remarks"))[:MOST_LINKS]],
        settled=settled,
        counts=_counts(target),
        page=page,
    )


def _link(link: PilotLink, questionnaire: Questionnaire) -> dict:
    # The same row for all: each would otherwise be asked for its questionnaire.
    link.questionnaire = questionnaire
    addresses = [(name, pilot_address(link, code)) for code, name in (("fr", "Français"), ("en", "English"))]
    return {"link": link, "addresses": addresses if link.state == "open" else [], "said": link.said}


def _remarks(questionnaire: Questionnaire, settled: bool) -> QuerySet[PilotRemark]:
    """Those on one question together, in the order of the questionnaire; on the whole and on what is gone, last."""
    remarks = PilotRemark.objects.filter(link__questionnaire=questionnaire, done_at__isnull=not settled)
    return remarks.select_related("question__section").order_by(
        F("question__section__order").asc(nulls_last=True), "question__order", "-code", "at", "pk"
    )


def _counts(questionnaire: Questionnaire) -> dict[str, int]:
    waiting = Count("pk", filter=Q(done_at__isnull=True))
    settled = Count("pk", filter=Q(done_at__isnull=False))
    return PilotRemark.objects.filter(link__questionnaire=questionnaire).aggregate(
        waiting=waiting, settled=settled
    )


def _act(request: HttpRequest, questionnaire: Questionnaire, form: LinkForm) -> bool:
    """What the button asks for; False if there is something to put right."""
    if "make" in request.POST:
        return _make(request, questionnaire, form)
    if link := _chosen(PilotLink.objects.filter(questionnaire=questionnaire), request.POST.get("withdraw")):
        withdraw_pilot_link(link=link, by=request.user)
        messages.success(request, _("The address no longer works. The remarks are kept."))
    remarks = PilotRemark.objects.filter(link__questionnaire=questionnaire)
    for name, done in (("settle", True), ("reopen", False)):
        if remark := _chosen(remarks.select_related("link__questionnaire"), request.POST.get(name)):
            settle_remark(remark=remark, by=request.user, done=done)
            messages.success(request, _("Saved."))
    return True


def _make(request: HttpRequest, questionnaire: Questionnaire, form: LinkForm) -> bool:
    if questionnaire.opened_at:
        messages.error(request, _("The questionnaire is open: there is nothing left to try."))
        return True
    if not form.is_valid():
        return False
    days = form.cleaned_data["days"]
    make_pilot_link(questionnaire=questionnaire, days=days, by=request.user)
    messages.success(
        request,
        ngettext(
            "The address works for %(days)d day. Send it to your testers; it stands below.",
            "The address works for %(days)d days. Send it to your testers; it stands below.",
            days,
        )
        % {"days": days},
    )
    return True


def _chosen(rows: QuerySet, given: str | None):
    """The row whose number a button sent; None for anything else."""
    known = given is not None and given.isascii() and given.isdigit() and len(given) < 19
    return rows.filter(pk=int(given)).first() if known else None


pilot_paths = [path("<int:pk>/pilot/", pilot, name="pilot")]
