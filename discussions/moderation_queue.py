"""The queue in the Wagtail admin: what waits, one decision at a time or several approvals at once.

Own small views rather than a ModelViewSet: its edit form would save() the message and corrupt the thread.
"""

from collections import defaultdict

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import registry

from content.access import may

from .models import Post
from .moderation import RULES, Decision, DecisionImpossible, moderate, possible_decisions
from .permissions import may_decide, may_open_queue, moderated_by
from .reading import signature_of
from .targets import find_many, thread_address

PER_PAGE = 30


class FilterForm(forms.Form):
    """What waits is shown unless something else is asked for."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[(Post.Status.HELD.value, Post.Status.HELD.label), ("all", gettext_lazy("all"))]
        + [choice for choice in Post.Status.choices if choice[0] != Post.Status.HELD],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("all")), ("fr", "Français"), ("en", "English")],
    )

    def apply(self, posts):
        """Unknown values are as good as none."""
        chosen = self.cleaned_data if self.is_valid() else {}
        status = chosen.get("status") or Post.Status.HELD
        if status != "all":
            posts = posts.filter(status=status)
        return posts.filter(language=chosen["language"]) if chosen.get("language") else posts


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The author reads it; other readers do not. Needed to withhold or remove: say what to change."
        ),
    )

    def __init__(self, post: Post, data=None):
        super().__init__(data)
        possible = possible_decisions(post)
        self.fields["decision"].choices = [(decision.value, decision.label) for decision in possible]

    def clean(self) -> dict:
        decision = self.cleaned_data.get("decision")
        if decision and RULES[decision].needs_reason and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Give a reason: the author is shown it and can write again."))
        return self.cleaned_data


@require_safe
@may(may_open_queue)
def queue(request: HttpRequest) -> HttpResponse:
    filters = FilterForm(request.GET)
    posts = filters.apply(moderated_by(request.user)).order_by("-submit_date", "-pk")
    listed = posts.select_related("user", "unit", "conversation__target_type", "conversation__cycle")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("p", 1))
    query = request.GET.copy()
    query.pop("p", None)
    context = _frame(_("Moderation")) | {
        "rows": _rows(page),
        "page": page,
        "filters": filters,
        "query": query.urlencode(),
    }
    return render(request, "discussions/admin/queue.html", context)


def _frame(title: str) -> dict:
    return {"page_title": title, "header_title": title, "header_icon": "comment"}


def _rows(page: Page) -> list[dict]:
    """Messages with what they are about: one query per kind of target on the page."""
    posts = list(page.object_list)
    subjects = _subjects(posts)
    return [
        {
            "post": post,
            "place": signature_of(post),
            "subject": subjects.get(post.conversation_id),
            "may_approve": post.status in RULES[Decision.APPROVE].before,
        }
        for post in posts
    ]


def _subjects(posts: list[Post]) -> dict[int, dict]:
    """Title and address by thread; what is no longer published has none."""
    language, by_type = get_language() or "fr", defaultdict(dict)
    for post in posts:
        by_type[post.conversation.target_type][post.conversation.target_key] = post.conversation_id
    subjects = {}
    for target_type, threads in by_type.items():
        for key, target in find_many(target_type.model_class(), threads, language).items():
            subjects[threads[key]] = {
                "title": target.thread_title(language),
                "address": thread_address(target),
            }
    return subjects


def _post_of(pk: int) -> Post:
    posts = Post.objects.select_related(
        "user", "unit", "decided_by", "reply_to", "conversation__target_type", "conversation__cycle"
    )
    return get_object_or_404(posts, id=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_decide, _post_of)
def decide(request: HttpRequest, target: Post) -> HttpResponse:
    form = DecisionForm(target, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _decided(request, target, form.cleaned_data["decision"], form.cleaned_data["reason"])
    context = _frame(_("Message %(number)d") % {"number": target.pk}) | {
        "post": target,
        "place": signature_of(target),
        "subject": _subjects([target]).get(target.conversation_id),
        "form": form,
        "entries": registry.get_logs_for_instance(target).select_related("user"),
    }
    return render(request, "discussions/admin/decide.html", context)


def _decided(request: HttpRequest, post: Post, decision: str, reason: str) -> HttpResponse:
    try:
        moderate(post=post, decision=decision, by=request.user, reason=reason)
        messages.success(request, _("Decided. The author sees it in the discussion."))
    except DecisionImpossible:
        messages.error(request, _("Nothing was changed: in the meantime somebody else has decided."))
        return redirect("moderation_decide", pk=post.pk)
    return redirect("moderation_queue")


@require_POST
@may(may_open_queue)
def approve_several(request: HttpRequest) -> HttpResponse:
    """Only what this person may decide on and what still waits; the rest is counted, not guessed at."""
    asked = {int(pk) for pk in request.POST.getlist("post")[:PER_PAGE] if pk.isdecimal() and len(pk) < 10}
    approved = 0
    for post in moderated_by(request.user).filter(pk__in=asked).order_by("pk"):
        try:
            moderate(post=post, decision=Decision.APPROVE, by=request.user)
            approved += 1
        except DecisionImpossible:
            continue
    text = ngettext("%(number)d message published.", "%(number)d messages published.", approved)
    messages.success(request, text % {"number": approved})
    if left := len(asked) - approved:
        text = ngettext("%(number)d message left as it was.", "%(number)d messages left as they were.", left)
        messages.warning(request, text % {"number": left})
    return redirect("moderation_queue")
