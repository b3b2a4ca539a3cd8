"""What stands above every screen of step 3 because somebody helps: more time, days for corrections, questions that
wait, how the answers came. One query where the filling is read already."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language

from cycles.permissions import today_in

from ..models import CameBy, CorrectionWindow, Extension
from .filling import Filling
from .permissions import answers_on_behalf, helps, may_answer, may_ask_back, may_clarify
from .times import State, end_of


@dataclass(frozen=True)
class Above:
    """`extension` as long as it gives more time, `window` while it is open; `came_by` are the ways to choose from where
    nobody has said yet how the team's answers came."""

    extension: Extension | None
    window: CorrectionWindow | None
    waiting: int
    replied: int
    came_by: list[tuple[str, str]]
    helps: bool
    may_ask_back: bool
    may_reply: bool

    @property
    def until(self) -> str:
        return date_format(self.extension.until, "j F Y")

    @property
    def language(self) -> str:
        """Of the reason for more time, where it is not the page's."""
        return self.extension.language if self.extension.language != get_language() else ""


def above_of(user, filling: Filling) -> Above:
    rows = [row for rows in filling.clarifications.values() for row in rows if row.settled_at is None]
    return Above(
        extension=extension_in_force(filling),
        window=_window(filling),
        waiting=sum(1 for row in rows if row.replied_at is None),
        replied=sum(1 for row in rows if row.replied_at is not None),
        came_by=_came_by(user, filling),
        helps=helps(user, filling.unit),
        may_ask_back=may_ask_back(user, filling),
        may_reply=may_clarify(user, filling),
    )


def extension_in_force(filling: Filling) -> Extension | None:
    """Not over yet, and later than the last day of the others."""
    row, end = filling.extension, end_of(filling.step)
    in_force = row is not None and end is not None and row.until > end and row.until >= today_in(filling.unit)
    return row if in_force else None


def _window(filling: Filling) -> CorrectionWindow | None:
    today = today_in(filling.unit)
    running = [window for window in filling.windows if window.opens_on <= today <= window.closes_on]
    return running[-1] if running and filling.state == State.CORRECTING else None


def _came_by(user, filling: Filling) -> list[tuple[str, str]]:
    asked = answers_on_behalf(user, filling) and may_answer(user, filling)
    return list(CameBy.choices) if asked and not (filling.response and filling.response.came_by) else []
