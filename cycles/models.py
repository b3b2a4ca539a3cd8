"""Django looks for models here: records.py has cycles and their steps, issues.py what teams propose, pages.py what
is read."""

from .issues import Issue, Vote
from .pages import CyclePage, CyclesIndexPage
from .records import (
    CycleStep,
    DateChange,
    Follower,
    LearningCycle,
    Participation,
    Step,
    StepCompletion,
)

__all__ = [
    "CyclePage",
    "CycleStep",
    "CyclesIndexPage",
    "DateChange",
    "Follower",
    "Issue",
    "LearningCycle",
    "Participation",
    "Step",
    "StepCompletion",
    "Vote",
]
