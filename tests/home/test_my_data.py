"""Rights over one's data: all of it is shown and taken along, by its owner alone, and research is asked for."""

import datetime
import json

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.models import ModelLogEntry

from districts.models import Role, User
from home.my_data import sections_of
from tests.discussions.threads import fill
from tests.districts.accounts import PASSWORD, account, sign_in, text_of
from tests.districts.places import districts_of

from . import people_with_traces as traces
from .people_with_traces import confirmed

DATA = "/en/account/data/"
FILES = (f"{DATA}file.json", f"{DATA}file.html", f"{DATA}read/")


@pytest.fixture
def member(pages_ready) -> User:
    return account(None)


def test_how_much_there_is_of_what_is_shown_at_once(client, zenabou):
    client.force_login(zenabou)
    page = text_of(client.get(DATA))
    assert "Messages you wrote 2" in page and "When you signed in" in page
    assert traces.WRITTEN not in page and "Give my password" in page


@pytest.mark.parametrize("address", FILES)
def test_what_it_says_is_shown_only_after_the_password(client, member, address):
    sign_in(client, member.email)
    response = client.get(address)
    assert response.status_code == 302 and response.url.startswith(
        "/accounts/reauthenticate/?lang=en&next=%2Fen%2F"
    )
    assert not ModelLogEntry.objects.filter(action="districts.data_downloaded").exists()
    response = client.post(response.url, {"password": "not it"})
    assert response.status_code == 200 and client.get(address).status_code == 302
    response = client.post(f"/accounts/reauthenticate/?next={DATA}", {"password": PASSWORD})
    assert response.url == DATA
    assert client.get(address).status_code == 200


def test_the_password_is_good_for_five_minutes(client, member, monkeypatch):
    confirmed(client, member)
    assert client.get(FILES[0]).status_code == 200
    later = datetime.datetime.now().timestamp() + 301
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: later)
    assert client.get(FILES[0]).status_code == 302


@pytest.mark.parametrize("address", [DATA, *FILES, f"{DATA}erase/"])
def test_somebody_who_is_not_signed_in_is_asked_to(client, pages_ready, address):
    assert client.get(address).url.startswith("/accounts/login/")


@pytest.mark.parametrize("address", [DATA, *FILES])
def test_nobody_keeps_it_on_the_way(client, member, address):
    response = confirmed(client, member).get(address)
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_reading_and_saving_are_logged_and_looking_whether_it_is_there_is_not(client, member):
    confirmed(client, member)
    for address in FILES:
        client.get(address)
        client.head(address)
    noted = ModelLogEntry.objects.filter(action="districts.data_downloaded", user=member)
    assert sorted(entry.data["form"] for entry in noted) == ["html", "json", "page"]


def everything(client, zenabou) -> dict[str, list[dict]]:
    found = json.loads(confirmed(client, zenabou).get(FILES[0]).content)
    return {section["key"]: section["records"] for section in found["sections"]}


def test_the_file_for_programs_has_every_trace(client, zenabou):
    found = everything(client, zenabou)
    account_row = found["account"][0]
    assert (account_row["First name"], account_row["E-mail address"], account_row["Telephone number"]) == (
        traces.FIRST, traces.EMAIL, traces.PHONE,
    )  # fmt: skip
    assert account_row["Agreed to use for research"].startswith(f"{timezone.now():%Y-%m-%d}")
    assert found["profile"][0]["Languages spoken"] == ["Français", "Pular"]
    assert {row["Number or address"] for row in found["channels"]} == {
        traces.OFFICE,
        "chez.zenabou@example.org",
    }
    assert [row["Text"] for row in found["messages"]] == [traces.WRITTEN, "Un second message, en attente."]
    assert found["messages"][0]["In the discussion of"] == "Twenty of twenty-three"
    assert found["handover_notes"][0]["Text"] == traces.NOTE
    assert traces.KEPT in found["kept"][0]["What you wrote"]
    assert found["looks"][0]["Cycle"] == "Test cycle" and found["participations"][0]["Cycle"] == "Test cycle"
    done = {row["What"] for row in found["participations"]}
    assert done == {"proposed an issue", "began to answer", "answered"}
    assert {row["Accepted"] is None for row in found["invitations"]} == {True, False}
    assert {row["Role"] for row in found["roles"]} == {"team member", "facilitator"}
    assert [(row["Answer"], row["Comment"]) for row in found["answers"]] == [("3", traces.SAID)]
    assert len(found["answers_chosen"]) == len(found["savings"]) == len(found["signatures"]) == 1
    assert len(found["notices"]) >= 5 and len(found["notices_caused"]) == 1
    assert found["mail_choices"][0]["Wanted"] is False
    assert found["pages"][0]["Title"] == "Une leçon" and found["remarks"][0]["Text"] == "À relire."
    assert "Telephone number verified by a call" in {row["What"] for row in found["done_by_others"]}
    assert "Hand-over" in str(found["done"]) or "Message written" in {row["What"] for row in found["done"]}


