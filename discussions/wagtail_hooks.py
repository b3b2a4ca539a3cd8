"""What discussions add to the Wagtail admin: the queue, its permission, its lines in the log."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import moderation_queue
from .permissions import may_open_queue

LOG_ACTIONS = [
    ("discussions.post", _("Write a message"), _("Message written")),
    ("discussions.withdraw", _("Withdraw a message"), _("Message withdrawn by its author")),
    ("discussions.approve", _("Publish a message"), _("Message published")),
    ("discussions.withhold", _("Withhold a message"), _("Message withheld")),
    ("discussions.remove", _("Remove a message"), _("Message removed")),
    ("discussions.restore", _("Publish a message again"), _("Message published again")),
]


class ModerationItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_open_queue(request.user)


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    return ModerationItem(
        _("Moderation"), reverse_lazy("moderation_queue"), name="moderation", icon_name="comment", order=250
    )


@hooks.register("register_admin_urls")
def moderation_urls() -> list:
    return [
        path("moderation/", moderation_queue.queue, name="moderation_queue"),
        path("moderation/approve/", moderation_queue.approve_several, name="moderation_approve"),
        path("moderation/<int:pk>/", moderation_queue.decide, name="moderation_decide"),
    ]


@hooks.register("register_permissions")
def moderation_permission():
    return Permission.objects.filter(content_type__app_label="discussions", codename="moderate_post")


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    for action, label, message in LOG_ACTIONS:
        actions.register_action(action, label, message)
