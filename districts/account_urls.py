"""Addresses under /accounts/: one for both languages, ?lang= chooses. Those of allauth that are not here are shut;
it guards the ones that are, and its rate limits stop guessing."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import path, re_path

from content.access import anyone, may, signed_in

from . import account_views
from .second_factor import SetUpView, TakeOffView

urlpatterns = [
    path("login/", may(anyone)(account.login), name="account_login"),
    path("logout/", may(anyone)(account.logout), name="account_logout"),
    path("inactive/", may(anyone)(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", may(signed_in)(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", may(signed_in)(account.password_change), name="account_change_password"),
    path("password/reset/", may(anyone)(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/", may(anyone)(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        may(anyone)(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        may(anyone)(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("password/code/", account_views.reset_by_code, name="reset_by_code"),
    # allauth leads here after its own screens.
    path("security/", account_views.security, name="mfa_index"),
    path("security/end-sessions/", account_views.end_all_sessions, name="end_all_sessions"),
    path("kept/", account_views.kept_posts, name="kept_posts"),
    path("kept/<str:key>/", account_views.kept_post, name="kept_post"),
    path("2fa/authenticate/", may(anyone)(second_factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", may(signed_in)(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", may(signed_in)(SetUpView.as_view()), name="mfa_activate_totp"),
    path("2fa/app/off/", may(signed_in)(TakeOffView.as_view()), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        may(signed_in)(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/new/",
        may(signed_in)(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
