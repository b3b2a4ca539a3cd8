"""Proposals like what somebody writes, of all cycles that readers see."""

from collections.abc import Iterable

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.kept_words import number_held
from cycles.issue_reading import cycles_with_texts_for
from cycles.models import Issue

from .drafts import MOST_SHOWN, Draft, Thing

CANDIDATES = 60


def issues_like(draft: Draft, viewer, but_not: Issue | None = None) -> list[Thing]:
    """The closest first. A text that the viewer may not read is not compared either: by trying one could find out what
    is in it."""
    told = Q(cycle__in=cycles_with_texts_for(viewer).values("pk"))
    found = Issue.objects.published().exclude(pk=but_not and but_not.pk).with_support()
    found = found.annotate(
        in_title=number_held("title_words", list(draft.stems)),
        anywhere=number_held("words", list(draft.stems)),
        readable=ExpressionWrapper(told, BooleanField()),
    )
    found = found.filter(Q(in_title__gt=0) | Q(anywhere__gt=0) & told).select_related("cycle", "merged_into")
    near = [
        issue
        for issue in found.order_by("-in_title", "-anywhere", "-pk")[:CANDIDATES]
        if _likeness(issue) >= draft.enough
    ]
    return [_thing(issue) for issue in _each_once(sorted(near, key=_likeness, reverse=True))[:MOST_SHOWN]]


def _likeness(issue: Issue) -> int:
    return issue.in_title + (issue.anywhere if issue.readable else issue.in_title)


def _each_once(issues: Iterable[Issue]) -> list[Issue]:
    """What was merged leads to what is left, which is named once."""
    by_standing: dict[int, Issue] = {}
    for issue in issues:
        by_standing.setdefault(issue.merged_into_id or issue.pk, issue)
    return list(by_standing.values())


def _thing(issue: Issue) -> Thing:
    standing = issue.merged_into or issue
    return Thing(standing.title, standing.get_absolute_url(), _said_of(issue), standing.language)


def _said_of(issue: Issue) -> str:
    if issue.chosen_on:
        return _("%(cycle)s · chosen") % {"cycle": issue.cycle.title}
    if issue.merged_into_id:
        words = {"cycle": issue.cycle.title, "title": issue.title}
        return _("%(cycle)s · “%(title)s” was merged into it") % words
    voices = ngettext("%(number)d voice", "%(number)d voices", issue.voices) % {"number": issue.voices}
    return f"{issue.cycle.title} · {voices}"
