"""What places and people add to the Wagtail admin: their lines in the log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LOG_ACTIONS = [
    ("districts.outlines", _("Import outlines"), _("Outlines imported")),
    ("districts.archive_unit", _("Archive a unit"), _("Archived")),
    ("districts.restore_unit", _("Take a unit back from the archive"), _("Taken back from the archive")),
    ("districts.replace_unit", _("Replace a unit"), _("Merger, split or succession noted")),
]


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    for action, label, message in LOG_ACTIONS:
        actions.register_action(action, label, message)
