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
    "questionnaires.answering_begun": (_("Begin to answer"), _("District began to answer")),
    "questionnaires.rivals_settled": (_("Choose between two answers"), _("Choice between two answers made")),
    "questionnaires.check_kept": (_("Keep answers with a reason"), _("Answers kept with a reason")),
    "questionnaires.file_kept": (_("Give a file as an answer"), _("File given as an answer")),
    "questionnaires.signed": (_("Sign a response"), _("Response signed")),
    "questionnaires.confirmed": (_("Confirm a response"), _("Response confirmed by the team")),
    "questionnaires.entered_for_team": (
        _("Enter answers for a team"),
        _("First answer entered for the team"),
    ),
    "questionnaires.came_by": (_("Say how answers came"), _("Said how the team's answers came")),
    "questionnaires.extended": (_("Give a district another last day"), _("District given another last day")),
    "questionnaires.corrections_opened": (_("Open corrections"), _("Corrections after closing opened")),
    "questionnaires.corrections_changed": (
        _("Change the days of corrections"),
        _("Days of corrections changed"),
    ),
    "questionnaires.corrections_cancelled": (
        _("Cancel corrections"),
        _("Corrections cancelled before they began"),
    ),
    "questionnaires.asked_back": (_("Ask back"), _("Team asked about an answer")),
    "questionnaires.replied": (_("Reply to what was asked back"), _("Team replied about an answer")),
    "questionnaires.clarification_settled": (
        _("Settle what was asked back"),
        _("Question to a team settled"),
    ),
    "questionnaires.clarification_withdrawn": (
        _("Withdraw what was asked"),
        _("Question to a team withdrawn"),
    ),
    "questionnaires.imported": (
        _("Bring in answers from a file"),
        _("Answers of districts brought in from a file"),
    ),
    "questionnaires.exported": (
        _("Take answers along"),
        _("Answers, or who has answered, taken along as a file"),
    ),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