def test_secrets_and_other_people_are_not_in_it(client, zenabou, guinea):
    from districts.invitation_actions import invite

    district = districts_of(guinea)[0]
    invite(
        first_name="Moussa", last_name="Invité", role=Role.MEMBER, unit=district, language="fr", by=zenabou,
        email="moussa@example.org",
    )  # fmt: skip
    whole = confirmed(client, zenabou).get(FILES[0]).content.decode()
    assert "second_factor" in whole and "TOTP" in whole
    secrets = [
        zenabou.password,
        zenabou.authenticator_set.get(type="totp").data["secret"],
        zenabou.sign_ins.first().form_secret,
    ]
    secrets += [zenabou.reset_codes.get().digest, zenabou.kept_posts.get().key]
    assert not [secret for secret in secrets if secret in whole]
    assert "invitations_sent" in whole and "Moussa" not in whole and "moussa@" not in whole


def test_page_and_file_to_read_say_the_same_in_the_reader_s_language(client, zenabou):
    confirmed(client, zenabou)
    for address in FILES[1:]:
        page = text_of(client.get(address))
        for words in (
            traces.WRITTEN,
            traces.NOTE,
            traces.TITLE,
            traces.EMAIL,
            "Français · Pular",
            "Hand-over notes",
        ):
            assert words in page, (address, words)
    french = client.get(FILES[1].replace("/en/", "/fr/")).content.decode()
    assert '<html lang="fr">' in french and "membre d’équipe" in french


def test_the_file_to_read_needs_nothing_else_and_is_saved_not_shown(client, zenabou):
    response = confirmed(client, zenabou).get(FILES[1])
    assert response["Content-Disposition"].startswith('attachment; filename="district-team-')
    page = response.content.decode()
    assert "<style>" in page and "@media print" in page and "<link" not in page and "<script" not in page


def test_what_people_wrote_is_text_in_the_file_not_code(client, zenabou, result):
    from tests.discussions.threads import say

    say(result, zenabou, "<script>alert(1)</script>")
    assert "<script" not in confirmed(client, zenabou).get(FILES[1]).content.decode()


def test_a_form_of_file_that_there_is_not_is_not_found(client, member):
    assert confirmed(client, member).get(f"{DATA}file.exe").status_code == 404


