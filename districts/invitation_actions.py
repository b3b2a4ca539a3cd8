"""Writes about invitations: asked, withdrawn, accepted."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from notifications.actions import notify

from .actions import start_membership
from .codes import (
    LINK_LASTS,
    MOST_TRIES,
    PAPER_CODE_LASTS,
    REFERENCE_LENGTH,
    as_read,
    digest_of,
    make_code,
    matches,
)
from .invitations import new_nonce
from .models import Invitation, OrgUnit, Role, User
from .notices import INVITATION
from .permissions import may_grant

PAPER = "invitation"


class MayNotInvite(PermissionError):
    """This role, there, is not for `by` to give."""


class NotOpen(ValueError):
    """The invitation was used, withdrawn or has expired, or is no longer its sender's to give."""


class PostHeldAlready(ValueError):
    """This person is in that post already."""


@dataclass(frozen=True)
class Sent:
    """`code` is for paper and told this once; with an e-mail address it is empty, as the link goes by mail."""

    invitation: Invitation
    code: str


@transaction.atomic
def invite(
    *,
    first_name: str,
    last_name: str,
    role: Role,
    unit: OrgUnit | None,
    language: str,
    by: User,
    email: str = "",
    phone: str = "",
) -> Sent:
    """Ask somebody in: by mail if there is an address, else with a code for paper. `phone` is E.164.

    Raises MayNotInvite, and ValueError for a team post outside a district.
    """
    if not may_grant(by, role, unit):
        raise MayNotInvite(f"{role} in {unit}")
    if role in (Role.MEMBER, Role.LEAD) and not (unit and unit.is_district):
        raise ValueError("a team works in a district")
    invitation = Invitation(
        first_name=first_name, last_name=last_name, role=role, unit=unit, language=language, email=email.lower(),
        phone=phone, invited_by=by, expires_at=timezone.now() + (LINK_LASTS if email else PAPER_CODE_LASTS),
    )  # fmt: skip
    code = "" if email else _give_code(invitation)
    invitation.save()
    if email:
        _send(invitation, by)
    log(invitation, "districts.invited", user=by, data={"role": role, "unit": unit.code if unit else ""})
    return Sent(invitation, code)


def _give_code(invitation: Invitation) -> str:
    """Four characters to find the row, eight that are only in its digest."""
    reference, secret = make_code(REFERENCE_LENGTH), make_code()
    while Invitation.objects.filter(reference=reference).exists():
        reference = make_code(REFERENCE_LENGTH)
    invitation.reference, invitation.code_digest = reference, digest_of(PAPER, reference + secret)
    invitation.tries = 0
    return reference + secret


def _send(invitation: Invitation, by: User) -> None:
    notify(
        to=invitation.email,
        kind=INVITATION,
        target=invitation,
        key=f"invitation:{invitation.key}:{invitation.nonce[:12]}",
        language=invitation.language,
        by=by,
    )


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User) -> Sent:
    """A new link or code, for as long as the first; the old one is void. Raises NotOpen once it was accepted,
    MayNotInvite."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise NotOpen
    if not may_grant(by, invitation.role, invitation.unit):
        raise MayNotInvite
    invitation.nonce, invitation.withdrawn_at = new_nonce(), None
    lasts = LINK_LASTS if invitation.email else PAPER_CODE_LASTS
    invitation.expires_at = timezone.now() + lasts
    code = "" if invitation.email else _give_code(invitation)
    invitation.save()
    if invitation.email:
        _send(invitation, by)
    log(invitation, "districts.invited", user=by)
    return Sent(invitation, code)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Raises NotOpen if it was accepted."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(
        withdrawn_at=timezone.now(), nonce=new_nonce(), code_digest=""
    )
    if not changed:
        raise NotOpen
    log(invitation, "districts.invitation_withdrawn", user=by)


def find_by_code(*, text: str) -> Invitation | None:
    """The open invitation with this code from paper. A wrong code counts against the row it names, and that stays."""
    code = as_read(text)
    row = Invitation.objects.open().filter(reference=code[:REFERENCE_LENGTH]).exclude(code_digest="")
    # Counted before it is looked at: see account_actions.find_reset_code.
    if not row.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return None
    found = Invitation.objects.get(reference=code[:REFERENCE_LENGTH])
    if not matches(PAPER, code, found.code_digest):
        return None
    Invitation.objects.filter(pk=found.pk).update(tries=F("tries") - 1)
    found.refresh_from_db()
    return found


def still_given(invitation: Invitation) -> bool:
    """Whoever left the post from which they invited lets nobody in any more, themselves under another name least."""
    by = invitation.invited_by
    return by is None or may_grant(by, invitation.role, invitation.unit)


@transaction.atomic
def accept_as_new(
    *,
    invitation: Invitation,
    first_name: str,
    last_name: str,
    email: str,
    phone: str,
    language: str,
    password: str,
    research_consent: bool,
) -> User:
    """An account and its first post. Raises NotOpen, ValidationError for a weak password, IntegrityError if address
    or number belong to an account, or both are missing."""
    person = User(email=User.objects.normalize_email(email), phone=phone or None, language=language)
    person.first_name, person.last_name = first_name, last_name
    person.research_consent_at = timezone.now() if research_consent else None
    validate_password(password, person)
    person.set_password(password)
    person.save()
    log(person, "wagtail.create", user=person)
    _take_post(invitation, person)
    return person


@transaction.atomic
def accept_as(*, invitation: Invitation, person: User) -> None:
    """Somebody who has an account takes one more post. Raises NotOpen, PostHeldAlready."""
    _take_post(invitation, person)


def _take_post(invitation: Invitation, person: User) -> None:
    """One statement decides who was first, so that two clicks at once make one account."""
    if not still_given(invitation):
        raise NotOpen
    now = timezone.now()
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(
        accepted_at=now, accepted_by=person, nonce=new_nonce(), code_digest=""
    )  # fmt: skip
    if not taken:
        raise NotOpen
    try:
        with transaction.atomic():
            start_membership(
                user=person,
                role=Role(invitation.role),
                unit=invitation.unit,
                by=invitation.invited_by,
                starts_on=_today(),
            )
    except IntegrityError:
        raise PostHeldAlready from None
    log(invitation, "districts.invitation_accepted", user=person)


def _today() -> datetime.date:
    return timezone.localdate()
