"""Erase an account from the command line: on a written request, and again after a backup was put back."""

from django.core.management.base import BaseCommand, CommandError

from districts.models import User
from home.erasing import ErasedAlready, OnlyAdministrator, erase_person, list_of_erased, remembered


class Command(BaseCommand):
    help = (
        "Close the account of this number and empty it of name, address and all that tells who it was. Without --yes "
        "it only says whose account that is. --again repeats all erasures since the backup that was restored."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "number", nargs="?", type=int, help="the account's number, as in /fr/people/NUMBER/"
        )
        parser.add_argument("--yes", action="store_true", help="do it")
        parser.add_argument(
            "--withdraw-messages", action="store_true", help="delete the texts of this person's messages too"
        )
        parser.add_argument("--again", action="store_true", help=f"everybody in {list_of_erased().name}")

    def handle(self, *args, number: int | None, yes: bool, withdraw_messages: bool, again: bool, **options):
        if again == (number is not None):
            raise CommandError("Name an account by its number, or use --again.")
        if again:
            return self._again()
        person = self._named(number)
        if not yes:
            raise CommandError(f"{number} is {person}. Nothing was changed; add --yes to erase this account.")
        self._erase(person, withdraw_messages)

    def _named(self, number: int) -> User:
        person = User.objects.filter(pk=number).first() if 0 < number < 2**31 else None
        if person is None:
            raise CommandError(f"There is no account number {number}.")
        return person

    def _again(self) -> None:
        lines = list(remembered())
        back = [(line, person) for line in lines if (person := line.person())]
        for line, person in back:
            self._erase(person, line.withdraw_messages)
        self.stdout.write(f"{len(lines)} in {list_of_erased()}, {len(back)} of them had come back.")

    def _erase(self, person: User, withdraw_messages: bool) -> None:
        try:
            erase_person(person=person, withdraw_messages=withdraw_messages, by=None)
        except ErasedAlready:
            raise CommandError(f"Account {person.pk} is erased already.") from None
        except OnlyAdministrator:
            raise CommandError(
                f"Account {person.pk} is the only administrator: name another first."
            ) from None
        self.stdout.write(f"Account {person.pk} is erased.")
