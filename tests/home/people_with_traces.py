"""Somebody who has left a trace wherever the portal can hold one, as people leave them."""

import json
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import Comment, PageSubscription
from wagtail.users.models import UserProfile

from cycles.actions import record_participation
from cycles.models import CycleStep, Participation, Step
from districts.account_actions import issue_reset_code, set_number, verify_number
from districts.actions import start_membership
from districts.handover_actions import write_note
from districts.invitation_actions import accept_as_new, invite
from districts.models import DataView, KeptFile, KeptPost, Role, User
from districts.profile_actions import Way, Written, save_profile
from home.erasing import erase_person
from notifications.actions import notify, set_preference
from notifications.models import Outbox
from questionnaires.actions import open_questionnaire
from questionnaires.answering.filling import Filling
from questionnaires.answering.saving import Given, save_answers, settle_rivals
from questionnaires.answering.signing import sign_response
from tests.discussions.threads import say
from tests.districts.accounts import PASSWORD, account, sign_in
from tests.districts.places import days, today
from tests.questionnaires.asking import questionnaire_of

FIRST, LAST = "Zénabou", "Kéïta-Sylla"
EARLIER = "Zénabou Earlier"
EMAIL, PHONE, OFFICE = "zenabou.keita@example.org", "+224622111222", "+224622333444"
TITLE, HELP = "Chargée de suivi inimitable", "Je sais dire pourquoi une revue échoue"
WRITTEN = "Chez nous la revue a lieu le mardi."
NOTE = "Le registre est dans l’armoire bleue."
SAID = "Compté dans le registre."
KEPT = "Ce texte est arrivé trop tard."
# Whatever would tell a reader of the database who this was.
TELLING = (FIRST, LAST, EMAIL, PHONE, OFFICE, TITLE, HELP, KEPT)


def invited(unit, by) -> User:
    """With an account made from a link by mail, and a number set by the facilitator."""
    sent = invite(
        first_name=FIRST, last_name="Earlier", role=Role.MEMBER, unit=unit, language="fr", by=by, email=EMAIL
    )
    person = accept_as_new(
        invitation=sent.invitation, first_name=FIRST, last_name="Earlier", email=EMAIL, phone="", language="fr",
        password=PASSWORD, research_consent=True,
    )  # fmt: skip
    set_number(user=person, phone=PHONE, by=by)
    verify_number(user=person, by=by)
    return person


def with_traces(*, unit, other_unit, target, page, cycle, facilitator, administrator) -> User:
    """`page` is one that editors work on, `target` what a thread is about."""
    person = invited(unit, facilitator)
    ways = (Way("phone", OFFICE, 4), Way("email", "chez.zenabou@example.org", 4))
    written = Written(
        first_name=FIRST, last_name=LAST, language="fr", function="midwifery", title=TITLE, spoken=("fr", "ff"),
        can_help_with=HELP, ways=ways,
    )  # fmt: skip
    save_profile(user=person, written=written, by=person)
    person = User.objects.get(pk=person.pk)
    _as_somebody_signed_in(person)
    _in_discussions(person, target)
    _in_the_district(person, unit, other_unit, cycle)
    _in_answers(person, unit, cycle)
    _as_an_editor(person, page)
    _in_the_outbox(person, facilitator)
    invite(
        first_name=FIRST, last_name=LAST, role=Role.OFFICIAL, unit=unit, language="fr", by=administrator, email=EMAIL
    )  # fmt: skip
    log(
        person,
        "notifications.preference",
        user=administrator,
        data={"person": f"{FIRST} {LAST}", "to": EMAIL},
    )
    return User.objects.get(pk=person.pk)


def _as_somebody_signed_in(person: User) -> None:
    sign_in(Client(), EMAIL)
    issue_reset_code(user=person, by=User.objects.filter(memberships__role=Role.FACILITATOR).first())
    TOTP.activate(person, generate_totp_secret())
    EmailAddress.objects.create(user=person, email=EMAIL)
    kept = KeptPost.objects.create(
        owner=person, path="/fr/discussion/", fields=[["comment", KEPT], ["n", LAST]]
    )
    row = KeptFile(post=kept, field="file", name=f"{LAST}.txt", content_type="text/plain")
    row.content.save("kept", ContentFile(LAST.encode()))


