"""The demonstration's people in the directory: each as their profile says, to whom it says."""

from districts.models import Profile
from tests.districts.accounts import text_of


def names(reader, who: str) -> set[str]:
    return {str(entry["person"]) for entry in reader(who).get("/fr/directory/").context["entries"]}


def test_who_opted_out_is_found_by_the_facilitators_alone(demo, reader):
    hidden = demo.people["other-member"]
    assert str(hidden) not in names(reader, "member") | names(reader, "central") | names(reader, "researcher")
    assert str(hidden) in names(reader, "facilitator") & names(reader, "other-member")
    assert reader("member").get(f"/fr/directory/{hidden.pk}/").status_code == 404


def test_ways_to_reach_people_differ_by_reader(demo, reader):
    lead = demo.people["lead"]
    seen = {
        who: text_of(reader(who).get(f"/fr/directory/{lead.pk}/"))
        for who in ("member", "central", "policymaker")
    }
    number, address = "+224 600 00 00 12", "ousmane.sow@example.org"
    assert number in seen["member"] and address in seen["member"]
    assert number in seen["central"] and address not in seen["central"]
    assert number not in seen["policymaker"] and address not in seen["policymaker"]


def test_one_account_never_opened_its_profile(demo):
    assert set(demo.people) - {p.user.email.split("@")[0] for p in Profile.objects.all()} == {"policymaker"}
