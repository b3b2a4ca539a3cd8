"""What is written into Wagtail's log about questionnaires, in words."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "questionnaires.pilot_link_made": (
        _("Make an address for testers"),
        _("Address for testers made"),
    ),
    "questionnaires.pilot_link_withdrawn": (
        _("Withdraw an address for testers"),
        _("Address for testers withdrawn"),
    ),
    "questionnaires.remark_settled": (_("Deal with a remark"), _("Remark of a tester dealt with")),
    "questionnaires.settings_saved": (_("Change titles"), _("Titles and introduction changed")),
    "questionnaires.section_added": (_("Add a section"), _("Section added")),
    "questionnaires.section_saved": (_("Change a section"), _("Section changed")),
    "questionnaires.section_moved": (_("Move a section"), _("Section moved")),
    "questionnaires.section_deleted": (_("Delete a section"), _("Section deleted")),
    "questionnaires.question_added": (_("Add a question"), _("Question added")),
    "questionnaires.question_saved": (_("Change a question"), _("Question changed")),
    "questionnaires.question_moved": (_("Move a question"), _("Question moved")),
    "questionnaires.question_deleted": (_("Delete a question"), _("Question deleted")),
    "questionnaires.check_saved": (_("Save a check"), _("Check between answers saved")),
    "questionnaires.check_deleted": (_("Delete a check"), _("Check between answers deleted")),
    "questionnaires.xlsform_imported": (_("Import an XLSForm"), _("Questions replaced by an XLSForm")),
    "questionnaires.corrected": (_("Correct a wording"), _("Wording corrected")),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
