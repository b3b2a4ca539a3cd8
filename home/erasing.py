"""Erasing a person: each app does its own part, in one transaction."""

import csv
import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

import content.erasing
import cycles.erasing
import discussions.erasing
import districts.erasing
import notifications.erasing
import questionnaires.erasing
from content.page_cache import bump
from districts.models import User
from districts.personal_data import invitations_to

said = logging.getLogger(__name__)


class ErasedAlready(ValueError):
    pass


class OnlyAdministrator(ValueError):
    """Nobody else would be left to administer the portal, or a country."""


@transaction.atomic
def erase_person(*, person: User, withdraw_messages: bool, by: User | None) -> User:
    """Close the account at once and empty it of whatever tells who it was. Answers, notes, decisions and the log stay,
    under "former member"; so do messages, unless they are withdrawn with it. There is no way back.

    Raises ErasedAlready, OnlyAdministrator.
    """
    districts.erasing.lock_administrators()
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        raise ErasedAlready(str(person.pk))
    if districts.erasing.is_only_administrator(person):
        raise OnlyAdministrator
    invitations = list(invitations_to(person))
    known_by = _known_by(person, invitations)
    name = person.get_full_name()

    withdrawn = discussions.erasing.erase(person=person, withdraw_messages=withdraw_messages)
    cycles.erasing.erase(person=person)
    questionnaires.erasing.erase(person=person)
    notifications.erasing.erase(person=person, addresses=known_by, about=invitations)
    content.erasing.erase(person=person)
    districts.erasing.erase(person=person, invitations=invitations, by=by)
    content.erasing.forget_in_log(known_by=known_by, name=name)
    log(person, "districts.erased", user=by, data={"messages_withdrawn": withdrawn})
    content.erasing.name_in_log(person)
    transaction.on_commit(bump)
    transaction.on_commit(lambda: remember(Erased.now(person, withdraw_messages)), robust=True)
    return person


def _known_by(person: User, invitations: list) -> list[str]:
    """Addresses and numbers, those of the time of the invitation included. Not the ways to reach the person: an
    office's number is others' too, and they are in no log."""
    found = {person.email, person.phone}
    for invitation in invitations:
        found |= {invitation.email, invitation.phone}
    return sorted(filter(None, found))


@dataclass(frozen=True)
class Erased:
    """A line of the list by which erasures are repeated after a restore. An older backup may since have given the
    number to somebody else, hence the moment at which the account was made."""

    number: int
    made: str
    withdraw_messages: bool
    erased: str

    @classmethod
    def now(cls, person: User, withdraw_messages: bool) -> "Erased":
        return cls(person.pk, person.date_joined.isoformat(), withdraw_messages, timezone.now().isoformat())

    def person(self) -> User | None:
        """None if that account is not there, or is erased."""
        made = datetime.datetime.fromisoformat(self.made)
        return User.objects.filter(pk=self.number, date_joined=made, erased_at__isnull=True).first()


def list_of_erased() -> Path:
    """Beside the database and not in it: what a restore puts back must not undo it."""
    return settings.DATA_DIR / "erased.csv"


def remember(line: Erased) -> None:
    said.warning("erased: account %s", line.number)
    with list_of_erased().open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([line.number, line.made, int(line.withdraw_messages), line.erased])


def remembered() -> Iterator[Erased]:
    if not list_of_erased().exists():
        return
    with list_of_erased().open(encoding="utf-8", newline="") as file:
        for number, made, withdraw, erased in csv.reader(file):
            yield Erased(int(number), made, withdraw == "1", erased)
