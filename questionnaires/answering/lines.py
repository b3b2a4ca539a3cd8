"""A questionnaire's sections in a list: how far each is, who was there last, which comes next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..minutes import about, seconds_of
from ..models import Answer, Section
from .filling import Filling


@dataclass(frozen=True)
class Line:
    """`latest` is the answer that was last given in it; `asked` is 0 where these answers leave the section out."""

    place: int
    section: Section
    answered: int
    asked: int
    to_settle: int
    unread: int
    latest: Answer | None
    minutes: int

    @property
    def left(self) -> int:
        return self.asked - self.answered

    @property
    def state(self) -> str:
        """For the circle before it."""
        return "done" if self.asked and not self.left and not self.to_settle else "todo"

    @property
    def needs_minutes(self) -> str:
        return about(self.minutes) if self.minutes else ""

    @property
    def said(self) -> str:
        if not self.asked:
            return _("not asked, after what you answered")
        return _("%(answered)d of %(asked)d") % {"answered": self.answered, "asked": self.asked}


def lines_of(filling: Filling) -> list[Line]:
    return [_line(filling, place, section) for place, section in enumerate(filling.sections, start=1)]


def _line(filling: Filling, place: int, section: Section) -> Line:
    asked, left = filling.answerable(section.asked), filling.to_answer(section)
    codes = {question.code for question in asked}
    answers = [filling.answers[code] for code in codes if code in filling.answers]
    return Line(
        place=place,
        section=section,
        answered=len(asked) - len(left),
        asked=len(asked),
        to_settle=len(codes & set(filling.rivals)),
        unread=sum(1 for row in answers if row.value is None and row.typed),
        latest=max((row for row in answers if row.by_id), key=lambda row: row.at, default=None),
        minutes=-(-int(sum(seconds_of(question) for question in left)) // 60),
    )


def next_to_do(lines: list[Line]) -> Line | None:
    """The first with something to answer, to choose or to put right; None once there is nothing left."""
    return next((line for line in lines if line.left or line.to_settle or line.unread), None)
