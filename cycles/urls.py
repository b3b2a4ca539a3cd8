"""Addresses about a cycle beside its page, under /fr/ and /en/."""

from django.urls import path

from . import issue_views, owner_views, proposing_views, views

urlpatterns = [
    path("cycles/<slug:code>/calendar.ics", views.calendar, name="cycle_calendar"),
    path("cycle/<slug:code>/follow/", views.follow, name="follow_cycle"),
    path("cycle/<slug:code>/decision-owner/", owner_views.decision_owner, name="decision_owner"),
    path("cycle/<slug:code>/proposals/", issue_views.issues, name="issues"),
    path("cycle/<slug:code>/proposals/new/", proposing_views.propose, name="propose_issue"),
    path("proposal/<uuid:key>/", issue_views.issue, name="issue"),
    path("proposal/<uuid:key>/support/", issue_views.support, name="support_issue"),
    path("proposal/<uuid:key>/change/", proposing_views.change, name="change_issue"),
    path("proposal/<uuid:key>/withdraw/", proposing_views.withdraw, name="withdraw_issue"),
]
