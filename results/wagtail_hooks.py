"""What the editors' admin knows of results."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .choosers import result_chooser


@hooks.register("register_admin_viewset")
def register_result_chooser():
    return result_chooser


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    actions.register_action(
        "results.exported", _("Take figures away as a file"), _("Figures taken as a file")
    )
