"""What is wrong with a form, each in one plain sentence: for what pyxform finds and for what is found here."""

from django.utils.translation import gettext_lazy as _

RESERVED = _("“meta” cannot be a name: forms keep their own data under it.")
TWICE_IN_A_GROUP = _("Two rows of the same group have this name.")
TWICE_IN_A_LIST = _("A choice stands twice in its list.")
NAMELESS_CHOICE = _("A choice has no name.")
BAD_NAME = _("A name begins with a letter or _ and holds letters, digits, _ , - and . only, no spaces.")
NAMELESS = _("The row has no name.")
NO_TYPE = _("The row has no type.")
NO_LABEL = _("The question has neither label nor hint.")
UNKNOWN_TYPE = _("This type of question does not exist in XLSForm.")
KOBO_ALONE = _(
    "Only KoboToolbox's own editor knows this type: ask the same in a group of ordinary questions."
)
LIST_WITH_SPACES = _("The name of a list of choices holds no spaces.")
NO_LIST = _("The list of choices is not on the sheet “choices”.")
SPACES = _("Where several choices may be taken, their names hold no spaces.")
NOT_BEGUN = _("A group or repeat is ended here that was not begun, or another one is still open.")
NOT_ENDED = _("This group or repeat is never ended.")
BAD_REFERENCE = _("A reference to an answer is written ${name}, brackets included.")
UNKNOWN_NAME = _("The row refers to a question that is not there.")
AMBIGUOUS_NAME = _("The row refers to a name that several rows have.")
NO_CALCULATION = _("A calculation has nothing to calculate.")
NO_SURVEY = _("There is no sheet “survey” with the columns type, name and label.")
SAME_COLUMN = _("Two columns mean the same.")
BAD_COLUMN = _("A column's heading is empty or has spaces.")
BAD_PARAMETERS = _("The parameters do not suit this type of question.")
FILE_OF_LIST = _("The file with the choices is a .csv, .xml or .geojson.")
LARGE_ALONE = _("A large picture needs an ordinary one beside it.")
ENTITIES = _("The sheet “entities” and the column “save_to” do not go together.")
UNLIKE_TABLE = _("The questions of a table must all have the same list of choices.")
NO_EXTERNAL_LIST = _("The list of choices is not on the sheet “external_choices”.")
