"""What is still missing before a cycle is launched, and before each of its steps opens.

Apps that stand on cycles add what they know of:

    @provider
    def items_of(cycle: LearningCycle) -> list[Item]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from .records import LearningCycle, Step


@dataclass(frozen=True)
class Item:
    """`said` is the sentence for both cases, `url` where it is put right. `step` is the number of the step that waits
    for it, None for the launch. `blocking`: it is refused without; else it is advised."""

    code: str
    said: str
    done: bool
    url: str
    blocking: bool = False
    step: int | None = None


Provider = Callable[[LearningCycle], list[Item]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    if function not in _providers:
        _providers.append(function)
    return function


def blocking(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.blocking and not item.done]


def checklist_of(cycle: LearningCycle) -> list[Item]:
    """All of it, in the order in which it is needed. Steps that are left out wait for nothing."""
    out = {step.number for step in cycle.steps.all() if step.left_out}
    items = [*launch_items(cycle), *_step_items(cycle)]
    items += [item for give in _providers for item in give(cycle)]
    return sorted((item for item in items if item.step not in out), key=lambda item: item.step or 0)


def launch_items(cycle: LearningCycle) -> list[Item]:
    edit = reverse("cycles_admin:edit", args=[cycle.pk])
    owner = reverse("cycles_admin:owner", args=[cycle.pk])
    return [
        Item("title", _("A title in both languages"), _both(cycle, "title"), f"{edit}#id_title_fr"),
        Item(
            "purpose",
            _("Purpose and consent: what the answers are for, and what a team agrees to"),
            bool(cycle.purpose),
            f"{edit}#id_purpose_fr",
            blocking=True,
        ),
        Item(
            "purpose_both",
            _("Purpose and consent in both languages"),
            _both(cycle, "purpose"),
            f"{edit}#id_purpose_fr",
        ),
        Item("minutes", _("Time asked of a team"), bool(cycle.minutes_asked), f"{edit}#id_minutes_asked"),
        *_dates(cycle),
        Item(
            "owner_invited", _("Decision owner invited"), bool(cycle.owner_invited_at), owner, blocking=True
        ),
        Item("owner_answered", _("Decision owner's answer"), bool(cycle.owner_answered_at), owner),
        *_pages(cycle),
    ]


def _both(cycle: LearningCycle, name: str) -> bool:
    return bool(getattr(cycle, f"{name}_fr") and getattr(cycle, f"{name}_en"))


def _dates(cycle: LearningCycle) -> list[Item]:
    """A date may stay open where the step follows when it follows; the first one says when the cycle begins."""
    kept = [step for step in cycle.steps.all() if not step.left_out]
    begins = any(step.opens_on for step in kept)
    dated = bool(kept) and all(step.opens_on and step.closes_on for step in kept)
    url = reverse("cycles_admin:steps", args=[cycle.pk])
    return [
        Item("begins", _("The day on which the first step opens"), begins, url, blocking=True),
        Item("dates", _("Opening and closing dates of every step"), dated, url),
    ]


def _pages(cycle: LearningCycle) -> list[Item]:
    """Launching publishes both; afterwards it shows whether one was taken offline, or is not translated."""
    said = {"fr": _("French page published"), "en": _("English page published")}
    pages = {page.locale.language_code: page for page in cycle.pages.all()}
    return [
        Item(f"page_{code}", said[code], page.live, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for code, page in sorted(pages.items(), reverse=True)
        if code in said
    ]


def _step_items(cycle: LearningCycle) -> list[Item]:
    edit = reverse("cycles_admin:edit", args=[cycle.pk])
    chosen = cycle.issues.filter(chosen_on__isnull=False).exists()
    proposals = reverse("cycles_admin:proposals", args=[cycle.pk])
    return [
        Item("issue", _("The issue is chosen"), chosen, proposals, step=Step.QUESTIONNAIRE),
        Item(
            "issue_words",
            _("The cycle's own words for the issue, in both languages"),
            _both(cycle, "issue_title"),
            f"{edit}#id_issue_title_fr",
            step=Step.COMPLETION,
        ),
    ]
