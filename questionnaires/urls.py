"""Addresses of questionnaires under /fr/ and /en/."""

from django.urls import include, path

from . import paper_views, pilot_views

urlpatterns = [
    path("", include("questionnaires.answering.urls")),
    path("questionnaires/<uuid:key>/blank.pdf", paper_views.blank_form, name="blank_form"),
    path("pilot/<uuid:key>/<str:secret>/", pilot_views.start, name="pilot"),
    path("pilot/<uuid:key>/<str:secret>/<int:section>/", pilot_views.section, name="pilot_section"),
]
