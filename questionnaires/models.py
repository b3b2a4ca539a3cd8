"""Django looks for models here: structure.py has what is asked, versions.py how it was worded when, piloting.py what
testers said of it, responses.py what districts answered."""

from .piloting import PilotLink, PilotRemark
from .responses import Answer, Response
from .structure import Check, Choice, Question, Questionnaire, Section
from .versions import Correction, Version

__all__ = [
    "Answer",
    "Check",
    "Choice",
    "Correction",
    "PilotLink",
    "PilotRemark",
    "Question",
    "Questionnaire",
    "Response",
    "Section",
    "Version",
]
