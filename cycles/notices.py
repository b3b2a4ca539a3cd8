"""What followers are told of dates, and decision owners of their cycle."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.texts import in_language
from districts.models import User
from notifications.actions import notify, notify_all
from notifications.kinds import Notice, register
from notifications.rendering import absolute

from . import issue_notices  # noqa: F401  (registers its kinds by being imported)
from .reading import page_of
from .records import DateChange, LearningCycle
from .wording import said_change


@register
class DateMoved(Notice):
    name = "cycles.date_moved"
    label = _("Dates of a cycle that you follow have moved")
    why = _("You receive this because you follow this cycle.")
    template = "cycles/mail/date_moved"
    example = {
        "title": "Exemple",
        "moves": [{"step": "3. Exemple", "said": "Exemple.", "because": "Exemple."}],
        "address": "https://portal.example.org/fr/cycles/exemple/",
    }

    def still_wanted(self, recipient, target: LearningCycle, context: dict) -> bool:
        """As long as the person follows, and a date that it tells of has not been moved again."""
        return target.followers.filter(user=recipient).exists() and bool(_latest_of(target, context))

    def at_sending(self, recipient, target: LearningCycle, context: dict) -> dict:
        page = page_of(target, get_language())
        return {
            "title": target.title,
            "moves": [
                {"step": str(move.step), "said": said_change(move), "because": move.because}
                for move in _latest_of(target, context)
            ],
            "address": absolute(page.get_url()) if page else "",
        }


def _latest_of(cycle: LearningCycle, context: dict) -> list[DateChange]:
    """Those of the notice that are still their step's last word."""
    changes = DateChange.objects.filter(step__cycle=cycle).select_related("step").order_by("at", "pk")
    latest = {change.step_id: change for change in changes}
    return [change for change in latest.values() if change.pk in context["changes"]]


@register
class OwnerInvited(Notice):
    """Asked to be the one who wants the answer. Again is a reminder with the same words."""

    name = "cycles.owner_invited"
    label = _("Invitation to be a cycle's decision owner")
    why = _("You receive this because a facilitator named you as the decision owner of a cycle.")
    template = "cycles/mail/owner_invited"
    can_be_stopped = False
    example = {
        "title": "Exemple",
        "purpose": "Exemple.",
        "places": "Exemple",
        "address": "https://portal.example.org/fr/cycle/exemple/decision-owner/",
    }

    def still_wanted(self, recipient, target: LearningCycle, context: dict) -> bool:
        return target.decision_owner_id == recipient.pk and target.owner_answered_at is None

    def at_sending(self, recipient, target: LearningCycle, context: dict) -> dict:
        language = get_language() or "fr"
        return {
            "title": target.title,
            "purpose": target.purpose,
            "places": ", ".join(in_language(country, "name", language) for country in target.countries.all()),
            "address": absolute(reverse("decision_owner", args=[target.code])),
        }


def tell_followers(cycle: LearningCycle, moves: list[DateChange], by) -> None:
    """One notice for all that was moved at once; none about one's own change."""
    if not moves:
        return
    moved = [move.pk for move in moves]
    followers = User.objects.filter(cycles_followed__cycle=cycle)
    notify_all(
        people=followers.exclude(pk=by.pk) if by else followers,
        kind=DateMoved.name,
        occasion=f"{DateMoved.name}:{moved[0]}",
        target=cycle,
        context={"changes": moved},
        by=by,
    )


def ask_owner(cycle: LearningCycle, by) -> None:
    asked = cycle.owner_invited_at.isoformat()
    notify(
        to=cycle.decision_owner, kind=OwnerInvited.name, target=cycle, by=by,
        key=f"{OwnerInvited.name}:{cycle.pk}:{cycle.decision_owner_id}:{asked}",
    )  # fmt: skip
