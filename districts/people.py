"""Who takes part: people, and what each of them is in a place, from when to when."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
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
    # When somebody who knows this person reached them at that number.
    phone_verified_at = models.DateTimeField(_("number verified"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    # None: what this person does here is not used for research.
    research_consent_at = models.DateTimeField(_("agreed to use for research"), null=True, blank=True)
    # Since then an account without name, address or password: what it wrote and signed stays with the districts.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    # Part of what every open session is checked against: a new number ends them all.
    session_stamp = models.PositiveIntegerField(default=0, editable=False)

    objects = PeopleManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(erased_at__isnull=False),
                name="person_can_be_reached",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.phone or gettext("former member")

    def get_full_name(self) -> str:
        """Asked by Wagtail and by threads wherever somebody is named."""
        return gettext("former member") if self.erased_at else super().get_full_name()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, which ends all sessions when the password changes, with our stamp beside the password."""
        stamped = f"{self.password}:{self.session_stamp}"
        return salted_hmac("districts.User.session", stamped, secret=secret, algorithm="sha256").hexdigest()


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
    # For the time that the team's lead is away or the post is empty; always with a last day.
    acting = models.BooleanField(_("acting"), default=False)

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
            models.CheckConstraint(
                condition=Q(acting=False) | Q(role="lead", ends_on__isnull=False),
                name="only_leads_act_and_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role_name} · {self.unit or '–'}"

    @property
    def role_name(self) -> str:
        return gettext("acting team lead") if self.acting else self.get_role_display()


class SignIn(models.Model):
    """That a person signed in, when, and the digest of the secret their forms carry from then on.

    By that secret a form that comes too late is known to be this person's, whoever sits at the computer by then
    (kept_posts.py). The digest opens nothing.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(_("when"), default=timezone.now)
    form_secret = models.CharField(max_length=64, db_index=True, editable=False)
    shared_computer = models.BooleanField(_("on a shared computer"), default=False)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user} · {self.at:%Y-%m-%d %H:%M}"
