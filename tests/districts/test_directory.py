"""The directory: who may open it, who is in it, and which ways to reach people it shows to whom."""

from types import SimpleNamespace

import pytest

from analysis.audience import Audience, Relation
from districts.audiences import memberships_of
from districts.directory import channels_shown, people_listed, through_post
from districts.models import Channel, Profile, Role, User

from .accounts import account, text_of
from .places import country, days, districts_of, person, today

LIST = "/en/directory/"
NEAR = (Relation.OWN_TEAM, Relation.FACILITATOR)


@pytest.fixture
def world(pages_ready):
    """Two countries; in the first two regions of two districts each."""
    gui, ben = country("gui", districts=4, regions=2), country("ben")
    places = districts_of(gui)
    return SimpleNamespace(gui=gui, ben=ben, d=places, abroad=districts_of(ben)[0], region=places[0].parent,
                           other_region=places[1].parent)  # fmt: skip


def readers(world) -> dict[str, User]:
    """Everybody who could ask, by what they are to a member of the first district."""
    d = world.d[0]
    found = {
        "own team": person((Role.MEMBER, d)), "own lead": person((Role.LEAD, d)),
        "other team": person((Role.MEMBER, world.d[1])), "team abroad": person((Role.LEAD, world.abroad)),
        "facilitator": person((Role.FACILITATOR, world.gui)), "shared facilitator": person((Role.FACILITATOR, None)),
        "moderator": person((Role.MODERATOR, world.gui)), "administrator": person((Role.ADMINISTRATOR, None)),
        "facilitator abroad": person((Role.FACILITATOR, world.ben)), "region": person((Role.OFFICIAL, world.region)),
        "centre": person((Role.OFFICIAL, world.gui)), "other region": person((Role.OFFICIAL, world.other_region)),
        "centre abroad": person((Role.OFFICIAL, world.ben)), "policymaker": person((Role.POLICYMAKER, world.gui)),
        "researcher": person((Role.RESEARCHER, None)),
        "region and team": person((Role.OFFICIAL, world.other_region), (Role.MEMBER, world.d[1])),
        "former": person((Role.MEMBER, d), ended=-1), "without a role": person(),
    }  # fmt: skip
    return {name: User.objects.get(pk=user.pk) for name, user in found.items()}


READS_DIRECTORY = {
    "own team", "own lead", "other team", "team abroad", "facilitator", "shared facilitator", "moderator",
    "administrator", "facilitator abroad", "region", "centre", "other region", "centre abroad", "policymaker",
    "researcher", "region and team",
}  # fmt: skip
COVERING = {"facilitator", "shared facilitator", "moderator", "administrator"}
OWN = {"own team", "own lead"} | COVERING


