"""The lines of the table that are about cycles and their questionnaires."""

from collections.abc import Callable

from tests.permission_lines import (
    ANYBODY,
    DESK,
    MODERATORS,
    OWN_TEAM,
    READ_BLANK_FORM,
    RUN,
    RUN_COMMON,
    SIGNED_IN,
    TEAMS,
    Row,
)


def cycle(name: str, **more) -> Callable[..., dict]:
    """Of the questionnaire of that name."""
    return lambda world: {"pk": getattr(world, name).cycle_id} | more


def built(name: str, part: str = "", **more) -> Callable[..., dict]:
    """A questionnaire, or its first "section", "question" or "check"."""

    def target(world) -> dict:
        questionnaire = getattr(world, name)
        return {"pk": questionnaire.pk} | _part(questionnaire, part) | more

    return target


def _part(questionnaire, part: str) -> dict:
    return {part: getattr(questionnaire, f"{part}s").first().pk} if part else {}


def paper_of(name: str) -> Callable[..., dict]:
    return lambda world: {"key": getattr(world, name).key}


def trial(**changes) -> Callable[..., dict]:
    return lambda world: world.trial | changes


def code_of(name: str) -> Callable[..., dict]:
    return lambda world: {"code": getattr(world, name).cycle.code}


# Those of a cycle that nobody sees yet.
CYCLES_ADMIN = [
    Row("cycles_admin:index", DESK),
    Row("cycles_admin:add", DESK),
    *(
        Row(f"cycles_admin:{screen}", RUN, cycle("draft"))
        for screen in ("overview", "edit", "steps", "owner")
    ),
    Row("cycles_admin:overview", RUN_COMMON, cycle("common"), why="of two countries"),
    Row("cycles_admin:launch", RUN, cycle("draft"), post={}),
    Row("cycles_admin:reopen", RUN, cycle("draft", number=3)),
    Row("cycles_admin:complete", RUN, cycle("draft", number=3)),
    Row("cycles_admin:complete", RUN, cycle("draft", number=3), {"because": "Tous ont répondu"}, "sent"),
]
CYCLES = [
    Row("cycle_calendar", ANYBODY, lambda world: {"code": "open"}, why="published"),
    Row("cycle_calendar", set(), code_of("draft"), why="a draft: it is not there"),
    Row("follow_cycle", SIGNED_IN, lambda world: {"code": "open"}, {"follow": "yes"}, "published"),
    Row("follow_cycle", set(), code_of("draft"), {"follow": "yes"}, "a draft"),
    Row("decision_owner", {"policymaker"}, code_of("draft"), why="invited"),
    Row(
        "decision_owner",
        {"policymaker"},
        code_of("draft"),
        {"accepts": "yes", "words": "Pourquoi ?"},
        "answered",
    ),
    Row("decision_owner", set(), code_of("asked"), why="chosen, not invited"),
]
READ_PROPOSALS = TEAMS | MODERATORS | {"superuser"}


def proposal(name: str) -> Callable[..., dict]:
    return lambda world: {"key": getattr(world, name).key}


def proposal_in_admin(name: str) -> Callable[..., dict]:
    return lambda world: {"pk": world.proposing.pk, "issue": getattr(world, name).pk}


def proposing(world) -> dict:
    return {"code": "proposing"}