def _in_discussions(person: User, target) -> None:
    first = say(target, person, WRITTEN)
    first.__class__.objects.filter(pk=first.pk).update(
        status="published", published_at=timezone.now(), is_public=True
    )
    type(first).objects.filter(pk=first.pk).update(user_email=EMAIL, user_url="https://zenabou.example.org")
    say(target, person, "Un second message, en attente.")


def _in_the_district(person: User, unit, other_unit, cycle) -> None:
    write_note(unit=unit, text=NOTE, language="fr", by=person)
    record_participation(cycle=cycle, unit=unit, kind=Participation.Kind.PROPOSED, by=person)
    DataView.objects.create(unit=other_unit, viewer=person, what="figures", about=cycle.key, seen_as="peer")
    start_membership(user=person, role=Role.FACILITATOR, unit=None, by=None)


def _in_answers(person: User, unit, cycle) -> None:
    """Given, given otherwise by somebody else, chosen between, and signed."""
    step, _made = CycleStep.objects.get_or_create(cycle=cycle, number=Step.COMPLETION)
    CycleStep.objects.filter(pk=step.pk).update(opens_on=today() - days(1), closes_on=today() + days(1))
    questionnaire = questionnaire_of(cycle)
    open_questionnaire(questionnaire=questionnaire, by=person)
    filling = Filling(questionnaire, unit)
    other = account(Role.MEMBER, unit)
    for by, number, device in ((person, 3, "the telephone of Zénabou"), (other, 4, "")):
        given = [Given("meetings", {"number": number}, comment=SAID if by == person else "")]
        save_answers(filling=filling, given=given, by=by, key=uuid.uuid4(), language="fr", device=device)
    settle_rivals(filling=filling, code="meetings", number=1, by=person)
    sign_response(filling=filling, revision=filling.response.revision, by=person)


def _as_an_editor(person: User, page) -> None:
    profile = UserProfile.get_for_user(person)
    profile.avatar.save(f"{LAST}.png", ContentFile(b"png"))
    kind = ContentType.objects.get_for_model(page)
    about = {"user": person, "content_type": kind, "object_id": str(page.pk)}
    EditingSession.objects.create(last_seen_at=timezone.now(), **about)
    FormState.objects.create(
        data=f"signed={EMAIL}", last_updated_at=timezone.now(), parent_object_id="", **about
    )
    PageSubscription.objects.create(user=person, page=page, comment_notifications=True)
    Comment.objects.create(page=page, user=person, text="À relire.", contentpath="body")
    page.save_revision(user=person, log_action=True)
    page.owner = page.locked_by = person
    page.locked, page.locked_at = True, timezone.now()
    page.save()


def _in_the_outbox(person: User, facilitator: User) -> None:
    notify(to=person, kind="notifications.test", key="to-person")
    notify(to=EMAIL.upper(), kind="notifications.test", key="to-address", by=facilitator)
    row = notify(to=person, kind="notifications.test", key="done")
    Outbox.objects.filter(pk=row.pk).update(state="failed", detail=f"refused: {EMAIL}")
    notify(to=facilitator, kind="notifications.test", key="caused", by=person)
    set_preference(person=person, kind="discussions.published", wants_mail=False, by=person)


def erased(person: User, by: User | None = None, withdraw: bool = False) -> User:
    return erase_person(person=person, withdraw_messages=withdraw, by=by or person)


def confirmed(client: Client, user: User) -> Client:
    client.force_login(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def whole_database() -> dict[str, str]:
    """Every row of every table as text, by table; what is inside sessions is read too."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = "\n".join(str(cell) for row in cursor.fetchall() for cell in row)
    found["inside sessions"] = "\n".join(str(session.get_decoded()) for session in Session.objects.all())
    return found


def where(words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which word stands in which table, as it is or as JSON writes it."""
    return {
        (table, word)
        for table, text in whole_database().items()
        for word in words
        for form in {word, json.dumps(word)[1:-1]}
        if form.lower() in text.lower()
    }