def test_ten_thousand_messages_cost_as_many_questions_as_ten(
    client, zenabou, result, django_assert_max_num_queries
):  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def questions(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    confirmed(client, zenabou)
    fill(result, zenabou, 10)
    few = [questions(address) for address in (DATA, *FILES)]
    fill(result, zenabou, 10_000)
    client.get(DATA)
    assert [questions(address) for address in (DATA, *FILES)] == few
    with django_assert_max_num_queries(20):
        client.get(DATA)
    found = everything(client, zenabou)
    assert len(found["messages"]) == 10_012
    assert len(client.get(FILES[2]).content) < 400_000, "the page for reading here has a hundred of each"


def test_research_is_agreed_to_and_no_longer_with_the_day_and_a_line_in_the_log(client, member):
    client.force_login(member)
    assert "You do not agree at present." in text_of(client.get(DATA))
    client.post(f"{DATA}research/", {"agrees": "yes"})
    first = User.objects.get(pk=member.pk).research_consent_at
    assert first and "You agreed on" in text_of(client.get(DATA))
    client.post(f"{DATA}research/", {"agrees": "yes"})
    assert User.objects.get(pk=member.pk).research_consent_at == first, "the day is that of the first yes"
    client.post(f"{DATA}research/", {"agrees": "\x00"})
    client.post(f"{DATA}research/", {"agrees": "no"})
    assert User.objects.get(pk=member.pk).research_consent_at is None
    noted = ModelLogEntry.objects.filter(action="districts.research_consent", user=member).order_by("pk")
    assert [entry.data["agrees"] for entry in noted] == [True, False]


# Every way in which a row can point to a person: the section that shows it, or why there is none.
HELD = {
    "account.EmailAddress.user": "addresses",
    "content.PortalDocument.uploaded_by_user": "documents",
    "content.PortalImage.uploaded_by_user": "pictures",
    "cycles.DateChange.by": "dates_moved",
    "cycles.Follower.user": "cycles_followed",
    "cycles.Issue.author": "issues",
    "cycles.Issue.chosen_by": "issues_chosen",
    "cycles.Issue.merged_by": "issues_merged",
    "cycles.LearningCycle.decision_owner": "cycles_owned",
    "cycles.Participation.by": "participations",
    "cycles.StepCompletion.by": "steps_done",
    "cycles.Vote.by": "voices",
    "discussions.Post.decided_by": "decisions",
    "districts.Channel.user": "channels",
    "districts.DataView.viewer": "looks",
    "districts.HandoverNote.author": "handover_notes",
    "districts.Invitation.accepted_by": "invitations",
    "districts.Invitation.invited_by": "invitations_sent",
    "districts.KeptPost.owner": "kept",
    "districts.Membership.user": "roles",
    "districts.Profile.user": "profile",
    "districts.ResetCode.issued_by": "reset_codes_issued",
    "districts.ResetCode.user": "reset_codes",
    "districts.SignIn.user": "sign_ins",
    "districts.User_groups.user": "rights",
    "districts.User_user_permissions.user": "rights",
    "django_comments.Comment.user": "messages",
    "django_comments.CommentFlag.user": "marks",
    "mfa.Authenticator.user": "second_factor",
    "notifications.Outbox.by": "notices_caused",
    "notifications.Outbox.recipient": "notices",
    "notifications.Preference.person": "mail_choices",
    "questionnaires.Answer.by": "answers",
    "questionnaires.AnswerFile.by": "answer_files",
    "questionnaires.AnswerImport.by": "imports",
    "questionnaires.AnswerVersion.by": "answers",
    "questionnaires.AnswerVersion.settled_by": "answers_chosen",
    "questionnaires.CheckReason.by": "reasons",
    "questionnaires.Clarification.asked_by": "asked_back",
    "questionnaires.Clarification.replied_by": "clarified",
    "questionnaires.Clarification.settled_by": "clarified_settled",
    "questionnaires.CorrectionWindow.by": "correction_windows",
    "questionnaires.Extension.by": "extensions",
    "questionnaires.Export.by": "exports",
    "questionnaires.PilotLink.made_by": "pilot_links",
    "questionnaires.Remembered.by": "remembered",
    "questionnaires.Response.signed_by": "signed",
    "questionnaires.Saving.by": "savings",
    "questionnaires.Signature.by": "signatures",
    "questionnaires.Signature.confirmed_by": "confirmed",
    "questionnaires.Version.by": "versions",
    "results.Result.published_by": "figures",
    "wagtail_localize.SegmentOverride.last_translated_by": "translations_other",
    "wagtail_localize.StringTranslation.last_translated_by": "translations",
    "wagtailadmin.FormState.user": "forms",
    "wagtailcore.Comment.resolved_by": "remarks_settled",
    "wagtailcore.Comment.user": "remarks",
    "wagtailcore.CommentReply.user": "remark_replies",
    "wagtailcore.ModelLogEntry.user": "done",
    "wagtailcore.Page.owner": "pages",
    "wagtailcore.PageLogEntry.user": "done_to_pages",
    "wagtailcore.PageSubscription.user": "subscriptions",
    "wagtailcore.Revision.user": "revisions",
    "wagtailcore.TaskState.finished_by": "reviews",
    "wagtailcore.WorkflowState.requested_by": "reviews_asked",
    "wagtailusers.UserProfile.user": "admin_choices",
}
NOT_SHOWN = {
    "wagtailadmin.EditingSession.user": "that an editor is open now, gone within the hour",
    "wagtailcore.Page.locked_by": "a lock on a page, gone when it is opened again",
    "wagtailcore.UploadedFile.uploaded_by_user": "a file on its way to pictures or documents",
    "wagtaildocs.Document.uploaded_by_user": "not used: documents are content.PortalDocument",
    "wagtailimages.Image.uploaded_by_user": "not used: pictures are content.PortalImage",
}


def links_to_people() -> set[str]:
    """A field that is inherited counts once, where it comes from."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is User
        and (field.model is model or not model._meta.parents)
    }  # fmt: skip


def test_whatever_points_to_a_person_is_shown_or_left_out_for_a_reason(zenabou):
    links = links_to_people()
    assert links - {*HELD, *NOT_SHOWN} == set(), (
        "show it in the app's personal_data.py, and see to it in erasing.py"
    )
    assert {*HELD, *NOT_SHOWN} - links == set(), "no longer there"


def test_every_section_named_above_exists(zenabou):
    from home.my_data import HOLDERS

    known = {section.key for holder in HOLDERS for section in holder.of(zenabou)}
    assert set(HELD.values()) <= known
    shown = {section.key for section, _number in sections_of(zenabou)}
    assert {"messages", "forms", "subscriptions", "admin_choices", "revisions", "second_factor"} <= shown


def test_every_section_can_be_read_though_empty(member):
    from home.my_data import HOLDERS

    for holder in HOLDERS:
        for section in holder.of(member):
            list(section.rows())
            assert str(section.title)
