"""The filter that finds the threads a person may read says the same as the predicate that guards each of them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from analysis.disclosure import Audience
from discussions.models import Thread
from discussions.permissions import may_read_thread, readable_threads
from districts.models import OrgUnit, Role

from .conftest import person

POSTS = {
    "nobody": [],
    "member": [(Role.MEMBER, "pita")],
    "beninese member": [(Role.MEMBER, "come")],
    "facilitator": [(Role.FACILITATOR, "guinea")],
    "beninese facilitator": [(Role.FACILITATOR, "benin")],
    "shared moderator": [(Role.MODERATOR, None)],
    "official": [(Role.OFFICIAL, "guinea")],
    "regional official": [(Role.OFFICIAL, "guinea-region")],
    "beninese official": [(Role.OFFICIAL, "benin")],
    "policymaker": [(Role.POLICYMAKER, "guinea")],
    "researcher": [(Role.RESEARCHER, None)],
    "member and beninese official": [(Role.MEMBER, "pita"), (Role.OFFICIAL, "benin")],
    "member and beninese facilitator": [(Role.MEMBER, "pita"), (Role.FACILITATOR, "benin")],
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("who", POSTS)
@pytest.mark.parametrize("countries", [["guinea"], ["guinea", "benin"], []])
def test_filter_and_predicate_agree(cycle, result, benin, who, audience, countries):
    cycle.discussion_audience = audience
    cycle.save()
    cycle.countries.set(OrgUnit.objects.filter(code__in=countries))
    result.refresh_from_db()
    thread = Thread.objects.get_or_make(result)
    reader = person(
        "reader", *((role, place and OrgUnit.objects.get(code=place)) for role, place in POSTS[who])
    )
    found = readable_threads(reader).filter(pk=thread.pk).exists()
    assert found is may_read_thread(reader, result)


def test_what_is_open_to_all_by_its_kind_is_found_by_everybody(lesson):
    thread = Thread.objects.get_or_make(lesson)
    lesson.thread_cycle.countries.clear()
    assert thread in readable_threads(AnonymousUser())
