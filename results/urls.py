from django.urls import path, register_converter

from . import looks_views, views
from .reading import FORMS


class FormConverter:
    """How a figure may be drawn; another word is not found."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "form")

urlpatterns = [
    path("results/<uuid:key>/", views.result_page, name="result"),
    # Without a version, the latest; a figure in a page leads to the very version that it shows.
    path("results/<uuid:key>/figure.csv", views.result_csv, name="result_csv"),
    path("results/<uuid:key>/v<int:version>/figure.csv", views.result_csv, name="result_csv"),
    path("results/<uuid:key>/<form:form>/explore/", views.explore, name="explore"),
    path("results/<uuid:key>/v<int:version>/<form:form>/explore/", views.explore, name="explore"),
    path("team/<int:pk>/looks/", looks_views.data_looks, name="data_looks"),
]
