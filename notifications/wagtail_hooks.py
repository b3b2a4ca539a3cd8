"""What the outbox adds to the Wagtail admin: its list, its permission, its lines in the log."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import outbox_admin
from .permissions import may_open_outbox

LOG_ACTIONS = [
    ("notifications.resend", _("Send a notice again"), _("Notice sent again")),
    ("notifications.given", _("Mark a notice as given by hand"), _("Notice given by hand")),
    ("notifications.print", _("Open a notice for printing"), _("Notice opened for printing")),
    ("notifications.preference", _("Change which mails one gets"), _("Choice of mails changed")),
]


class OutboxItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_open_outbox(request.user)


@hooks.register("register_admin_menu_item")
def outbox_item() -> MenuItem:
    return OutboxItem(_("Notices"), reverse_lazy("outbox"), name="outbox", icon_name="mail", order=260)


@hooks.register("register_admin_urls")
def outbox_urls() -> list:
    return [
        path("outbox/", outbox_admin.outbox, name="outbox"),
        path("outbox/resend/", outbox_admin.resend_several, name="outbox_resend"),
        path("outbox/<int:pk>/print/", outbox_admin.copy_to_print, name="outbox_print"),
        path("outbox/<int:pk>/given/", outbox_admin.given, name="outbox_given"),
    ]


@hooks.register("register_permissions")
def outbox_permission():
    return Permission.objects.filter(content_type__app_label="notifications", codename="manage_outbox")


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    for action, label, message in LOG_ACTIONS:
        actions.register_action(action, label, message)
