"""Addresses of those who help a district, and of what the team says to them."""

from django.urls import path

from . import clarification_views, correction_views, extension_views, help_district_views, help_views

DISTRICT = "questionnaires/<uuid:key>/<str:unit>/"
HELP = "help/<uuid:key>/"

urlpatterns = [
    path(f"{DISTRICT}asked-back/", clarification_views.asked, name="answer_asked_back"),
    path(f"{DISTRICT}asked-back/<uuid:asked>/", clarification_views.reply, name="answer_reply"),
    path(f"{DISTRICT}corrected/", correction_views.corrected, name="answer_corrected"),
    path("help/of-cycle/<int:pk>/", help_views.help_of_cycle, name="help_of_cycle"),
    path("help/corrections/<uuid:key>/", correction_views.corrections, name="help_corrections"),
    path(HELP, help_views.help_teams, name="help"),
    path(f"{HELP}<str:unit>/", help_district_views.help_district, name="help_district"),
    path(f"{HELP}<str:unit>/came-by/", help_district_views.came_by, name="help_came_by"),
    path(f"{HELP}<str:unit>/more-time/", extension_views.extension, name="help_extension"),
    path(f"{HELP}<str:unit>/ask/<str:code>/", clarification_views.ask, name="help_ask"),
    path(f"{HELP}<str:unit>/asked/<uuid:asked>/", clarification_views.close, name="help_settle"),
]
