from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        """Undo django-comments-xtd's receiver: at every save of a message it republishes the replies that
        moderators had withheld, and miscounts them. It is connected in that app's ready(), which is why it
        stands before this one in INSTALLED_APPS."""
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save

        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="discussions.Post")
