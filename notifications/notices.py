"""The portal's own kind: a mail that says that mail works."""

from django.utils.translation import gettext_lazy as _

from .kinds import Notice, register


@register
class Test(Notice):
    name = "notifications.test"
    label = _("Test mail")
    why = _("You receive this because whoever runs the portal tried whether mail arrives.")
    template = "notifications/mail/test"
    can_be_stopped = False
