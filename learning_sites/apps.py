from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningSitesConfig(AppConfig):
    name = "learning_sites"
    verbose_name = _("Learning sites")
