"""What is written into Wagtail's log about cycles, in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from districts.who_reads import choices_of_threads

ACTIONS = {
    "cycles.dates_changed": (_("Change dates"), _("Dates or notes of steps changed")),
    "cycles.step_reopened": (_("Open a step again"), _("Step opened again")),
    "cycles.launched": (_("Launch a cycle"), _("Cycle launched: its pages are public")),
    "cycles.cloned": (_("Copy a cycle"), _("Begun as a copy of an earlier cycle")),
    "cycles.owner_chosen": (_("Choose a decision owner"), _("Decision owner chosen")),
    "cycles.owner_invited": (_("Invite the decision owner"), _("Decision owner invited")),
    "cycles.owner_answered": (_("Answer as decision owner"), _("Decision owner answered")),
    "cycles.issue_proposed": (_("Propose an issue"), _("Issue proposed")),
    "cycles.issue_changed": (_("Change a proposal"), _("Proposal changed")),
    "cycles.issue_withdrawn": (_("Withdraw a proposal"), _("Proposal withdrawn")),
    "cycles.issue_supported": (_("Support a proposal"), _("Proposal supported by a district")),
    "cycles.voice_taken_back": (_("Take a voice back"), _("A district took its voice back")),
    "cycles.issue_merged": (_("Merge a proposal"), _("Proposal merged into another one")),
    "cycles.issue_unmerged": (_("Take a proposal out again"), _("Proposal stands by itself again")),
    "cycles.issue_chosen": (_("Choose an issue"), _("Proposal chosen for the cycle")),
    "cycles.issue_not_chosen_any_more": (
        _("Choose another issue"),
        _("Another proposal was chosen in its place"),
    ),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)

    @actions.register_action("cycles.disclosure_changed")
    class DisclosureChanged(LogFormatter):
        """`before` and `after` are audiences, by number."""

        label = _("Change who may read")
        message = _("Who may read was changed")

        def format_comment(self, log_entry) -> str:
            readers = dict(choices_of_threads())
            levels = {name: readers.get(log_entry.data.get(name), "–") for name in ("before", "after")}
            return gettext("before: %(before)s; after: %(after)s") % levels
