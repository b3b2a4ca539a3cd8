from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """Listens to what editors do in Wagtail's own admin, which calls no action of ours. Whatever the portal
    itself changes says so to the page cache in its action."""

    name = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from wagtail.models import PageViewRestriction
        from wagtail.signals import (
            copy_for_translation_done,
            page_published,
            page_unpublished,
            post_page_move,
        )

        page_published.connect(published)
        # Deleting a page unpublishes it first, so this covers deletion too.
        page_unpublished.connect(unpublished)
        copy_for_translation_done.connect(copied)
        post_page_move.connect(changed)
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=PageViewRestriction)


def published(instance, **kwargs) -> None:
    from .translation_state import mark_untranslated

    mark_untranslated(instance)
    changed()


def unpublished(instance, **kwargs) -> None:
    from .translation_state import unpublish_translations

    unpublish_translations(instance)
    changed()


def copied(target_obj, **kwargs) -> None:
    """An alias in another language is live without ever having been published."""
    from .translation_state import mark_untranslated

    if getattr(target_obj, "live", False):
        mark_untranslated(target_obj)
        changed()


def changed(**kwargs) -> None:
    from .page_cache import bump

    transaction.on_commit(bump)
