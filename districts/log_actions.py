"""What is written into Wagtail's log about getting in, in words."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "districts.sign_in": (_("Sign-in"), _("Signed in")),
    "districts.invited": (_("Invite"), _("Invited")),
    "districts.invitation_withdrawn": (_("Withdraw an invitation"), _("Invitation withdrawn")),
    "districts.invitation_accepted": (_("Accept an invitation"), _("Invitation accepted")),
    "districts.number_set": (_("Set a telephone number"), _("Telephone number set")),
    "districts.number_verified": (_("Verify a telephone number"), _("Telephone number verified by a call")),
    "districts.reset_code_issued": (_("Issue a reset code"), _("Reset code read out on the telephone")),
    "districts.password_reset_by_code": (_("Reset a password by code"), _("Password reset with a code")),
    "districts.signed_out_everywhere": (_("Sign out everywhere"), _("Signed out everywhere")),
    "districts.second_factor_taken_off": (_("Take the second factor off"), _("Second factor taken off")),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
