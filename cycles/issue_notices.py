"""What those behind a proposal are told of it. issue_telling.py says who they are."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Notice, register
from notifications.rendering import absolute

from .issues import Issue
from .reading import page_of

BEHIND = _(
    "You receive this because you proposed or supported an issue for your district, or lead the team that did."
)
EXAMPLE = {
    "title": "Exemple",
    "cycle": "Exemple",
    "address": "https://portal.example.org/fr/proposal/exemple/",
}


class AboutIssue(Notice):
    """What all of them say; `target` is the proposal."""

    why = BEHIND
    example = EXAMPLE

    def at_sending(self, recipient, target: Issue, context: dict) -> dict:
        return {
            "title": target.title,
            "cycle": target.cycle.title,
            "address": absolute(target.get_absolute_url()),
        }


@register
class IssueMerged(AboutIssue):
    name = "cycles.issue_merged"
    label = _("An issue that you proposed or supported was merged into another one")
    template = "cycles/mail/issue_merged"
    example = EXAMPLE | {"into": "Un autre exemple"}

    def still_wanted(self, recipient, target: Issue, context: dict) -> bool:
        return target.merged_into_id is not None and target.merged_into.withdrawn_at is None

    def at_sending(self, recipient, target: Issue, context: dict) -> dict:
        into = target.merged_into
        found = super().at_sending(recipient, target, context)
        return found | {"into": into.title, "address": absolute(into.get_absolute_url())}


@register
class IssueApart(AboutIssue):
    name = "cycles.issue_apart"
    label = _("An issue that you proposed or supported stands by itself again")
    template = "cycles/mail/issue_apart"

    def still_wanted(self, recipient, target: Issue, context: dict) -> bool:
        return target.stands


@register
class IssueWithdrawn(AboutIssue):
    """By a facilitator; a team that withdraws its own tells nobody, since nobody else supports it."""

    name = "cycles.issue_withdrawn"
    label = _("A facilitator withdrew an issue that you proposed or supported")
    template = "cycles/mail/issue_withdrawn"
    example = EXAMPLE | {"because": "Exemple."}

    def still_wanted(self, recipient, target: Issue, context: dict) -> bool:
        return target.withdrawn_at is not None


@register
class IssueWrittenDown(AboutIssue):
    name = "cycles.issue_written_down"
    label = _("A facilitator wrote down an issue for your district")
    why = _("You receive this because you belong to the district's team.")
    template = "cycles/mail/issue_written_down"

    def still_wanted(self, recipient, target: Issue, context: dict) -> bool:
        return target.stands


class Choice(AboutIssue):
    """`target` is the one that was chosen. Another choice since then overtakes it."""

    example = EXAMPLE | {"because": "Exemple.", "decided_by": "Exemple"}

    def still_wanted(self, recipient, target: Issue, context: dict) -> bool:
        return target.chosen_on is not None

    def at_sending(self, recipient, target: Issue, context: dict) -> dict:
        page = page_of(target.cycle, get_language())
        found = super().at_sending(recipient, target, context)
        if page:
            found["address"] = absolute(page.get_url())
        return found | {"because": target.because, "decided_by": target.decided_by}


@register
class IssueChosen(Choice):
    name = "cycles.issue_chosen"
    label = _("An issue that you proposed or supported was chosen")
    template = "cycles/mail/issue_chosen"


@register
class OtherIssueChosen(Choice):
    name = "cycles.other_issue_chosen"
    label = _("Another issue was chosen than the one that you proposed or supported")
    template = "cycles/mail/other_issue_chosen"
