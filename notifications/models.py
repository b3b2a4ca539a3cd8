"""What is to be said to whom, and what became of it."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("fr", "Français"), ("en", "English")]


class OutboxQuerySet(models.QuerySet):
    def to_look_at(self) -> "OutboxQuerySet":
        """What no machine can do any more: somebody sends it again, or prints it or reads it out."""
        return self.filter(state__in=Outbox.TO_LOOK_AT)

    def with_people(self) -> "OutboxQuerySet":
        return self.select_related("recipient", "by")


class Outbox(models.Model):
    """One notice to one person. At most one row, and one mail, for each key: what is asked for twice is one row,
    and a row whose mail may have gone out is not sent again by itself.

    `context` holds what cannot be read again at sending, no secrets, and is emptied once the notice is done.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        BY_HAND = "by_hand", _("print or read out")
        GIVEN = "given", _("given by hand")
        DROPPED = "dropped", _("no longer needed")

    class Reason(models.TextChoices):
        NOT_CONFIGURED = "not_configured", _("mail is not configured")
        NO_ADDRESS = "no_address", _("this person has no e-mail address")
        REFUSED = "refused", _("the mail server refused it")
        UNREACHABLE = "unreachable", _("the mail server could not be reached")
        UNCERTAIN = "uncertain", _("interrupted while it was handed over: it may have arrived")
        UNWRITABLE = "unwritable", _("the text could not be put together")
        RECIPIENT_GONE = "recipient_gone", _("the account is closed")
        TARGET_GONE = "target_gone", _("what it was about is gone")
        OVERTAKEN = "overtaken", _("something else has happened since")
        OPTED_OUT = "opted_out", _("this person does not want mails of this kind")

    TO_LOOK_AT = (State.FAILED, State.BY_HAND)
    DONE = (State.SENT, State.GIVEN, State.DROPPED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    # Somebody with an account or, before there is one, an address alone.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("recipient"),
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    # Of a person with an account: as it was at the latest attempt.
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True, related_name="+")
    target_key = models.CharField(max_length=64, blank=True)
    context = models.JSONField(default=dict, blank=True)
    # Who caused it, and may hand it over where mail does not reach.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("caused by"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    # The mail server's own words, for whoever operates the portal.
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # Not before then; when it is well past, nobody has taken it up and the sweep does.
    due_at = models.DateTimeField(_("due"))
    # The claim of the worker that is sending; also tells two workers' claims apart.
    claimed_at = models.DateTimeField(null=True, blank=True)
    # From here on the mail may be out, whatever happens to the worker.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        permissions = [("manage_outbox", _("Can see and hand over all notices"))]
        indexes = [
            models.Index(fields=["state", "due_at"], name="outbox_state_due"),
            models.Index(fields=["by", "state"], name="outbox_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="")
                | (Q(recipient__isnull=True) & ~Q(address="")),
                name="a_person_or_an_address",
            )
        ]

    def __str__(self) -> str:
        # Neither name nor text: this goes into logs.
        return f"{self.kind} #{self.pk}"

    def target(self) -> models.Model | None:
        model = self.target_type.model_class() if self.target_type else None
        return model._base_manager.filter(pk=self.target_key).first() if model else None

    def mail_address(self) -> str:
        """Empty for somebody who is known by a phone number alone."""
        return self.recipient.email or "" if self.recipient else self.address


class Preference(models.Model):
    """Whether a person wants mails of a kind. No row: yes."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="notice_preferences"
    )
    kind = models.CharField(_("kind"), max_length=60)
    wants_mail = models.BooleanField(_("wants mail"), default=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
