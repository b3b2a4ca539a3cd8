"""The addresses that Pita's people have, tried by those who are not of Pita: nothing of it opens, nothing is told."""

import json

import pytest
from playwright.sync_api import APIResponse

from .conftest import DESKTOP, PHONE, Visitor, same_spaces
from .test_reading import RESULTS

OWNER, FACILITATOR = "lead@example.org", "facilitator@example.org"
# What stands behind the addresses below. Each is written for this test or is of the demonstration.
NOTE = "le classeur vert du bureau des statistiques"
HELD = "Peut-on tenir la revue par téléphone pendant la saison des pluies"
KEPT = "Ce brouillon n’est à personne d’autre."
FILE = "Procès-verbal du comité de Pita"
MAIL = "binta.pita@example.org"
OWN_NUMBER, OWN_ADDRESS = "600000012", "ousmane.sow@example.org"
SECRETS = (NOTE, HELD, KEPT, FILE, MAIL, "member@example.org", "lead@example.org")
# What each may find of the lead's ways to be reached: the address is for the other teams, the number for the central
# level too. Whoever is not signed in finds nobody.
OUTSIDERS = {
    "other-member@example.org": {OWN_ADDRESS, OWN_NUMBER},
    "central@example.org": {OWN_NUMBER},
    "policymaker@example.org": set(),
    "researcher@example.org": set(),
    None: None,
}
# In how many results they may find what Pita answered: the teams agreed to see each other's, and one question was put
# to the hierarchy.
FINDS_ANSWERS = {"other-member@example.org": 9, "central@example.org": 1}

# Made where no screen makes it: a file put away for Pita, and a notice that waits on paper.
PREPARE = f"""
import json
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction
from content.models import PortalDocument
from discussions.models import Post
from districts.invitation_actions import invite
from districts.models import HandoverNote, OrgUnit, Role, User
from notifications.models import Outbox
from results.models import Result
people = {{user.email: user for user in User.objects.all()}}
pita = OrgUnit.objects.get(name_fr="Pita", level=OrgUnit.objects.get(name_fr="Mandiana").level)
closed = Collection.get_first_root_node().add_child(instance=Collection(name="Pita"))
rule = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
rule.groups.add(Group.objects.get(name="Administrators"))
file = PortalDocument(title={FILE!r}, collection=closed)
file.file.save("pita.txt", ContentFile({FILE!r}))
facilitator = people["facilitator@example.org"]
sent = invite(first_name="Binta", last_name="Pita", role=Role.MEMBER, unit=pita, language="fr", email={MAIL!r},
    by=facilitator)
notice = Outbox.objects.filter(by=facilitator).latest("pk")
Outbox.objects.filter(pk=notice.pk).update(state=Outbox.State.BY_HAND)
member = people["member@example.org"]
print(json.dumps({{
    "unit": pita.pk, "member": member.pk, "lead": people["lead@example.org"].pk,
    "other": people["other-member@example.org"].pk, "post": member.memberships.get().pk,
    "note": HandoverNote.objects.get(unit=pita).pk, "document": file.pk, "file": file.file.name,
    "held": Post.objects.filter(comment__contains={HELD!r}).latest("pk").pk, "notice": notice.pk,
    "invitation": sent.invitation.pk,
    "results": [str(key) for key in Result.objects.published().values_list("key", flat=True)],
}}))
"""


@pytest.fixture(scope="module")
def ids(portal) -> dict:
    return json.loads(portal.manage("shell", "--no-imports", "-c", PREPARE).splitlines()[-1])


