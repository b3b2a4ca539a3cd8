"""What is written into Wagtail's log about people and getting in, in words."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

ACTIONS = {
    "districts.sign_in": (_("Sign-in"), _("Signed in")),
    "districts.invited": (_("Invite"), _("Invited")),
    "districts.invitation_withdrawn": (_("Withdraw an invitation"), _("Invitation withdrawn")),
    "districts.invitation_accepted": (_("Accept an invitation"), _("Invitation accepted")),
    "districts.profile_saved": (_("Save a profile"), _("Profile saved")),
    "districts.number_set": (_("Set a telephone number"), _("Telephone number set")),
    "districts.number_verified": (_("Verify a telephone number"), _("Telephone number verified by a call")),
    "districts.reset_code_issued": (_("Issue a reset code"), _("Reset code read out on the telephone")),
    "districts.password_reset_by_code": (_("Reset a password by code"), _("Password reset with a code")),
    "districts.password_changed": (_("Change a password"), _("Password changed")),
    "districts.signed_out_everywhere": (_("Sign out everywhere"), _("Signed out everywhere")),
    "districts.second_factor_set_up": (_("Set a second factor up"), _("Second factor set up")),
    "districts.second_factor_taken_off": (_("Take the second factor off"), _("Second factor taken off")),
    "districts.data_downloaded": (_("Download one's own data"), _("Own data downloaded")),
    "districts.research_consent": (_("Agree to research, or no longer"), _("Choice about research changed")),
    "districts.erased": (_("Erase an account"), _("Account erased")),
    "districts.note_written": (_("Write a hand-over note"), _("Hand-over note written")),
    "districts.note_changed": (_("Change a hand-over note"), _("Hand-over note changed")),
    "districts.note_withdrawn": (_("Withdraw a hand-over note"), _("Hand-over note withdrawn")),
    "districts.audit_exported": (_("Export the audit log"), _("Audit log exported")),
}
POSTS = {
    "districts.post_begun": (_("Begin a role"), _("Role begun")),
    "districts.post_ended": (_("End a role"), _("Role ended")),
    "districts.acting_lead_named": (_("Name an acting lead"), _("Acting lead named")),
}


class OfPost(LogFormatter):
    """With the days, which may lie ahead of the act."""

    def format_comment(self, log_entry) -> str:
        days = {name: _written(log_entry.data.get(name)) for name in ("starts_on", "ends_on")}
        told = [gettext("from %(starts_on)s")] if days["starts_on"] else []
        told += [gettext("until %(ends_on)s, that day included")] if days["ends_on"] else []
        return " ".join(told) % days


def _written(day: str | None) -> str:
    return date_format(datetime.date.fromisoformat(day)) if day else ""


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
    for name, (label, message) in POSTS.items():
        actions.register_action(name)(type("_OfPost", (OfPost,), {"label": label, "message": message}))
