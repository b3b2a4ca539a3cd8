"""Two countries, somebody of every kind in relation to the first district of Guinea, and what there is to be opened.

Made once for a module: what a test changes is rolled back.
"""

import uuid
from contextlib import contextmanager
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone, translation
from wagtail.models import Collection, CollectionViewRestriction

from analysis.disclosure import Audience
from content.models import PortalDocument
from cycles.issue_actions import propose_issue
from cycles.issue_choice import merge_issues
from cycles.models import CyclePage, CyclesIndexPage, LearningCycle, Step
from districts.actions import end_membership, name_acting_lead
from districts.invitation_actions import invite
from districts.invitations import Invitation
from districts.models import HandoverNote, KeptPost, Membership, Role, User
from districts.notices import INVITATION
from home.set_up import set_up
from lessons.models import LessonPage
from notifications.actions import notify
from notifications.models import Outbox
from notifications.secrets import secret_of
from questionnaires.models import Clarification
from questionnaires.pilot_actions import make_pilot_link
from questionnaires.pilot_links import PURPOSE as PILOT
from questionnaires.version_actions import Rewording, correct_wording
from results.actions import compute_results, publish_results
from results.models import Result
from tests.answering_world import add_answering
from tests.conftest import site_in_two_languages
from tests.discussions.threads import published, say
from tests.districts.accounts import account
from tests.districts.places import country, days, districts_of, today
from tests.pages import page_below
from tests.questionnaires.answering.helped import helped_questionnaire
from tests.questionnaires.asking import answer, cycle_in, questionnaire_of
from tests.questionnaires.times import BEFORE, OPEN, questionnaire_that_is

TITLES = {
    "meetings": {"title_fr": "Réunions", "title_en": "Meetings"},
    "committee": {"title_fr": "Comités", "title_en": "Committees"},
}
# What the first district answered; long enough to be in no key by chance.
SECRET_NUMBER = 764398


