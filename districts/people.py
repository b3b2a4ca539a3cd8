"""Who takes part: people, and what each of them is in a place, from when to when."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .units import OrgUnit


class PeopleManager(BaseUserManager):
    """Accounts are known by e-mail address; there are no user names."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str | None:
        """All in small letters, as sign-in looks it up; no address is None, of which there may be many.
        Django's forms ask this too."""
        return email.strip().lower() if email and email.strip() else None

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person. Accounts belong to people, work belongs to districts: what a person may do follows from
    memberships, never from the account itself."""

    username = None
    # Both may be missing, never both at once: many members have no mailbox. A phone is kept as E.164.
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, unique=True, null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )

    objects = PeopleManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="person_can_be_reached"
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.phone


class Role(models.TextChoices):
    MEMBER = "member", _("team member")
    LEAD = "lead", _("team lead")
    FACILITATOR = "facilitator", _("facilitator")
    MODERATOR = "moderator", _("moderator")
    OFFICIAL = "official", _("regional or central staff")
    POLICYMAKER = "policymaker", _("policymaker")
    RESEARCHER = "researcher", _("researcher or site partner")
    ADMINISTRATOR = "administrator", _("administrator")


TEAM_ROLES = (Role.MEMBER, Role.LEAD)
FACILITATING_ROLES = (Role.FACILITATOR, Role.MODERATOR, Role.ADMINISTRATOR)


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None) -> "MembershipQuerySet":
        on = on or timezone.localdate()
        return self.filter(Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on)))


class Membership(models.Model):
    """What a person is, where, from when to when. The last day is inclusive; `unit` is empty for those who
    serve all countries (a shared facilitator, an administrator, a researcher)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(ends_on__isnull=True), name="one_open_membership"
            ),
            # To a database no empty unit equals another.
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ends_on__isnull=True, unit__isnull=True),
                name="one_open_membership_of_all_countries",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="a_membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["member", "lead"]) | Q(unit__isnull=False),
                name="a_team_member_has_a_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit or '–'}"
