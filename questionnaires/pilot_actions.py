"""Writes about trying a questionnaire out: links, and what testers say."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from districts.models import User

from .models import PilotLink, PilotRemark, Questionnaire
from .values import clean_text

SHORTEST, USUAL, LONGEST = 1, 14, 30  # days
LONGEST_REMARK, LONGEST_NAME = 2000, 120
# Whoever has the address could write for ever.
MOST_REMARKS = 2000


class TrialOver(ValueError):
    """The questionnaire has opened, or the link is withdrawn or out of time."""


class TooManyRemarks(ValueError):
    """The link has as many as anybody would read."""


@transaction.atomic
def make_pilot_link(*, questionnaire: Questionnaire, by: User | None, days: int = USUAL) -> PilotLink:
    """Raises TrialOver once the questionnaire is open, ValueError for less than a day or more than thirty."""
    if questionnaire.opened_at:
        raise TrialOver
    if not SHORTEST <= days <= LONGEST:
        raise ValueError(f"a link lasts {SHORTEST} to {LONGEST} days")
    expires_at = timezone.now() + datetime.timedelta(days=days)
    link = PilotLink.objects.create(questionnaire=questionnaire, made_by=by, expires_at=expires_at)
    log(questionnaire, "questionnaires.pilot_link_made", user=by, data={"days": days})
    return link


@transaction.atomic
def withdraw_pilot_link(*, link: PilotLink, by: User | None) -> None:
    """Its remarks stay. Again: no change."""
    if PilotLink.objects.filter(pk=link.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        log(link.questionnaire, "questionnaires.pilot_link_withdrawn", user=by)
    link.refresh_from_db(fields=["withdrawn_at"])


@transaction.atomic
def add_remark(
    *, link: PilotLink, text: str, language: str, code: str = "", name: str = ""
) -> PilotRemark | None:
    """What a tester says of the question `code`, or of the whole; None for an empty text. Testers have no account, so
    there is no `by` and the row itself is the record. The same words sent twice (a second click, a page loaded
    again) are one remark.

    Raises TrialOver, TooManyRemarks, and ValueError for a text that is too long.
    """
    text, name = clean_text(text).strip(), " ".join(clean_text(name).split())[:LONGEST_NAME]
    if not text:
        return None
    if len(text) > LONGEST_REMARK:
        raise ValueError(f"a remark has at most {LONGEST_REMARK} characters")
    if not PilotLink.objects.open().filter(pk=link.pk).exists():
        raise TrialOver
    question = link.questionnaire.questions.filter(code=code).first() if code else None
    said = {"link": link, "code": code[:80], "text": text, "name": name, "language": language}
    if (same := PilotRemark.objects.filter(**said).first()) is not None:
        return same
    if link.remarks.count() >= MOST_REMARKS:
        raise TooManyRemarks
    return PilotRemark.objects.create(question=question, **said)


@transaction.atomic
def settle_remark(*, remark: PilotRemark, by: User | None, done: bool = True) -> None:
    """Dealt with, or not after all."""
    changed = PilotRemark.objects.filter(pk=remark.pk, done_at__isnull=done)
    if changed.update(done_at=timezone.now() if done else None):
        data = {"code": remark.code, "done": done}
        log(remark.link.questionnaire, "questionnaires.remark_settled", user=by, data=data)
    remark.refresh_from_db(fields=["done_at"])
