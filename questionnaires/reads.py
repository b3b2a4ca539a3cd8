"""Who will read an answer, for the line beside its field."""

from .models import Question


def reads_of(question: Question) -> str:
    """Ends the line “Who can read this:”."""
    return question.get_level_display()
