"""Django looks for models here: records.py has what answers and votes hang on, pages.py what is read."""

from .pages import CyclePage, CyclesIndexPage
from .records import CycleStep, Issue, LearningCycle, Participation, Step, StepCompletion

__all__ = [
    "CyclePage",
    "CycleStep",
    "CyclesIndexPage",
    "Issue",
    "LearningCycle",
    "Participation",
    "Step",
    "StepCompletion",
]
