from django.urls import path

from . import similar, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("similar/", similar.similar, name="similar"),
]
