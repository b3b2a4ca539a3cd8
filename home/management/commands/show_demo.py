"""The last lines of `make run`: the address, the demo accounts and their password."""

from django.conf import settings
from django.core.management.base import BaseCommand

from home.demo.places import ACCOUNTS
from home.models import DemoLoad


class Command(BaseCommand):
    help = "Print the address and, where the demonstration is loaded, its accounts."

    def handle(self, *args, **options):
        self.stdout.write(f"\n{settings.PORTAL_URL}/")
        file = settings.DATA_DIR / "demo-password.txt"
        if not (settings.DEMO and DemoLoad.objects.exists() and file.exists()):
            return
        for email, *_rest in ACCOUNTS:
            self.stdout.write(email)
        self.stdout.write(f"password: {file.read_text(encoding='utf-8').strip()}")
