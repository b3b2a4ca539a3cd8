"""The outbox in the Wagtail admin: what was not sent first, a copy of each to print, another attempt."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from content.access import may

from .actions import NotPossible, mark_given, resend
from .channels import is_configured
from .kinds import UnknownKind, all_kinds, kind_of
from .models import LANGUAGES, Outbox, OutboxQuerySet
from .permissions import may_open_outbox, may_see_notice, outbox_of
from .rendering import write_mail

PER_PAGE = 30
TO_LOOK_AT = "to_look_at"


class FilterForm(forms.Form):
    """What somebody has to look at is shown unless something else is asked for."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[(TO_LOOK_AT, gettext_lazy("not sent, or to be given by hand")), ("all", gettext_lazy("all"))]
        + list(Outbox.State.choices),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", gettext_lazy("all")), *LANGUAGES]
    )

    def __init__(self, data):
        super().__init__(data)
        kinds = sorted((str(kind.label), kind.name) for kind in all_kinds())
        self.fields["kind"].choices = [("", _("all")), *((name, label) for label, name in kinds)]

    def apply(self, rows: OutboxQuerySet) -> OutboxQuerySet:
        """Unknown values are as good as none."""
        chosen = self.cleaned_data if self.is_valid() else {}
        state = chosen.get("state") or TO_LOOK_AT
        if state == TO_LOOK_AT:
            rows = rows.to_look_at()
        elif state != "all":
            rows = rows.filter(state=state)
        for name in ("kind", "language"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        return rows


@require_safe
@may(may_open_outbox)
def outbox(request: HttpRequest) -> HttpResponse:
    filters = FilterForm(request.GET)
    rows = filters.apply(outbox_of(request.user)).with_people().order_by("-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p", 1))
    query = request.GET.copy()
    query.pop("p", None)
    title = _("Notices")
    context = {
        "page_title": title, "header_title": title, "header_icon": "mail",
        "rows": [_listed(row) for row in page.object_list], "page": page, "filters": filters,
        "query": query.urlencode(), "mail_configured": is_configured(),
    }  # fmt: skip
    return render(request, "notifications/admin/outbox.html", context)


def _listed(row: Outbox) -> dict:
    return {"row": row, "label": _label_of(row), "open": row.state in Outbox.TO_LOOK_AT}


def _label_of(row: Outbox) -> str:
    """A kind that a later version no longer has is shown by its name."""
    try:
        return kind_of(row.kind).label
    except UnknownKind:
        return row.kind


def _row_of(pk: int) -> Outbox:
    return get_object_or_404(Outbox.objects.with_people().select_related("target_type"), pk=pk)


@require_safe
@never_cache
@may(may_see_notice, _row_of)
def copy_to_print(request: HttpRequest, target: Outbox) -> HttpResponse:
    """In the recipient's language. It may hold a one-time link: opening it is logged, and what has reached its
    recipient is not opened again."""
    if target.state not in Outbox.TO_LOOK_AT:
        return _too_late(request)
    if target.recipient:
        target.language = target.recipient.language
    mail = _copy_of(target)
    log(target, "notifications.print", user=request.user)
    return render(request, "notifications/admin/print.html", {"row": target, "mail": mail})


def _copy_of(row: Outbox):
    """None where there is nothing to print: what it was about is gone, or its kind is."""
    with override(row.language):
        try:
            kind, about = kind_of(row.kind), row.target()
        except UnknownKind:
            return None
        return None if row.target_type_id and about is None else write_mail(row, kind, about)


@require_POST
@may(may_see_notice, _row_of)
def given(request: HttpRequest, target: Outbox) -> HttpResponse:
    try:
        mark_given(row=target, by=request.user)
        messages.success(request, _("Noted: given by hand."))
    except NotPossible:
        return _too_late(request)
    return redirect("outbox")


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.error(
        request, _("This notice is no longer waiting: it was sent, given or dropped, or is being sent.")
    )
    return redirect("outbox")


@require_POST
@may(may_open_outbox)
def resend_several(request: HttpRequest) -> HttpResponse:
    """Only what this person may hand over and what has not been sent meanwhile."""
    asked = {int(pk) for pk in request.POST.getlist("notice")[:PER_PAGE] if pk.isdecimal() and len(pk) < 18}
    queued = 0
    for row in outbox_of(request.user).filter(pk__in=asked).order_by("pk"):
        try:
            resend(row=row, by=request.user)
            queued += 1
        except NotPossible:
            continue
    if queued:
        text = ngettext(
            "%(number)d notice will be sent again.", "%(number)d notices will be sent again.", queued
        )
        messages.success(request, text % {"number": queued})
    else:
        messages.warning(request, _("Nothing was sent again: tick what is not sent yet."))
    return redirect("outbox")
