"""Prepare an installation without the demonstration."""

from django.core.management.base import BaseCommand
from django.db import transaction

from home.demo.tree import load_home, load_plain_pages
from home.models import HomePage
from home.set_up import set_up


class Command(BaseCommand):
    help = "Create what is missing: languages, groups with their rights, review workflow, first pages."

    @transaction.atomic
    def handle(self, *args, **options):
        set_up()
        if not HomePage.objects.exists():
            load_plain_pages(load_home())
