"""Addresses of what gathers from every step, under /fr/ and /en/."""

from django.urls import path

from . import erasing_views, handover_views, my_data_views

urlpatterns = [
    path("account/data/", my_data_views.my_data, name="my_data"),
    path("account/data/read/", my_data_views.read, name="my_data_read"),
    path("account/data/file.<str:form>", my_data_views.file, name="my_data_file"),
    path("account/data/research/", my_data_views.research, name="my_data_research"),
    path("account/data/erase/", erasing_views.erase_me, name="erase_me"),
    path("account/data/erased/", erasing_views.erased, name="erased"),
    path("handover/<int:pk>/", handover_views.handover, name="handover"),
    path("handover/<int:pk>/notes/add/", handover_views.add_note, name="handover_note_add"),
    path("handover/notes/<int:pk>/change/", handover_views.change, name="handover_note_change"),
    path("handover/notes/<int:pk>/withdraw/", handover_views.withdraw, name="handover_note_withdraw"),
    path("people/<int:pk>/erase/", erasing_views.erase_somebody, name="erase_person"),
]