def closed_to_others(ids: dict) -> list[str]:
    """Addresses of Pita's own, and of the desk for its people, in both languages where they have two."""
    by_language = [
        "handover/{unit}/", "handover/{unit}/notes/add/", "handover/notes/{note}/change/",
        "handover/notes/{note}/withdraw/", "team/{unit}/looks/", "discussion/message/{held}/",
        "discussion/message/{held}/withdraw/", "account/posts/{post}/leave/", "account/posts/{post}/left/",
        "people/", "people/?q=Pita", "people/{member}/", "people/{member}/roles/add/", "people/{member}/erase/",
        "people/roles/{post}/acting-lead/", "people/invitations/", "people/invitations/new/",
    ]  # fmt: skip
    of_all = [
        "/admin/moderation/", "/admin/moderation/{held}/", "/admin/outbox/", "/admin/outbox/{notice}/print/",
        "/admin/units/{unit}/", "/admin/units/{unit}/history/", "/admin/reports/audit/",
        "/admin/reports/site-history/", "/admin/documents/edit/{document}/", "/admin/users/",
        "/documents/{document}/pita.txt", "/media/{file}", "/static/{file}",
    ]  # fmt: skip
    spoken = [f"/{language}/{address}" for language in ("fr", "en") for address in by_language]
    return [address.format(**ids) for address in (*spoken, *of_all)]


SENT_ONLY = [
    "/fr/handover/notes/{note}/withdraw/", "/fr/handover/{unit}/notes/add/", "/fr/people/{member}/number/",
    "/fr/people/{member}/reset-code/", "/fr/people/{member}/sign-out/", "/fr/people/{member}/second-factor-off/",
    "/fr/people/{member}/erase/", "/fr/people/roles/{post}/end/", "/fr/account/posts/{post}/leave/",
    "/fr/people/invitations/{invitation}/again/", "/fr/people/invitations/{invitation}/withdraw/",
    "/fr/discussion/message/{held}/withdraw/", "/admin/moderation/{held}/", "/admin/outbox/{notice}/given/",
]  # fmt: skip


def is_refused(answer: APIResponse) -> bool:
    return answer.status in (403, 404, 405) or "/accounts/login/" in answer.url


def text_of(answer: APIResponse) -> str:
    return same_spaces(answer.text()).replace(" ", "")


def tells(text: str, words: str) -> bool:
    return words.replace(" ", "") in text


def send(person: Visitor, address: str, text: str = "Bonjour") -> APIResponse:
    """As a form of the portal would, with its token: it is the right that is missing, nothing else."""
    token = next((c["value"] for c in person.context.cookies() if c["name"] == "csrftoken"), "")
    fields = {"called": "on", "sure": "on", "asked": "on", "when": "now", "text": text, "language": "fr"}
    fields |= {"phone": "+224600000999", "decision": "approve"}
    return person.context.request.post(address, form=fields, headers={"X-CSRFToken": token})


@pytest.fixture
def outsider(visitor, request) -> Visitor:
    return visitor("fr", PHONE, request.param)


EACH_OUTSIDER = pytest.mark.parametrize(
    "outsider", list(OUTSIDERS), ids=[str(email or "anonymous").split("@")[0] for email in OUTSIDERS], indirect=True
)  # fmt: skip


def who(request) -> str | None:
    return request.node.callspec.params["outsider"]


def test_the_owner_has_what_the_others_are_kept_from(ids, visitor):
    """So that the refusals below refuse something."""
    lead = visitor("fr", PHONE, OWNER)
    for address, words in (
        (f"/fr/handover/{ids['unit']}/", NOTE),
        (f"/fr/team/{ids['unit']}/looks/", "Pita"),
    ):
        lead.page.goto(address)
        assert lead.reads(words)
        lead.screen_passes()
    assert not is_refused(send(lead, f"/fr/handover/{ids['unit']}/notes/add/", text="Écrit par l’équipe."))
    facilitator = visitor("fr", DESKTOP, FACILITATOR)
    for address, words in (
        (f"/fr/people/{ids['member']}/", "member@example.org"),
        (f"/fr/discussion/message/{ids['held']}/", HELD),
        (f"/admin/outbox/{ids['notice']}/print/", MAIL),
    ):
        assert tells(text_of(facilitator.context.request.get(address)), words), address


@EACH_OUTSIDER
def test_nothing_of_another_district_opens(ids, outsider):
    opened, told = [], []
    for address in closed_to_others(ids):
        answer = outsider.context.request.get(address)
        opened += [] if is_refused(answer) else [f"{answer.status} {address}"]
        told += [f"{words}: {address}" for words in SECRETS if tells(text_of(answer), words)]
    assert opened == [] and told == []


