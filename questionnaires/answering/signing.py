"""Writes: a team stands for its answers, says why it keeps some, confirms what was entered for it."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cycles.actions import record_participation
from cycles.models import Participation
from districts.models import User

from ..models import Check, CheckReason, Response, Signature
from ..notices import ask_to_confirm
from .filling import Filling
from .readiness import (
    Obstacle,
    checks_that_fail,
    obstacles_of,
    reason_of,
    values_of_check,
    what_is_signed,
)
from .saving import NotOpenNow, note_change

LONGEST_REASON = 500


class NotReady(ValueError):
    """`obstacles` say what has to be put right before it can be signed."""

    def __init__(self, obstacles: list[Obstacle]):
        super().__init__(", ".join(f"{each.code}:{each.kind}" for each in obstacles))
        self.obstacles = obstacles


class ChangedSinceRead(ValueError):
    """Somebody saved an answer after the signer had read them."""


class NothingToSign(ValueError):
    """Not a single answer."""


class HowItCameMissing(ValueError):
    """Whoever signs for a team says how its answers came."""


class NotWaiting(ValueError):
    """Nothing waits for the team to confirm it."""


@transaction.atomic
def sign_response(*, filling: Filling, revision: int, by: User, on_behalf: bool = False) -> Signature:
    """The response as it stands, whole and for good; `revision` is the one that the signer has read. Signing what is
    signed already changes nothing and returns that signature. Signed `on_behalf` of the team it counts at once, and
    the lead is asked to confirm it.

    Raises NotOpenNow, NothingToSign, ChangedSinceRead, NotReady, HowItCameMissing.
    """
    if not filling.is_changeable:
        raise NotOpenNow(filling.state)
    response = _locked(filling)
    if response is None or not filling.standing:
        raise NothingToSign
    if response.revision != revision:
        raise ChangedSinceRead
    if obstacles := obstacles_of(filling):
        raise NotReady(obstacles)
    if on_behalf and not response.came_by:
        raise HowItCameMissing
    last = filling.signature
    if last is not None and not response.changed_since_signed and (on_behalf or not last.waits_for_team):
        return last
    signature = _sign(filling, response, by, on_behalf)
    if on_behalf:
        ask_to_confirm(signature, by)
    filling.forget_answers()
    return signature


def _locked(filling: Filling) -> Response | None:
    found = Response.objects.select_for_update()
    response = found.filter(questionnaire=filling.questionnaire, unit=filling.unit).first()
    filling.forget_answers()
    return response


def _sign(filling: Filling, response: Response, by: User, on_behalf: bool) -> Signature:
    kept = what_is_signed(filling)
    signature = Signature.objects.create(
        response=response,
        number=(filling.signature.number if filling.signature else 0) + 1,
        by=by,
        version=filling.questionnaire.version,
        values=kept.values,
        comments=kept.comments,
        reasons=kept.reasons,
        on_behalf=on_behalf,
        came_by=response.came_by if on_behalf else "",
    )
    response.signed_at, response.signed_by, response.signed_revision = signature.at, by, response.revision
    response.source = Response.Source.TEAM
    response.save(update_fields=["signed_at", "signed_by", "signed_revision", "source"])
    record_participation(
        cycle=filling.cycle, unit=filling.unit, kind=Participation.Kind.ANSWERED, by=by, at=signature.at
    )
    log(response, "questionnaires.signed", user=by, data={"number": signature.number, "on_behalf": on_behalf})
    return signature


@transaction.atomic
def keep_with_reason(
    *, filling: Filling, check: int, because: str, language: str, by: User
) -> CheckReason | None:
    """Why the answers stand although the check with that id does not hold; for these very answers. An empty reason
    takes back the one that was given. What is said already changes nothing.

    Raises NotOpenNow, and ValueError for a check that holds or takes no reason.
    """
    if not filling.is_changeable:
        raise NotOpenNow(filling.state)
    response = _locked(filling)
    because = because.strip()[:LONGEST_REASON]
    failed = next((each.check for each in checks_that_fail(filling) if each.check.pk == check), None)
    if response is None or failed is None or not failed.with_reason:
        raise ValueError("nothing that could be kept with a reason")
    row = reason_of(filling, failed)
    if because == (row.because if row else ""):
        return row
    said = {"because": because, "language": language, "by": by, "at": timezone.now()}
    row = _write_reason(response, failed, said | {"values": values_of_check(filling, failed)})
    note_change(filling, response)
    data = {"question": failed.question.code, "because": because}
    log(response, "questionnaires.check_kept", user=by, data=data)
    return row


def _write_reason(response: Response, check: Check, said: dict) -> CheckReason | None:
    rows = CheckReason.objects.filter(response=response, check_kept=check)
    if not said["because"]:
        rows.delete()
        return None
    return CheckReason.objects.update_or_create(response=response, check_kept=check, defaults=said)[0]


@transaction.atomic
def confirm_response(*, filling: Filling, number: int, by: User) -> Signature:
    """The team stands for what a facilitator signed for it; `number` is the signature that the lead has read. Raises
    NotWaiting, also for the second who confirms, and ChangedSinceRead."""
    _locked(filling)
    signature = filling.signature
    if signature is None or not signature.waits_for_team:
        raise NotWaiting
    if signature.number != number:
        raise ChangedSinceRead
    signature.confirmed_at, signature.confirmed_by = timezone.now(), by
    signature.save(update_fields=["confirmed_at", "confirmed_by"])
    record_participation(cycle=filling.cycle, unit=filling.unit, kind=Participation.Kind.CONFIRMED, by=by)
    log(signature.response, "questionnaires.confirmed", user=by, data={"number": signature.number})
    return signature
