"""Load the demonstration once; later runs never touch it. --reset starts over."""

import secrets

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content.page_cache import bump
from districts.models import User
from home.demo.cycle import load_cycle
from home.demo.handover import load_handover
from home.demo.open_cycle import load_open_cycle
from home.demo.places import load_people, load_places
from home.demo.profiles import load_profiles
from home.demo.proposals import load_proposals
from home.demo.threads import load_threads
from home.demo.tree import load_cycle_pages, load_home, load_plain_pages, load_sites
from home.models import DemoLoad, HomePage
from home.set_up import set_up


class Command(BaseCommand):
    help = "Load the demonstration content and accounts, once."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="empty the database first")

    def handle(self, *args, reset: bool, **options):
        if reset:
            self._empty()
        if DemoLoad.objects.exists():
            self.stdout.write("The demonstration is there already.")
            return
        if HomePage.objects.exists() or User.objects.exists():
            raise CommandError("This portal has pages or people of its own: no demonstration is mixed in.")
        password = self._password()
        with transaction.atomic():
            self._load(password)
            DemoLoad.objects.create()
        bump()

    def _empty(self) -> None:
        if not settings.DEMO:
            raise CommandError("Only a demonstration (DEMO=1) can be reset: this would delete everything.")
        call_command("flush", interactive=False, verbosity=0)
        cache.clear()

    def _load(self, password: str) -> None:
        self._say("Languages, groups and the review workflow")
        set_up()
        self._say("Districts of Guinea and Benin, and accounts")
        units = load_places()
        people = load_people(units, password)
        load_profiles(people)
        self._say("Home page and plain pages")
        home = load_home()
        load_plain_pages(home)
        self._say("The cycle on maternal deaths: answers and frozen results")
        cycle = load_cycle(units)
        load_cycle_pages(cycle)
        self._say("A cycle on which teams propose now")
        load_proposals(units, people)
        self._say("A cycle whose questionnaire is being answered")
        load_open_cycle(units, people)
        self._say("Learning sites and their stories")
        load_sites(home)
        self._say("Example messages and a hand-over note")
        load_threads(people)
        load_handover(units, people)

    def _say(self, what: str) -> None:
        self.stdout.write(f"  {what} …")
        self.stdout.flush()

    def _password(self) -> str:
        """The demo accounts' one password, kept beside the data so that every start can print it."""
        file = settings.DATA_DIR / "demo-password.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(secrets.token_urlsafe(9) + "\n", encoding="utf-8")
            file.chmod(0o600)
        return file.read_text(encoding="utf-8").strip()
