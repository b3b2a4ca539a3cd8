"""Django looks for models here: structure.py has what is asked, versions.py how it was worded when, piloting.py what
testers said of it, responses.py what districts answered, answer_history.py how that came about, exports.py what is
taken along, imports.py what is brought in."""

from .answer_history import AnswerFile, AnswerVersion, Saving, Signature
from .exports import Export
from .imports import AnswerImport, Remembered
from .piloting import PilotLink, PilotRemark
from .responses import Answer, CameBy, CheckReason, Clarification, CorrectionWindow, Extension, Response
from .structure import Check, Choice, Question, Questionnaire, Section
from .versions import Correction, Version

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerImport",
    "AnswerVersion",
    "CameBy",
    "Check",
    "CheckReason",
    "Choice",
    "Clarification",
    "Correction",
    "CorrectionWindow",
    "Export",
    "Extension",
    "PilotLink",
    "PilotRemark",
    "Question",
    "Questionnaire",
    "Remembered",
    "Response",
    "Saving",
    "Section",
    "Signature",
    "Version",
]