def test_whoever_has_a_role_reads_it_and_nobody_else(client, world):
    target = person((Role.MEMBER, world.d[0]))
    for name, reader in readers(world).items():
        client.force_login(reader)
        expected = 200 if name in READS_DIRECTORY else 403
        for address in (LIST, f"{LIST}{target.pk}/"):
            assert client.get(address).status_code == expected, name
    client.logout()
    for address in (LIST, f"{LIST}{target.pk}/"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_access_ends_with_the_post(client, world):
    someone = person((Role.MEMBER, world.d[0]))
    client.force_login(someone)
    assert client.get(LIST).status_code == 200
    someone.memberships.update(ends_on=today() - days(1))
    assert client.get(LIST).status_code == 403


def test_who_is_in_it(client, world):
    client.force_login(person((Role.MEMBER, world.abroad)))
    there = {
        "member": person((Role.MEMBER, world.d[0])), "facilitator": person((Role.FACILITATOR, None)),
        "staff": person((Role.OFFICIAL, world.region)), "researcher": person((Role.RESEARCHER, None)),
    }  # fmt: skip
    absent = {
        "former": person((Role.MEMBER, world.d[0]), ended=-1), "to come": person((Role.MEMBER, world.d[0]), begun=1),
        "without a role": person(), "switched off": person((Role.MEMBER, world.d[0]), is_active=False),
        "erased": person((Role.MEMBER, world.d[0]), erased_at=f"{today()}T00:00Z"),
    }  # fmt: skip
    listed = {entry["person"] for entry in client.get(LIST).context["entries"]}
    assert listed >= set(there.values()) and not listed & set(absent.values())
    for someone in absent.values():
        assert client.get(f"{LIST}{someone.pk}/").status_code == 404


@pytest.mark.parametrize("post", ["team", "staff", "facilitator", "shared facilitator"])
def test_who_opted_out_is_seen_by_the_own_team_and_the_facilitators_alone(client, world, post):
    """Who looks without the right is answered as if there were no such person."""
    target, seen_by = {
        "team": (person((Role.MEMBER, world.d[0])), OWN),
        "staff": (person((Role.OFFICIAL, world.region)), COVERING | {"region"}),
        "facilitator": (person((Role.FACILITATOR, world.gui)), COVERING),
        "shared facilitator": (
            person((Role.FACILITATOR, None)), {"shared facilitator", "administrator"}
        ),
    }[post]  # fmt: skip
    Profile.objects.create(user=target, listed=False, can_help_with="kept to ourselves")
    for name, reader in readers(world).items():
        if name not in READS_DIRECTORY:
            continue
        client.force_login(reader)
        page, listed = client.get(f"{LIST}{target.pk}/"), client.get(LIST, {"q": "kept to ourselves"})
        assert (page.status_code == 200) is (name in seen_by), name
        assert ([e["person"] for e in listed.context["entries"]] == [target]) is (name in seen_by), name
    client.force_login(target)
    assert client.get(f"{LIST}{target.pk}/").status_code == 200


def test_the_two_ways_of_asking_who_is_near_agree(world):
    """Who may see those who opted out is asked of the database, who may see their numbers of each post in turn."""
    everybody = [user for name, user in readers(world).items() if name in READS_DIRECTORY]
    for target in everybody:
        Profile.objects.create(user=target, listed=False)
    for viewer in everybody:
        near = {t.pk for t in everybody if any(through_post(viewer, p) in NEAR for p in t.memberships.all())}
        assert set(people_listed(viewer).values_list("pk", flat=True)) == near | {viewer.pk}


def ways(target: User) -> None:
    for level in (Audience.TEAM, Audience.PEERS_NAMED, Audience.HIERARCHY):
        Channel.objects.create(user=target, kind="other", value=f"for {level.name}", audience=level)


TEAM, PEERS, HIERARCHY = "for TEAM", "for PEERS_NAMED", "for HIERARCHY"
ALL, OPEN_TO_PEERS, OPEN_TO_ALL, NONE = {TEAM, PEERS, HIERARCHY}, {PEERS, HIERARCHY}, {HIERARCHY}, set()
SHOWN = {
    # reader: of a member of the first district, of a region's staff, of the country's facilitator, of a researcher
    "own team": (ALL, OPEN_TO_PEERS, OPEN_TO_PEERS, OPEN_TO_PEERS),
    "own lead": (ALL, OPEN_TO_PEERS, OPEN_TO_PEERS, OPEN_TO_PEERS),
    "other team": (OPEN_TO_PEERS, OPEN_TO_PEERS, OPEN_TO_PEERS, OPEN_TO_PEERS),
    "team abroad": (OPEN_TO_PEERS, OPEN_TO_PEERS, OPEN_TO_PEERS, OPEN_TO_PEERS),
    "facilitator": (ALL, ALL, ALL, NONE),
    "shared facilitator": (ALL, ALL, ALL, ALL),
    "moderator": (ALL, ALL, ALL, NONE),
    "administrator": (ALL, ALL, ALL, ALL),
    "facilitator abroad": (NONE, NONE, NONE, NONE),
    "region": (OPEN_TO_ALL, ALL, OPEN_TO_ALL, OPEN_TO_ALL),
    "centre": (OPEN_TO_ALL, OPEN_TO_ALL, OPEN_TO_ALL, OPEN_TO_ALL),
    "other region": (NONE, NONE, OPEN_TO_ALL, OPEN_TO_ALL),
    "centre abroad": (NONE, NONE, NONE, OPEN_TO_ALL),
    "policymaker": (NONE, NONE, NONE, NONE),
    "researcher": (NONE, NONE, NONE, ALL),
    "region and team": (NONE, NONE, OPEN_TO_ALL, OPEN_TO_ALL),
    "former": (NONE, NONE, NONE, NONE),
    "without a role": (NONE, NONE, NONE, NONE),
}  # fmt: skip


def test_ways_to_reach_people_are_shown_to_whom_they_chose(world):
    targets = [
        person((Role.MEMBER, world.d[0])), person((Role.OFFICIAL, world.region)),
        person((Role.FACILITATOR, world.gui)), person((Role.RESEARCHER, None)),
    ]  # fmt: skip
    for target in targets:
        ways(target)
    asking = readers(world)
    assert set(asking) == set(SHOWN)
    for name, reader in asking.items():
        shown = channels_shown(reader, targets)
        assert tuple({c.value for c in shown[t.pk]} for t in targets) == SHOWN[name], name


def test_of_several_posts_the_one_that_opens_most_counts(world):
    target = person((Role.MEMBER, world.d[0]), (Role.MEMBER, world.d[1]))
    ways(target)
    shown = channels_shown(person((Role.MEMBER, world.d[1])), [target])
    assert {channel.value for channel in shown[target.pk]} == ALL


def test_one_s_own_ways_are_all_shown_to_oneself_with_who_sees_them(client, world):
    target = person((Role.POLICYMAKER, world.gui))
    ways(target)
    client.force_login(target)
    page = text_of(client.get(f"{LIST}{target.pk}/"))
    assert TEAM in page and "(my own team and the facilitators)" in page and "Change your profile" in page


def test_no_query_is_made_for_each_person(world, django_assert_num_queries):
    viewer, people = person((Role.MEMBER, world.d[1])), [person((Role.LEAD, world.d[0])) for _ in range(12)]
    for target in people:
        ways(target)
    read, _kept = list(User.objects.filter(pk__in=[p.pk for p in people])), memberships_of(viewer)
    with django_assert_num_queries(2):
        shown = channels_shown(viewer, read)
    assert len(shown) == 12 and all(len(found) == 2 for found in shown.values())


def test_what_somebody_signs_in_with_is_shown_to_nobody(client, world):
    """Not even as the name of an account that has none."""
    target = person((Role.MEMBER, world.d[0]), phone="+224622123456")
    target.first_name = target.last_name = ""
    target.save()
    for reader in (person((Role.MEMBER, world.d[0])), person((Role.ADMINISTRATOR, None)), target):
        client.force_login(reader)
        for address in (LIST, f"{LIST}{target.pk}/"):
            page = client.get(address).content.decode().split("<main")[1]
            assert target.email not in page and "622" not in page and "somebody who gave no name" in page


def test_a_person_s_page_says_what_they_wrote(client, world):
    target = account(Role.LEAD, world.d[0], language="fr")
    Profile.objects.create(
        user=target, function="midwifery", title="Sage-femme maîtresse", in_post_since="2019-09-01",
        spoken=["ff", "xx", "fr"], can_help_with="Audits de décès\n<i>à Pita</i>",
    )  # fmt: skip
    Channel.objects.create(user=target, kind="phone", value="+224622123456", audience=Audience.PEERS_NAMED)
    client.force_login(person((Role.MEMBER, world.abroad)))
    page = client.get(f"{LIST}{target.pk}/")
    text = text_of(page)
    for said in ("team lead, gui D1 (Gui)", "midwife or maternal health officer", "Sage-femme maîtresse",
                 "September 2019", "Français , Pular", "+224 622 12 34 56"):  # fmt: skip
        assert said in text, said
    html = page.content.decode()
    assert 'lang="fr">Sage-femme' in html and "<i>" not in html and 'href="tel:+224622123456"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_without_a_profile_name_role_and_district_are_shown(client, world):
    target = person((Role.MEMBER, world.d[0]))
    client.force_login(person((Role.MEMBER, world.d[1])))
    text = text_of(client.get(f"{LIST}{target.pk}/"))
    assert str(target) in text and "team member, gui D1 (Gui)" in text
    assert "No way to reach this person is open to you" in text


def test_numbers_that_nobody_has_are_not_found(client, world):
    client.force_login(person((Role.MEMBER, world.d[0])))
    for number in (0, 999_999, 2**31 + 1, 10**40):
        assert client.get(f"{LIST}{number}/").status_code == 404


def test_it_speaks_french_too(client, world):
    client.force_login(person((Role.MEMBER, world.d[0])))
    assert client.get("/fr/directory/").status_code == 200
