"""Addresses of people and invitations, under /fr/ and /en/."""

from django.urls import path

from . import directory_views, invitation_views, inviting_views, leaving_views, people_views, profile_views

urlpatterns = [
    path("account/profile/", profile_views.profile, name="profile"),
    path("account/posts/", leaving_views.my_posts, name="my_posts"),
    path("account/posts/<int:pk>/leave/", leaving_views.leave, name="leave_post"),
    path("account/posts/<int:pk>/left/", leaving_views.left, name="left_post"),
    path("directory/", directory_views.directory, name="directory"),
    path("directory/<int:pk>/", directory_views.directory_person, name="directory_person"),
    path("invitation/", invitation_views.enter_code, name="enter_code"),
    path("invitation/<uuid:key>/<str:secret>/", invitation_views.accept, name="accept_by_link"),
    path("people/", people_views.people, name="people"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/number/", people_views.number, name="person_number"),
    path("people/<int:pk>/reset-code/", people_views.reset_code, name="person_reset_code"),
    path("people/<int:pk>/sign-out/", people_views.sign_out, name="person_sign_out"),
    path(
        "people/<int:pk>/second-factor-off/", people_views.second_factor_off, name="person_second_factor_off"
    ),
    path("people/<int:pk>/roles/add/", people_views.add_post, name="add_post"),
    path("people/roles/<int:pk>/end/", people_views.end_post, name="end_post"),
    path("people/roles/<int:pk>/acting-lead/", people_views.acting_lead, name="acting_lead"),
    path("people/invitations/", inviting_views.invitations, name="invitations"),
    path("people/invitations/new/", inviting_views.invite_one, name="invite"),
    path("people/invitations/table/", inviting_views.invite_many, name="invite_many"),
    path("people/invitations/<int:pk>/again/", inviting_views.again, name="invite_again"),
    path("people/invitations/<int:pk>/withdraw/", inviting_views.withdraw_one, name="withdraw_invitation"),
]
