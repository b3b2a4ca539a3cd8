"""Getting in by invitation: link or paper code, once, for a time; and who may invite whom."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from districts.invitation_actions import (
    MayNotInvite,
    NotOpen,
    accept_as_new,
    find_by_code,
    invite,
    invite_again,
    withdraw,
)
from districts.models import Invitation, Role, User
from districts.notices import invitation_path
from notifications.models import Outbox
from notifications.sending import deliver

from .accounts import PASSWORD, account, guinea, is_signed_in, text_of
from .places import country, districts_of

WHO = {"first_name": "Moussa", "last_name": "Camara", "language": "fr"}


@pytest.fixture
def places(pages_ready):
    return guinea()


@pytest.fixture
def facilitator(places):
    return account(Role.FACILITATOR, places[0])


@pytest.fixture
def ask(places, facilitator):
    """Invite somebody to the first district's team."""

    def send(**fields):
        values = {**WHO, "role": Role.MEMBER, "unit": places[1][0], "by": facilitator} | fields
        return invite(**values)

    return send


def link_of(invitation: Invitation) -> str:
    return invitation_path(invitation, "en")


def accept(client, address: str, **fields):
    values = {
        "first_name": "Moussa", "last_name": "Camara", "language": "fr", "phone": "622 12 34 56",
        "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    return client.post(address, values | fields)


def test_a_mail_with_a_link_leads_to_an_account_with_its_role(client, ask, places, settings):
    settings.MAIL_CONFIGURED = True
    ask(email="Moussa@Example.org")
    deliver(Outbox.objects.get().pk)
    assert mail.outbox[0].to == ["moussa@example.org"]
    address = re.search(r"https?://[^/]+(/fr/invitation/\S+)", mail.outbox[0].body)[1]
    page = text_of(client.get(address))
    assert "Moussa Camara" in page and "gui D1" in page
    assert accept(client, address, phone="").status_code == 302
    person = User.objects.get(email="moussa@example.org")
    assert is_signed_in(client) and person.language == "fr"
    assert [(post.role, post.unit) for post in person.memberships.all()] == [("member", places[1][0])]
    assert person.research_consent_at is None


def test_neither_outbox_nor_table_holds_what_opens_the_door(ask):
    sent = ask(email="moussa@example.org")
    secret = link_of(sent.invitation).split("/")[-2]
    assert secret not in str(list(Outbox.objects.values())) + str(list(Invitation.objects.values()))
    paper = ask()
    assert paper.code[4:] not in str(list(Invitation.objects.values()))


def test_consent_to_research_is_given_by_a_tick_only(client, ask):
    address = link_of(ask(email="moussa@example.org").invitation)
    assert (
        'name="research_consent" id="id_research_consent" checked' not in client.get(address).content.decode()
    )
    accept(client, address, research_consent="on")
    assert User.objects.get(email="moussa@example.org").research_consent_at


@pytest.mark.parametrize("written", ["as told", "small letters", "no hyphens"])
def test_a_code_from_paper_leads_to_the_same_page(client, ask, written):
    code = ask().code
    typed = {
        "as told": f"{code[:4]}-{code[4:8]}-{code[8:]}",
        "small letters": code.lower(),
        "no hyphens": code,
    }
    response = client.post("/en/invitation/", {"code": typed[written]})
    assert response.status_code == 302
    assert accept(client, response.url).status_code == 302
    assert User.objects.get(phone="+224622123456").memberships.get().role == "member"


def test_an_invitation_works_once(client, ask):
    sent = ask()
    address = link_of(sent.invitation)
    accept(client, address)
    again = Client()
    assert accept(again, address, phone="622 99 99 99").status_code == 404
    assert find_by_code(text=sent.code) is None
    assert not User.objects.filter(phone="+224622999999").exists()


@pytest.mark.parametrize("end", ["expired", "withdrawn", "sent again"])
def test_a_link_that_is_over_opens_nothing(client, ask, facilitator, end):
    invitation = ask(email="moussa@example.org").invitation
    address = link_of(invitation)
    if end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "withdrawn":
        withdraw(invitation=invitation, by=facilitator)
    else:
        invite_again(invitation=invitation, by=facilitator)
    response = client.get(address)
    assert response.status_code == 404 and "not open" in text_of(response)
    assert accept(client, address).status_code == 404


def test_a_new_code_voids_the_old_one(ask, facilitator):
    sent = ask()
    new = invite_again(invitation=sent.invitation, by=facilitator)
    assert find_by_code(text=sent.code) is None and find_by_code(text=new.code) == sent.invitation


def test_two_clicks_at_once_make_one_account(ask):
    invitation = ask().invitation
    values = {**WHO, "email": "", "password": PASSWORD, "research_consent": False}
    accept_as_new(invitation=invitation, phone="+224622123456", **values)
    with pytest.raises(NotOpen):
        accept_as_new(invitation=invitation, phone="+224622999999", **values)
    assert not User.objects.filter(phone="+224622999999").exists()


def test_guessing_codes_is_stopped_and_the_wait_is_said(client, ask):
    code = ask().code
    for _try in range(10):
        assert "No open invitation has this code" in text_of(
            client.post("/en/invitation/", {"code": "2222-2222-2222"})
        )
    page = client.post("/en/invitation/", {"code": code})
    assert "Too many attempts. Try again in 10 minutes." in text_of(page)


def test_guessing_from_many_addresses_kills_the_code(ask):
    code = ask().code
    for _try in range(10):
        assert find_by_code(text=code[:4] + "22222222") is None
    assert find_by_code(text=code) is None
    assert Invitation.objects.get().state == "blocked"


def test_guessing_links_is_stopped(client, ask):
    invitation = ask(email="moussa@example.org").invitation
    wrong = link_of(invitation)[:-5] + "xxxx/"
    for _try in range(10):
        assert client.get(wrong).status_code == 404
    response = client.get(link_of(invitation))
    assert response.status_code == 429 and "Try again in 10 minutes" in text_of(response)


def test_who_has_an_account_takes_the_role_with_it(client, ask, places):
    user = account(Role.MEMBER, places[1][1])
    address = link_of(ask(email=user.email).invitation)
    assert "sign in, then open the invitation again" in text_of(accept(client, address))
    client.force_login(user)
    assert f"Take this role as {user}" in text_of(client.get(address))
    client.post(address)
    assert user.memberships.current().count() == 2


def test_a_role_one_has_already_leaves_the_invitation_open(client, ask, places):
    user = account(Role.MEMBER, places[1][0])
    invitation = ask().invitation
    client.force_login(user)
    client.post(link_of(invitation))
    assert user.memberships.count() == 1
    invitation.refresh_from_db()
    assert invitation.state == "open"


@pytest.mark.parametrize(("fields", "where"), [
    ({"phone": "", "email": ""}, "phone"),
    ({"phone": "12"}, "phone"),
    ({"password2": "different"}, "password2"),
    ({"password1": "short", "password2": "short"}, "password1"),
    ({"first_name": ""}, "first_name"),
    ({"language": "xx"}, "language"),
])  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(client, ask, fields, where):
    page = accept(client, link_of(ask().invitation), **{"last_name": "Camara-Diallo"} | fields)
    assert page.context["form"].errors[where]
    assert "Camara-Diallo" in page.content.decode()
    assert not User.objects.filter(last_name="Camara-Diallo").exists()


GRANTS = [
    # by, role, place -> allowed
    ("facilitator", Role.MEMBER, "district", True),
    ("facilitator", Role.LEAD, "district", True),
    ("facilitator", Role.OFFICIAL, "country", True),
    ("facilitator", Role.RESEARCHER, "country", True),
    ("facilitator", Role.RESEARCHER, None, False),
    ("facilitator", Role.FACILITATOR, "country", False),
    ("facilitator", Role.ADMINISTRATOR, None, False),
    ("facilitator", Role.MEMBER, "abroad", False),
    ("shared facilitator", Role.MEMBER, "abroad", True),
    ("shared facilitator", Role.FACILITATOR, "country", False),
    ("administrator", Role.FACILITATOR, None, True),
    ("administrator", Role.ADMINISTRATOR, None, True),
    ("country's administrator", Role.FACILITATOR, "country", True),
    ("country's administrator", Role.FACILITATOR, None, False),
    ("moderator", Role.MEMBER, "district", False),
    ("lead", Role.MEMBER, "district", False),
    ("official", Role.MEMBER, "district", False),
]  # fmt: skip


@pytest.mark.parametrize(("by", "role", "where", "allowed"), GRANTS)
def test_who_may_invite_whom(places, by, role, where, allowed):
    top, districts = places
    abroad = districts_of(country("ben"))[0]
    who = {
        "facilitator": (Role.FACILITATOR, top), "shared facilitator": (Role.FACILITATOR, None),
        "administrator": (Role.ADMINISTRATOR, None), "country's administrator": (Role.ADMINISTRATOR, top),
        "moderator": (Role.MODERATOR, top), "lead": (Role.LEAD, districts[0]), "official": (Role.OFFICIAL, top),
    }[by]  # fmt: skip
    unit = {"district": districts[0], "country": top, "abroad": abroad, None: None}[where]
    try:
        invite(role=role, unit=unit, by=account(*who), **WHO)
    except MayNotInvite:
        assert not allowed
    else:
        assert allowed


def test_the_form_invites_and_shows_a_code_once(client, facilitator):
    client.force_login(facilitator)
    values = WHO | {"role": "member", "unit": "gui d1", "language": "en"}
    page = text_of(client.post("/en/people/invitations/new/", values))
    code = re.search(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", page)[0]
    assert find_by_code(text=code).full_name == "Moussa Camara"
    assert code not in text_of(client.get("/en/people/invitations/"))


@pytest.mark.parametrize(("fields", "where"), [
    ({"unit": "nowhere at all"}, "unit"), ({"unit": ""}, "unit"), ({"unit": "gui R1"}, "unit"),
    ({"role": "administrator"}, "role"), ({"email": "x"}, "email"), ({"phone": "1"}, "phone"),
    ({"first_name": ""}, "first_name"),
])  # fmt: skip
def test_the_form_says_what_is_wrong_where(client, facilitator, fields, where):
    client.force_login(facilitator)
    page = client.post("/en/people/invitations/new/", WHO | {"role": "member", "unit": "gui D1"} | fields)
    assert where in page.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_facilitator_sees_and_withdraws_those_of_the_own_country_only(client, ask, places):
    own = ask().invitation
    abroad = country("ben")
    other = invite(role=Role.MEMBER, unit=districts_of(abroad)[0], by=account(Role.FACILITATOR, abroad),
                   **WHO | {"first_name": "Elsewhere"}).invitation  # fmt: skip
    client.force_login(account(Role.FACILITATOR, places[0]))
    assert "Elsewhere" not in text_of(client.get("/en/people/invitations/"))
    for verb in ("withdraw", "again"):
        assert client.post(f"/en/people/invitations/{other.pk}/{verb}/").status_code == 403
    client.post(f"/en/people/invitations/{own.pk}/withdraw/")
    own.refresh_from_db()
    assert own.state == "withdrawn"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mail_is_in_the_language_of_the_invitation(ask, language, settings):
    settings.MAIL_CONFIGURED = True
    ask(email="moussa@example.org", language=language)
    with override("en" if language == "fr" else "fr"):
        deliver(Outbox.objects.get().pk)
    assert f"/{language}/invitation/" in mail.outbox[0].body
    assert ("membre" in mail.outbox[0].body) is (language == "fr")


def test_whoever_left_the_post_lets_nobody_in_any_more(client, ask, facilitator):
    from districts.actions import end_membership

    sent = ask()
    address = link_of(sent.invitation)
    assert client.get(address).status_code == 200
    end_membership(membership=facilitator.memberships.get(), by=None)
    response = client.get(address)
    assert response.status_code == 404 and "no longer in that post" in text_of(response)
    with pytest.raises(NotOpen):
        accept_as_new(
            invitation=Invitation.objects.get(), email="", phone="+224622123456", password=PASSWORD,
            research_consent=False, **WHO,
        )  # fmt: skip
    assert not User.objects.filter(phone="+224622123456").exists()