# Who does what before, while and after it is asked for: cycles/test_proposing_by_time.py.
PROPOSALS = [
    Row("issues", ANYBODY, proposing),
    Row("issues", READ_PROPOSALS, proposing, shows="gui D1", why="which district proposes"),
    Row("issues", RUN, code_of("draft"), why="of a draft"),
    Row("issue", ANYBODY, proposal("proposal")),
    Row("issue", READ_PROPOSALS, proposal("proposal"), shows="en secret", why="its text"),
    Row("issue", READ_PROPOSALS, proposal("proposal"), shows="gui D1", why="its district"),
    Row("propose_issue", TEAMS, proposing),
    Row("propose_issue", TEAMS, proposing, {"go": "send", "language": "fr", "title": "Le froid"}, "sent"),
    Row("propose_issue", set(), code_of("draft"), why="of a draft"),
    Row("support_issue", TEAMS, proposal("proposal"), {"voice": "yes"}),
    Row("change_issue", OWN_TEAM, proposal("proposal")),
    Row("change_issue", set(), proposal("merged_proposal"), why="merged"),
    Row("withdraw_issue", OWN_TEAM, proposal("proposal")),
    Row("similar", SIGNED_IN, post={"title": "Le carburant", "language": "fr"}),
    Row(
        "similar", READ_PROPOSALS, post={"title": "En secret depuis mai"}, shows="Le carburant", why="by text"
    ),
    *(
        Row(f"cycles_admin:{screen}", RUN, lambda world: {"pk": world.proposing.pk})
        for screen in ("proposals", "proposal_for", "merge")
    ),
    Row("cycles_admin:choose", RUN, proposal_in_admin("proposal")),
    Row("cycles_admin:withdraw_proposal", RUN, proposal_in_admin("proposal")),
    Row("cycles_admin:unmerge", RUN, proposal_in_admin("merged_proposal"), post={}),
]
# Which of these screens lets do what, before and after opening: questionnaires/test_permission_by_time.py.
BUILDER = [
    Row("builder:start", RUN, lambda world: {"cycle": world.bare.pk}),
    Row("builder:start", RUN, lambda world: {"cycle": world.draft.cycle_id}, why="begun already"),
    Row("builder:clone_cycle", RUN, cycle("draft")),
    *(
        Row(f"builder:{screen}", RUN, built("draft"))
        for screen in (
            "overview", "settings", "add_section", "add_question", "checks", "add_check", "bank", "open", "pilot",
            "paper", "xlsform", "xlsform_download",
        )
    ),
    *(
        Row(f"builder:{screen}", RUN, built("draft", part))
        for part in ("section", "question")
        for screen in (part, f"move_{part}", f"delete_{part}")
    ),
    Row("builder:duplicate_question", RUN, built("draft", "question"), post={}),
    Row("builder:check", RUN, built("draft", "check")),
    Row("builder:paper_file", RUN, built("draft", language="fr")),
    Row("builder:xlsform_take_over", RUN, built("draft"), post={"token": ""}),
    Row("builder:overview", RUN, built("asked"), why="open"),
    Row("builder:overview", RUN_COMMON, built("common"), why="of two countries"),
    Row("builder:correct", RUN, built("asked")),
    *(Row(f"builder:correct_{part}", RUN, built("asked", part)) for part in ("section", "question", "check")),
    Row("builder:versions", RUN, built("asked")),
    Row("builder:version", RUN, built("asked", number=2)),
]  # fmt: skip
QUESTIONNAIRES = [
    Row("blank_form", READ_BLANK_FORM, paper_of("asked"), why="open"),
    Row("blank_form", READ_BLANK_FORM | {"abroad", "neighbour"}, paper_of("common"), why="of two countries"),
    Row("blank_form", set(), paper_of("draft"), why="not open yet"),
    Row("pilot", ANYBODY, trial()),
    Row("pilot", set(), trial(secret="wrong"), why="a wrong secret"),
    Row("pilot_section", ANYBODY, trial(section=1)),
    Row("pilot_section", ANYBODY, trial(section=1), {"go": "start"}, "begun"),
    Row("pilot_section", set(), trial(secret="wrong", section=1), why="a wrong secret"),
    Row("pilot_section", set(), trial(secret="wrong", section=1), {"go": "start"}, "begun, a wrong secret"),
]
OF_CYCLES = [*CYCLES_ADMIN, *CYCLES, *PROPOSALS, *BUILDER, *QUESTIONNAIRES]
