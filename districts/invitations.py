"""Invitations: what a person will be here, where, and what opens the door once."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import MOST_TRIES
from .people import Role
from .units import OrgUnit


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """That can still be accepted."""
        return self.filter(
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
            tries__lt=MOST_TRIES,
        )


class Invitation(models.Model):
    """By mail with a link, or on paper with a code; each opens one account, once.

    The link is worked out from `nonce` and SECRET_KEY and kept nowhere; of the code, the first four characters find
    the row and the rest is kept as a digest.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=40, default=new_nonce, editable=False)
    reference = models.CharField(max_length=4, unique=True, null=True, blank=True, editable=False)  # noqa: DJ001
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")])
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False),
                name="an_accepted_invitation_has_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} · {self.get_role_display()} · {self.unit or '–'}"

    @property
    def full_name(self) -> str:
        """Gone where whoever accepted it has been erased since."""
        return f"{self.first_name} {self.last_name}".strip() or (
            gettext("former member") if self.accepted_by_id else "–"
        )

    @property
    def state(self) -> str:
        """ "accepted", "withdrawn", "blocked" (too many wrong codes), "expired" or "open"."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        if self.tries >= MOST_TRIES:
            return "blocked"
        return "open" if self.expires_at > timezone.now() else "expired"
