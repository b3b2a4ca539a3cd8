from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = _("Districts and people")

    def ready(self) -> None:
        """Receivers of sign-ins and words for the log are registered by being imported."""
        from . import log_actions, sign_in  # noqa: F401