@EACH_OUTSIDER
def test_nothing_of_another_district_is_changed(ids, outsider, visitor):
    outsider.page.goto("/fr/")
    done = [address for a in SENT_ONLY if not is_refused(send(outsider, address := a.format(**ids)))]
    assert done == []
    lead = visitor("fr", PHONE, OWNER)
    lead.page.goto(f"/fr/handover/{ids['unit']}/")
    assert lead.reads(NOTE) and not lead.reads("Bonjour")


@EACH_OUTSIDER
def test_ways_to_reach_somebody_are_shown_to_whom_they_are_open(ids, outsider, request):
    shown, allowed = outsider.context.request.get(f"/fr/directory/{ids['lead']}/"), OUTSIDERS[who(request)]
    assert is_refused(shown) is (allowed is None)
    for way in (OWN_NUMBER, OWN_ADDRESS):
        assert tells(text_of(shown), way) is (way in (allowed or ())), way
    # Who opted out is not there at all, except for the own team.
    hidden = outsider.context.request.get(f"/fr/directory/{ids['other']}/")
    assert is_refused(hidden) is (who(request) != "other-member@example.org")


@EACH_OUTSIDER
def test_pages_files_and_plots_of_results_name_the_district_to_no_one_else(ids, outsider, request):
    named = {
        address for address in _of_results(ids) if "Pita" in outsider.context.request.get(address).text()
    }
    results = {key for key in ids["results"] if any(key in address for address in named)}
    allowed = FINDS_ANSWERS.get(who(request), 0)
    assert len(results) == allowed and bool(named & {*RESULTS.values()}) is bool(allowed), named


def _of_results(ids: dict) -> list[str]:
    forms = ("", "figure.csv", "v1/figure.csv", "bars/explore/", "dots/explore/", "map/explore/")
    return [*RESULTS.values(), *(f"/fr/results/{key}/{form}" for key in ids["results"] for form in forms)]


@EACH_OUTSIDER
def test_the_search_and_the_list_of_pages_find_nothing_of_it(outsider):
    for words in (NOTE, HELD, FILE, "Pita"):
        found = outsider.context.request.get("/fr/search/", params={"q": words, "language": "both"}).text()
        assert "<h3><a" not in found
    assert "Pita" not in outsider.context.request.get("/sitemap.xml").text()


@EACH_OUTSIDER
def test_what_somebody_was_writing_is_kept_for_its_writer(outsider, visitor):
    writer = visitor("fr", PHONE, OWNER)
    writer.page.goto("/fr/account/profile/")
    _end_session(writer)
    writer.page.fill("main [name=can_help_with]", KEPT)
    writer.send()
    assert "/accounts/login/" in writer.page.url
    writer.screen_passes()
    writer.sign_in(OWNER)
    writer.page.goto("/accounts/kept/")
    assert writer.reads(KEPT) and not writer.reads("director"), "the text, and no code of what was chosen"
    writer.screen_passes()
    kept = writer.page.locator("main form[action*='/accounts/kept/']").first.get_attribute("action")

    outsider.page.goto("/fr/")
    assert not tells(text_of(outsider.context.request.get("/accounts/kept/")), KEPT)
    for refused in (outsider.context.request.get(kept), send(outsider, kept)):
        assert is_refused(refused) and not tells(text_of(refused), KEPT)
    writer.page.locator(f"main form[action='{kept}'] [name=drop]").click()


def _end_session(person: Visitor) -> None:
    """As when it runs out: the page with the form stays on the screen."""
    person.context.clear_cookies(name="sessionid")


@pytest.mark.parametrize(("language", "viewport"), [("fr", PHONE), ("en", DESKTOP)], ids=["fr", "en"])
def test_the_refusal_is_a_sound_page(ids, language, viewport, visitor):
    other = visitor(language, viewport, "other-member@example.org")
    for status, address in ((403, f"handover/{ids['unit']}/"), (404, f"directory/{ids['lead'] + 99_999}/")):
        with other.refused(status):
            other.page.goto(f"/{language}/{address}")
        other.screen_passes()
