"""Prepare an installation without the demonstration: languages, groups, workflow."""

from django.core.management.base import BaseCommand

from home.set_up import set_up


class Command(BaseCommand):
    help = "Create the languages, groups with their rights and the review workflow that are missing."

    def handle(self, *args, **options):
        set_up()
