"""Choosing a released figure in the admin: only published results can be cited."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class ResultChooserViewSet(ChooserViewSet):
    model = "results.Result"
    icon = "view"
    choose_one_text = _("Choose a released figure")
    choose_another_text = _("Choose another figure")
    per_page = 20

    def get_object_list(self):
        # By name: blocks.py needs the chooser before the models are there.
        return apps.get_model(self.model).objects.published().latest_versions().select_related("cycle")


result_chooser = ResultChooserViewSet("result_chooser")
ResultChooserBlock = result_chooser.get_block_class(name="ResultChooserBlock", module_path="results.choosers")