def make_world() -> SimpleNamespace:
    """`people` by who they are, and one attribute for each thing that an address can name."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        return _make()


def _make() -> SimpleNamespace:
    translation.activate("fr")
    set_up()
    home = site_in_two_languages()["fr"]
    guinea, benin = country("gui", districts=10, regions=2), country("ben")
    world = SimpleNamespace(
        home=home, guinea=guinea, units=districts_of(guinea), beninese=districts_of(benin)
    )
    world.unit, world.benin = world.units[0], benin
    world.people = everyone(world)
    _add_results(world)
    _add_threads(world)
    _add_questionnaires(world)
    _add_proposals(world)
    add_answering(world)
    _add_help(world)
    _add_desk(world)
    _add_files(world)
    return world


def everyone(world) -> dict[str, User]:
    """The eight roles as they stand to the first district, and those at the edges of them."""
    own, guinea, benin = world.unit, world.guinea, world.benin
    people = {
        "nobody": account(None),
        "former": account(Role.MEMBER, own),
        "member": account(Role.MEMBER, own),
        "lead": account(Role.LEAD, own),
        "acting": account(Role.MEMBER, own),
        "other": account(Role.MEMBER, world.units[9]),
        "other_lead": account(Role.LEAD, world.units[9]),
        "abroad": account(Role.MEMBER, world.beninese[0]),
        "facilitator": account(Role.FACILITATOR, guinea),
        "neighbour": account(Role.FACILITATOR, benin),
        "shared": account(Role.FACILITATOR, None),
        "moderator": account(Role.MODERATOR, guinea),
        "official": account(Role.OFFICIAL, guinea),
        "regional": account(Role.OFFICIAL, own.parent),
        "policymaker": account(Role.POLICYMAKER, guinea),
        "researcher": account(Role.RESEARCHER, None),
        "local": account(Role.ADMINISTRATOR, guinea),
        "administrator": account(Role.ADMINISTRATOR, None),
        "superuser": User.objects.create_superuser("first@example.org"),
    }
    for user in people.values():
        Membership.objects.filter(user=user).update(starts_on=today() - days(30))
    end_membership(membership=people["former"].memberships.get(), by=None)
    name_acting_lead(
        membership=people["acting"].memberships.get(), starts_on=today(), ends_on=today() + days(9), by=None
    )
    return {name: User.objects.get(pk=user.pk) for name, user in people.items()}


def _add_results(world) -> None:
    """One cycle whose answers and threads the teams share, one that keeps both to the team and its facilitators."""
    for name, level in (("open", Audience.PEERS_NAMED), ("closed", Audience.TEAM)):
        questionnaire = questionnaire_of(
            cycle_in(world.guinea, code=name, discussion_audience=level), level=level
        )
        for number, unit in enumerate(world.units[:9]):
            meetings = SECRET_NUMBER if unit == world.unit else number
            answer(questionnaire, unit, meetings=meetings, committee="yes" if number < 5 else "no")
        results = compute_results(cycle=questionnaire.cycle, titles=TITLES, by=None)
        publish_results(results=results, by=None)
        for result in Result.objects.filter(pk__in=[result.pk for result in results]):
            setattr(world, f"{name}_{result.question_code}", result)


def _add_threads(world) -> None:
    people = world.people
    index = page_below(world.home, "Cycles", CyclesIndexPage)
    above = page_below(index, "Cycle d’essai", CyclePage, cycle=world.open_meetings.cycle)
    world.lesson = page_below(above, "Une leçon", LessonPage)
    facilitator = people["facilitator"]
    world.message = published(world.open_meetings, people["member"], facilitator, "Entre équipes")
    world.public_message = published(world.lesson, people["member"], facilitator, "Une bonne idée")
    world.held = say(world.open_meetings, people["other"])
    world.closed_message = published(world.closed_meetings, facilitator, facilitator, "Entre facilitateurs")
    world.kept = KeptPost.objects.create(owner=people["member"], path="/fr/", fields=[["text", "Entre nous"]])


def _add_questionnaires(world) -> None:
    """One that is built, its cycle a draft with an invited decision owner; one that is open and corrected, its owner
    chosen only; an open one of both countries; a cycle without any."""
    owner = world.people["policymaker"]
    world.draft = questionnaire_that_is(
        BEFORE, world.guinea, decision_owner=owner, owner_invited_at=timezone.now()
    )
    link = make_pilot_link(questionnaire=world.draft, by=None)
    world.trial = {"key": link.key, "secret": secret_of(PILOT, link.nonce)}
    world.asked = questionnaire_that_is(OPEN, world.guinea, decision_owner=owner)
    corrected = [Rewording(world.asked, "title_fr", "Questions corrigées")]
    correct_wording(questionnaire=world.asked, rewordings=corrected, because="Une faute", by=None)
    world.common = questionnaire_that_is(OPEN, world.guinea, code="common")
    world.common.cycle.countries.add(world.benin)
    world.bare = cycle_in(world.guinea, code="bare")


def _add_proposals(world) -> None:
    """A cycle that asks for them: one of the first district, one of the tenth, and one that was merged into that."""
    world.proposing = cycle_that_asks(world, "proposing")
    said = {"language": "fr", "text": "Depuis mai, en secret"}
    world.proposal, world.other_proposal, world.merged_proposal = (
        propose_issue(cycle=world.proposing, unit=unit, title=title, by=by, **said)
        for unit, title, by in (
            (world.unit, "Le carburant", world.people["member"]),
            (world.units[9], "Le papier", world.people["other"]),
            (world.units[9], "Les registres", world.people["other"]),
        )
    )
    merge_issues(issues=[world.merged_proposal], into=world.other_proposal, by=None)


def cycle_that_asks(world, code: str) -> LearningCycle:
    """For issues, since two days; public in French."""
    cycle = cycle_in(world.guinea, code=code)
    cycle.steps.filter(number=Step.ISSUE).update(opens_on=today() - days(2), closes_on=today() + days(9))
    page_below(CyclesIndexPage.objects.first(), "Sujets", CyclePage, slug=code, cycle=cycle)
    return cycle


def _add_help(world) -> None:
    """An open cycle in which the first district was helped by a facilitator of all countries."""
    world.helped = helped_questionnaire(OPEN, world.guinea, world.unit, world.people["shared"])
    world.asked_back = Clarification.objects.get(response__questionnaire=world.helped)


def _add_desk(world) -> None:
    people = world.people
    sent = invite(
        first_name="Binta", last_name="Bah", role=Role.MEMBER, unit=world.unit, language="fr",
        email="binta@example.org", by=people["facilitator"],
    )  # fmt: skip
    world.invitation = Invitation.objects.get(pk=sent.invitation.pk)
    world.link = {"key": sent.invitation.key, "secret": secret_of(INVITATION, sent.invitation.nonce)}
    world.notice = Outbox.objects.get(by=people["facilitator"], kind=INVITATION)
    world.strange_notice = notify(
        to=people["abroad"], kind="notifications.test", key="abroad", by=people["neighbour"]
    )
    Outbox.objects.update(state=Outbox.State.BY_HAND)
    world.post = people["member"].memberships.get()
    world.note = HandoverNote.objects.create(unit=world.unit, author=people["member"], text="Note")
    world.facilitator_s_post = people["facilitator"].memberships.get()
    world.second_administrator = account(Role.ADMINISTRATOR, None)


def _add_files(world) -> None:
    """A document for everybody, and one that was put away for the group of administrators."""
    from django.contrib.auth.models import Group

    root = Collection.get_first_root_node()
    closed = root.add_child(instance=Collection(name="Closed"))
    rule = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    rule.groups.add(Group.objects.get(name="Administrators"))
    for name, collection in (("document", root), ("closed_document", closed)):
        made = PortalDocument(title=name, collection=collection)
        made.file.save(f"{name}-{uuid.uuid4().hex[:8]}.txt", ContentFile(b"text"))
        setattr(world, name, made)


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browsers_of(people: dict[str, User]) -> dict[str, Client]:
    """One for each, and "anonymous"."""
    found = {"anonymous": Client()}
    for name, user in people.items():
        found[name] = Client()
        found[name].force_login(user)
    return found


def text_of(response) -> str:
    """Numbers without the blanks in them that French wants; of a file that is no text, whatever can be read."""
    return response.getvalue().decode(errors="replace").replace("\u202f", "").replace("\\u202f", "")


def is_refused(response) -> bool:
    """Sent to sign in, forbidden, or told that there is no such thing; Wagtail leads those without a right to its first
    page. 405: the view takes no such form from anybody. 429: too many wrong addresses were tried."""
    location = response.headers.get("Location", "")
    elsewhere = location.startswith("/accounts/login/") or location == "/admin/"
    return response.status_code in (403, 404, 405, 429) or (response.status_code == 302 and elsewhere)
