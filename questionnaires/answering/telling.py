"""Writes: a member lets those who sign know that everything is answered."""

from django.db import transaction

from districts.models import User
from notifications.models import Outbox

from ..notices import ReadyToSign, ask_to_sign
from .filling import Filling
from .readiness import obstacles_of
from .team import leads_among, team_of


class NobodyToTell(ValueError):
    """The team has no lead at present."""


class NotReadyToSign(ValueError):
    """Something has to be put right first, nothing is answered, or it is signed as it stands."""


@transaction.atomic
def tell_leads(*, filling: Filling, by: User) -> list[User]:
    """Those who will be told; whoever was told today already is not among them.

    Raises NobodyToTell, NotReadyToSign.
    """
    leads = leads_among(team_of(filling.unit))
    if not leads:
        raise NobodyToTell
    response = filling.response
    signed = response is not None and response.signed_at and not response.changed_since_signed
    if response is None or signed or not filling.standing or obstacles_of(filling):
        raise NotReadyToSign
    before = set(
        Outbox.objects.filter(kind=ReadyToSign.name, recipient__in=leads).values_list("key", flat=True)
    )
    rows = [(lead, ask_to_sign(response, filling.unit, lead, by=by)) for lead in leads]
    return [lead for lead, row in rows if row.key not in before]
