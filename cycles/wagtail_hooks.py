"""What cycles add to the Wagtail admin: their lines in the log."""

from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from districts.who_reads import choices_of_threads


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    @actions.register_action("cycles.disclosure_changed")
    class DisclosureChanged(LogFormatter):
        """`before` and `after` are audiences, by number."""

        label = gettext_lazy("Change who may read")
        message = gettext_lazy("Who may read was changed")

        def format_comment(self, log_entry) -> str:
            readers = dict(choices_of_threads())
            levels = {name: readers.get(log_entry.data.get(name), "–") for name in ("before", "after")}
            return gettext("before: %(before)s; after: %(after)s") % levels
