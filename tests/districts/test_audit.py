"""The audit log: what is in it, who reads it, how it is filtered and taken out, and that nobody changes it."""

import csv
import datetime
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from openpyxl import load_workbook
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.snippets.models import get_snippet_models

from cycles.models import LearningCycle
from districts.account_actions import issue_reset_code, sign_out_everywhere
from districts.actions import end_membership, name_acting_lead, start_membership
from districts.audit import ACTS, audit_entries
from districts.invitation_actions import invite
from districts.models import Role, User
from districts.unit_actions import archive_unit

from .accounts import PASSWORD, account, guinea, sign_in, text_of
from .places import country, days, districts_of, person, today

ADDRESS = "/admin/reports/audit/"


@pytest.fixture
def world(pages_ready):
    """Two countries; `admin` of everywhere, `local` of Guinea."""
    top, units = guinea()
    benin = country("ben")
    return {
        "guinea": top,
        "units": units,
        "benin": benin,
        "beninese": districts_of(benin),
        "admin": account(Role.ADMINISTRATOR, language="en"),
        "local": account(Role.ADMINISTRATOR, top, language="en"),
    }


@pytest.fixture
def browser():
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def lines(browser: Client, **asked) -> list[list[str]]:
    """Act, about and details of each line of the file."""
    response = browser.get(ADDRESS, asked | {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [[row[2], row[3], row[5]] for row in csv.reader(StringIO(text))][1:]


def acts(browser: Client, **asked) -> list[str]:
    """Without the line that says that this very file was taken."""
    return [line[0] for line in lines(browser, **asked) if line[0] != "Audit log exported"]


@pytest.mark.parametrize(
    ("role", "everywhere", "reads"),
    [(role, place, role == Role.ADMINISTRATOR) for role in Role for place in (True, False)],
)
def test_only_administrators_read_it(world, browser, role, everywhere, reads):
    team = role in (Role.MEMBER, Role.LEAD)
    unit = world["units"][0] if team else None if everywhere else world["guinea"]
    reader = browser(account(role, unit))
    for address in (ADDRESS, f"{ADDRESS}results/", f"{ADDRESS}?export=csv"):
        assert (reader.get(address).status_code == 200) == reads, address
    assert ("/admin/reports/audit/" in reader.get("/admin/").content.decode()) == reads


def test_who_was_administrator_reads_it_no_longer(world, browser):
    reader = browser(world["local"])
    assert reader.get(ADDRESS).status_code == 200
    end_membership(membership=world["local"].memberships.get(), by=None)
    assert reader.get(ADDRESS).status_code == 403


def test_the_first_account_of_an_installation_reads_it(pages_ready, browser):
    assert browser(User.objects.create_superuser("first@example.org")).get(ADDRESS).status_code == 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_who_did_what_to_whom_in_the_reader_s_language(world, browser, language):
    User.objects.filter(pk=world["admin"].pk).update(language=language)
    awa = account(Role.MEMBER, world["units"][0])
    issue_reset_code(user=awa, by=world["local"])
    page = text_of(browser(world["admin"]).get(ADDRESS))
    with override(language):
        words = ("Audit log", "Reset code read out on the telephone", "Done by", "Role begun")
        assert all(gettext(word) in page for word in words)
    assert str(awa) in page and str(world["local"]) in page


def test_each_kind_of_act_is_found_by_its_filter(world, browser):
    admin, unit = world["admin"], world["units"][0]
    awa = account(Role.MEMBER, unit, language="en")
    sign_in(Client(), awa.email)
    post = awa.memberships.get()
    name_acting_lead(membership=post, starts_on=today(), ends_on=today() + days(5), by=admin)
    end_membership(membership=post, by=admin)
    invite(first_name="Binta", last_name="Bah", role=Role.MEMBER, unit=unit, language="fr", by=admin)
    issue_reset_code(user=awa, by=admin)
    sign_out_everywhere(user=awa, by=admin)
    reader = browser(admin)
    assert acts(reader, acts="sign_ins", about=str(awa)) == ["Signed in"]
    assert acts(reader, acts="roles", about=str(awa)) == ["Role ended", "Acting lead named", "Role begun"]
    assert acts(reader, acts="invitations") == ["Invited"]
    assert acts(reader, acts="accounts") == [
        "Signed out everywhere",
        "Reset code read out on the telephone",
    ]
    assert lines(reader, acts="exports")[0][0] == "Audit log exported", "reading it as a file is an act too"


def test_acts_of_other_parts_have_their_kind_too(world, browser):
    cycle = LearningCycle.objects.create(code="c", title_fr="C", title_en="C")
    log(cycle, "cycles.disclosure_changed", user=world["admin"], data={"before": 2, "after": 5})
    reader = browser(world["admin"])
    [(act, about, details)] = lines(reader, acts="disclosure")
    assert (act, about) == ("Who may read was changed", "C") and details.startswith("before: ")
    for kind in ("moderation", "notices", "erasures"):
        assert acts(reader, acts=kind) == [], kind
    archive_unit(unit=world["units"][0], by=world["admin"])
    assert acts(reader, acts="places") == ["Archived"]


def test_every_act_that_a_filter_names_is_known_to_the_log():
    named = {action for kind in ACTS.values() for action in kind.actions}
    assert [action for action in named if not registry.action_exists(action)] == []


def test_days_of_a_role_are_told_in_words(world, browser):
    soon = datetime.date(2031, 5, 9)
    start_membership(user=person(), role=Role.OFFICIAL, unit=world["guinea"], by=None, starts_on=soon)
    told = lines(browser(world["admin"]), acts="roles")[0][2]
    assert told.startswith("from ") and "May" in told and "2031" in told


def test_it_is_filtered_by_who_did_it_and_by_whom_it_is_about(world, browser):
    awa = account(Role.MEMBER, world["units"][0], language="en")
    bob = account(Role.MEMBER, world["units"][1], language="en")
    issue_reset_code(user=awa, by=world["local"])
    issue_reset_code(user=bob, by=world["admin"])
    reader = browser(world["admin"])
    assert [line[1] for line in lines(reader, acts="accounts", about=awa.last_name)] == [str(awa)]
    assert [line[1] for line in lines(reader, acts="accounts", by=world["local"].email)] == [str(awa)]
    assert lines(reader, acts="accounts", by="nobody-at-all") == []
    [line] = lines(reader, acts="roles", about="gui D1")
    assert line[1].startswith(str(awa)) and line[1].endswith("gui D1")


def test_it_is_filtered_by_days_both_included(world, browser):
    entry = log(world["admin"], "districts.number_set", user=world["admin"])
    long_ago = timezone.now() - days(400)
    ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=long_ago)
    day = long_ago.date().isoformat()
    reader = browser(world["admin"])
    assert acts(reader, timestamp_from=day, timestamp_to=day) == ["Telephone number set"]
    assert "Telephone number set" not in acts(reader, timestamp_from=today().isoformat())


@pytest.mark.parametrize(
    "asked",
    [
        {"acts": "nonsense"},
        {"timestamp_from": "yesterday"},
        {"about": "a\x00b"},
        {"by": "x" * 5000},
        {"timestamp_to": "99999-01-01"},
    ],
)
def test_a_filter_that_cannot_be_read_finds_nothing(world, browser, asked):
    """Rather than all, which would be taken for its answer."""
    reader = browser(world["admin"])
    response = reader.get(ADDRESS, asked)
    assert response.status_code == 200
    assert not response.context["object_list"]


@pytest.mark.parametrize("page", ["0", "9999999999999999999999", "-1", "x", "\x00"])
def test_a_page_that_is_none_is_the_first_or_the_last(world, browser, page):
    assert browser(world["admin"]).get(ADDRESS, {"p": page}).status_code == 200


def test_an_administrator_of_a_country_reads_what_concerns_it(world, browser):
    admin = world["admin"]
    at_home = account(Role.MEMBER, world["units"][0], language="en")
    abroad = account(Role.MEMBER, world["beninese"][0], language="en")
    for user in (at_home, abroad):
        issue_reset_code(user=user, by=admin)
        sign_in(Client(), user.email)
    for unit in (world["units"][1], world["beninese"][1]):
        invite(first_name=unit.code, last_name="X", role=Role.MEMBER, unit=unit, language="fr", by=admin)
    concerned = {entry.label for entry in audit_entries(world["local"])}
    assert str(at_home) in concerned and any(label.startswith("gui-d2 X") for label in concerned)
    assert not {label for label in concerned if str(abroad) in label or "ben" in label}
    assert str(admin) not in concerned, "who serves all countries is theirs to watch who do so too"
    assert str(abroad) in {entry.label for entry in audit_entries(admin)}


def test_what_is_about_neither_people_nor_places_counts_by_who_did_it(world):
    cycle = LearningCycle.objects.create(code="c", title_fr="C", title_en="C")
    at_home, abroad = (account(Role.MEMBER, unit) for unit in (world["units"][0], world["beninese"][0]))
    ours, theirs = (log(cycle, "cycles.disclosure_changed", user=user) for user in (at_home, abroad))
    assert ours in audit_entries(world["local"]) and theirs not in audit_entries(world["local"])


def test_the_file_is_safe_to_open_and_its_taking_is_on_record(world, browser):
    user = person(language="en")
    User.objects.filter(pk=user.pk).update(first_name="=HYPERLINK(1)", last_name="Bah")
    log(User.objects.get(pk=user.pk), "districts.number_set", user=world["admin"])
    reader = browser(world["admin"])
    assert ["Telephone number set", "'=HYPERLINK(1) Bah", ""] in lines(reader, acts="accounts")
    noted = ModelLogEntry.objects.filter(action="districts.audit_exported").latest("pk")
    assert noted.user == world["admin"] and noted.data == {"acts": "accounts"}
    book = load_workbook(BytesIO(b"".join(reader.get(ADDRESS, {"export": "xlsx"}).streaming_content)))
    rows = list(book.active.values)
    assert rows[0][0] == "When (UTC)" and len(rows) > 3
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_of_a_name_that_was_asked_for_the_log_keeps_only_that_one_was(world, browser):
    """It could not be erased with its person."""
    lines(browser(world["admin"]), by="Aminata", about="Aminata", timestamp_from="2026-01-01")
    noted = ModelLogEntry.objects.filter(action="districts.audit_exported").latest("pk")
    assert noted.data == {"by": True, "about": True, "timestamp_from": "2026-01-01"}


def test_looking_at_it_leaves_no_trace_but_a_file_does(world, browser):
    reader = browser(world["admin"])
    before = ModelLogEntry.objects.count()
    reader.get(ADDRESS)
    assert ModelLogEntry.objects.count() == before
    reader.get(ADDRESS, {"export": "csv"})
    assert ModelLogEntry.objects.count() == before + 1


def test_an_erased_person_is_a_former_member_there(world, browser):
    gone = account(None, language="en")
    log(gone, "districts.number_set", user=gone)
    User.objects.filter(pk=gone.pk).update(
        first_name="", last_name="", email=None, erased_at=timezone.now(), is_active=False
    )
    page = browser(world["admin"]).get(ADDRESS)
    assert page.status_code == 200
    assert "former member" in text_of(page) and "None" not in text_of(page)


def test_a_person_whose_row_is_gone_breaks_nothing(world, browser):
    entry = log(world["admin"], "districts.number_set", user=world["admin"])
    ModelLogEntry.objects.filter(pk=entry.pk).update(user_id=987654, content_type=None)
    assert browser(world["admin"]).get(ADDRESS).status_code == 200


def test_a_new_password_and_a_second_factor_are_on_record(world):
    awa, browser = account(Role.MEMBER, world["units"][0]), Client()
    sign_in(browser, awa.email)
    fields = {
        "oldpassword": PASSWORD,
        "password1": "une toute autre phrase",
        "password2": "une toute autre phrase",
    }
    browser.post(reverse("account_change_password"), fields)
    entries = ModelLogEntry.objects.for_instance(awa).order_by("pk")
    assert [entry.action for entry in entries][-2:] == ["districts.sign_in", "districts.password_changed"]
    assert not mail.outbox


def admin_views(patterns=None, prefix="admin/"):
    if patterns is None:
        found = [p for p in get_resolver().url_patterns if str(p.pattern) == prefix]
        patterns = found[0].url_patterns
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from admin_views(pattern.url_patterns)


def test_no_screen_changes_or_deletes_what_is_on_record(world, browser):
    reader = browser(User.objects.create_superuser("first@example.org"))
    entry = log(world["admin"], "districts.number_set", user=world["admin"])
    for address in (ADDRESS, f"{ADDRESS}results/", "/admin/reports/site-history/"):
        for send in (reader.post, reader.put, reader.patch, reader.delete):
            assert send(address, {"pk": entry.pk}).status_code in (403, 405), address
    assert AdminURLFinder(User.objects.get(email="first@example.org")).get_edit_url(entry) is None
    logs = (ModelLogEntry, PageLogEntry)
    assert not set(logs) & set(get_snippet_models())
    classes = {getattr(view, "view_class", None) for view in admin_views()}
    assert len(classes) > 50, "the walk finds Wagtail's views"
    assert not {view for view in classes if getattr(view, "model", None) in logs}
    assert ModelLogEntry.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize(
    ("role", "everywhere", "status"),
    [
        (Role.ADMINISTRATOR, True, 200),
        (Role.ADMINISTRATOR, False, 302),
        (Role.FACILITATOR, True, 302),
        (Role.FACILITATOR, False, 302),
        (Role.MODERATOR, True, 302),
        (Role.OFFICIAL, True, 403),
        (Role.POLICYMAKER, False, 403),
        (Role.RESEARCHER, True, 403),
        (Role.MEMBER, False, 403),
        (Role.LEAD, False, 403),
    ],
)
def test_wagtail_s_own_history_is_for_administrators_of_everywhere(world, browser, role, everywhere, status):
    """It would tell facilitators of one country of messages held in another. 302 leads to the admin's first page."""
    team = role in (Role.MEMBER, Role.LEAD)
    unit = world["units"][0] if team else None if everywhere else world["guinea"]
    reader = browser(account(role, unit, language="en"))
    for address in ("", "results/", "?export=csv"):
        response = reader.get(f"/admin/reports/site-history/{address}")
        assert response.status_code == status, address
    if status != 403:
        assert ("/admin/reports/site-history/" in reader.get("/admin/").content.decode()) == (status == 200)


def test_wagtail_s_own_history_sends_readers_without_account_to_sign_in(pages_ready, client):
    assert client.get("/admin/reports/site-history/").url.startswith("/accounts/login/")
