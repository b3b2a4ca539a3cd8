"""The second factor: who must have one, and the one gate that asks for it, for pages, admin and API alike."""

import base64
import hashlib
import time
from collections.abc import Callable
from io import BytesIO

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage
from wagtail.log_actions import log

from . import attempts
from .account_actions import sign_out_everywhere
from .audiences import memberships_of
from .models import Role

# Where somebody without the factor may still go: to set it up, to sign out. Not to the other pages of the account: a
# form that was kept is sent from there, and would go round this gate.
OPEN = (
    "/accounts/2fa/", "/accounts/login/", "/accounts/logout/", "/accounts/reauthenticate/",
    "/static/", "/media/", "/favicon.ico", "/readyz",
)  # fmt: skip


def must_have_second_factor(user) -> bool:
    """By role, asked at every request. Whoever is superuser does what administrators do."""
    if settings.DEMO or not user.is_authenticated:
        return False
    if user.is_superuser:
        return Role.ADMINISTRATOR in settings.MFA_REQUIRED_ROLES
    return any(post.role in settings.MFA_REQUIRED_ROLES for post in memberships_of(user))


def has_second_factor(user) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


def is_on_the_way_in(request: HttpRequest) -> bool:
    """Signed in a moment ago, and held back until the factor is set up: the only thing that can be done here."""
    if not must_have_second_factor(request.user) or has_second_factor(request.user):
        return False
    given = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(given) and time.time() - given[-1] < account_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorMiddleware:
    """Whoever must have a factor and has none goes to the page where it is set up, and nowhere else.

    That somebody who has one also gives it is allauth's part of signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._turn_away(request) or self.get_response(request)

    def _turn_away(self, request: HttpRequest) -> HttpResponse | None:
        # Without a session there is nobody to ask about, and the page cache wants no question about sessions.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path_info.startswith(OPEN):
            return None
        if not must_have_second_factor(request.user) or has_second_factor(request.user):
            return None
        if request.path_info.startswith("/api/"):
            return JsonResponse({"detail": "A second factor is required."}, status=403)
        return redirect("mfa_activate_totp")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted with SECRET_KEY: a copy of the database alone does not make anybody's codes."""

    def _keys(self) -> MultiFernet:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = (
            hashlib.sha256(b"districts.second_factor:" + secret.encode()).digest() for secret in secrets
        )
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

    def encrypt(self, text: str) -> str:
        return self._keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under another SECRET_KEY no code fits any more: an administrator takes the factor off and it is set up
        anew. An empty secret would be worse than none, as anybody can work out its codes; so a random one."""
        try:
            return self._keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def build_totp_svg(self, url: str) -> str:
        """On white: cameras do not read black on a dark page."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def get_totp_label(self, user) -> str:
        return user.email or user.phone


class _SaysWhen:
    """allauth counts the tries; this says how long to wait."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.label
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "maxlength": 20}

    def clean_code(self) -> str:
        attempts.refuse_too_many(allauth_context.request, "login_failed", f"mfa-auth-user-{self.user.pk}")
        return super().clean_code()


class SecondFactorForm(_SaysWhen, AuthenticateForm):
    label = _("Code from the app, or a recovery code")


class ConfirmForm(_SaysWhen, ReauthenticateForm):
    label = _("Code from the app, or a recovery code")


class SetUpForm(_SaysWhen, ActivateTOTPForm):
    label = _("Code from the app")


class SetUpView(ActivateTOTPView):
    """Sessions opened before, without the factor, end; this one goes on, to the recovery codes: the code just given is
    as good as one asked for again."""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"required": must_have_second_factor(self.request.user)}

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        log(self.request.user, "districts.second_factor_set_up", user=self.request.user)
        sign_out_everywhere(user=self.request.user, by=self.request.user)
        update_session_auth_hash(self.request, self.request.user)
        record_authentication(self.request, self.request.user, method="mfa", reauthenticated=True)
        return response


class TakeOffView(DeactivateTOTPView):
    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        log(self.request.user, "districts.second_factor_taken_off", user=self.request.user)
        return response
