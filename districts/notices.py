"""What people are told about getting in: an invitation, a way to a new password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Notice, register
from notifications.secrets import secret_of

from .models import Invitation, User

INVITATION = "districts.invitation"


def invitation_path(invitation: Invitation, language: str) -> str:
    secret = secret_of(INVITATION, invitation.nonce)
    with override(language):
        return reverse("accept_by_link", args=[invitation.key, secret])


@register
class Invited(Notice):
    name = INVITATION
    label = _("Invitation to take part")
    why = _("You receive this because somebody of District.Team knows you and entered your address.")
    template = "districts/mail/invitation"
    can_be_stopped = False
    example = {"invited_by": "Awa Barry", "name": "Moussa Camara", "role": "—", "place": "Pita", "until": "1"}

    def still_wanted(self, recipient, target: Invitation, context: dict) -> bool:
        return target.state == "open"

    def at_sending(self, recipient, target: Invitation, context: dict) -> dict:
        return {
            "invited_by": str(target.invited_by or "District.Team"),
            "name": target.full_name,
            "role": target.get_role_display(),
            "place": target.unit.name if target.unit else "",
            "until": date_format(target.expires_at, "DATE_FORMAT"),
        }

    def one_time_link(self, recipient, target: Invitation, context: dict) -> str:
        return settings.PORTAL_URL + invitation_path(target, get_language())


@register
class PasswordReset(Notice):
    name = "districts.password_reset"
    label = _("New password")
    why = _("You receive this because somebody asked for a new password for your account.")
    template = "districts/mail/password_reset"
    can_be_stopped = False

    def one_time_link(self, recipient, target: User, context: dict) -> str:
        """allauth's token: void once the password changed, or after PASSWORD_RESET_TIMEOUT."""
        uid, key = user_pk_to_url_str(target), default_token_generator.make_token(target)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
        return f"{settings.PORTAL_URL}{path}?lang={get_language()}"
