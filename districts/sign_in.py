"""Signing in by e-mail address or telephone number: allauth's, told what an account is known by here."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.core import context as allauth_context
from django import forms
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from notifications.actions import notify

from . import attempts, sessions
from .models import User
from .phones import NoSuchNumber, as_kept
from .second_factor import is_on_the_way_in

MISMATCH = _("The address or number, or the password, are not correct.")
failures = logging.getLogger("districts.sign_in")


def identifier_of(text: str) -> tuple[str, str]:
    """("email", address) or ("phone", E.164) for what somebody typed. Raises ValidationError."""
    text = text.strip()
    if "@" in text:
        validate_email(text)
        return "email", text.lower()
    try:
        return "phone", as_kept(text)
    except NoSuchNumber:
        raise ValidationError(
            _("Write an e-mail address, or a telephone number with its country code, such as +229."),
            code="no_identifier",
        ) from None


def person_known_by(text: str) -> User | None:
    """The active account with this address or number. Raises ValidationError for what is neither."""
    kind, value = identifier_of(text)
    return User.objects.filter(**{kind: value}, is_active=True).first()


class PhoneField(forms.CharField):
    """Hands out E.164, whatever way the number was written."""

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        try:
            return as_kept(value)
        except NoSuchNumber:
            raise ValidationError(
                _("This is not a telephone number we know. Write it with its country code, such as +229."),
                code="no_phone",
            ) from None


class SignInAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone: one is invited."""
        return False

    def phone_form_field(self, **kwargs) -> forms.Field:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, bool(user.phone_verified_at)) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    # Numbers are set and verified by actions, and no codes are sent to them; allauth wants these to exist.
    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        raise NotImplementedError

    def set_phone_verified(self, user: User, phone: str) -> None:
        raise NotImplementedError

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs) -> None:
        raise NotImplementedError

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """allauth counts e-mail addresses only; all telephone numbers would share one count."""
        login = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
        return f"login:{login.lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        key = self._get_login_attempts_cache_key(request, **credentials)
        attempts.refuse_too_many(request, "login_failed", key)
        super().pre_authenticate(request, **credentials)

    def reauthenticate(self, user: User, password: str) -> bool:
        """By what the person is known by; allauth's looks in a table of addresses that we do not fill."""
        known = {"email": user.email} if user.email else {"phone": user.phone}
        found = self.authenticate(allauth_context.request, password=password, **known)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """The password is not asked for twice in a row."""
        if is_on_the_way_in(allauth_context.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def set_password(self, user: User, password: str) -> None:
        """Both ways to a new password, changed or reset by mail, come by here."""
        super().set_password(user, password)
        log(user, "districts.password_changed", user=user)

    def send_password_reset_mail(self, user: User, email: str, context: dict) -> None:
        """The link is made when the mail goes out, so that the outbox holds none (notices.py)."""
        notify(
            to=user,
            kind="districts.password_reset",
            target=user,
            key=f"password_reset:{user.pk}:{get_random_string(20)}",
        )


class SignInForm(LoginForm):
    """An address or number, the password, and whether others use this computer too."""

    shared_computer = forms.BooleanField(
        label=_("Others use this computer too"),
        help_text=_("You are signed out when the browser is closed, and after 20 minutes without a click."),
        required=False,
    )
    field_order = ["login", "password", "shared_computer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address or telephone number")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "maxlength": 254,
        }
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.order_fields(self.field_order)

    def clean_login(self) -> str:
        """What is neither an address nor a number is looked up all the same: the answer must not tell which
        accounts there are, and an attempt is an attempt."""
        login = super().clean_login()[:254]
        try:
            return identifier_of(login)[1]
        except ValidationError:
            return login

    def login(self, request: HttpRequest, redirect_url: str | None = None):
        sessions.mark_shared(request, self.cleaned_data["shared_computer"])
        response = super().login(request, redirect_url)
        sessions.set_length(request)
        return response


@receiver(user_logged_in)
def begin_session(sender, request: HttpRequest, user: User, **kwargs) -> None:
    sessions.begin(request, user)


@receiver(user_login_failed)
def note_failure(sender, credentials: dict, request: HttpRequest | None = None, **kwargs) -> None:
    """Who was meant, if anybody, by number; never what was typed: people type passwords into the wrong box."""
    known = {name: credentials[name] for name in ("email", "phone") if credentials.get(name)}
    meant = User.objects.filter(**known).values_list("pk", flat=True).first() if known else None
    address = request.META.get("REMOTE_ADDR", "-") if request else "-"
    failures.warning("failed sign-in: account %s from %s", meant or "unknown", address)
