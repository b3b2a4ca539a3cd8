"""Random response tables and readers for the property tests."""

import random

from hypothesis import strategies as st

from analysis.audience import Audience, Relation
from analysis.responses import CHOICE, NUMBER, RATIO, Question, ResponseTable, Unit
from analysis.summaries import summarise

LEVELS = st.sampled_from(list(Audience))
RELATIONS = st.sampled_from(list(Relation))
CATEGORIES = ("yes", "partly", "no")


def answers_to(question):
    if question.kind == CHOICE:
        return st.sampled_from(question.categories)
    if question.kind == RATIO:
        # Both ends are frequent, so that one-sided totals and small counts of persons come up.
        numbers = st.sampled_from([0, 1, 4, 5, 6, 9, 20])
        return st.tuples(numbers, numbers).map(lambda pair: (pair[0], sum(pair)))
    return st.sampled_from([0, 1, 4, 5, 12, 30])


@st.composite
def response_tables(draw, kinds=(CHOICE, RATIO, NUMBER), most=16, gated=None):
    """Question "q" of a random kind, sometimes asked only where question "gate" was answered yes."""
    size = draw(st.integers(1, most))
    groups = draw(st.lists(st.sampled_from("ABC"), min_size=size, max_size=size))
    units = tuple(Unit(f"u{n}", group) for n, group in enumerate(groups))
    kind = draw(st.sampled_from(kinds))
    gate = Question("gate", CHOICE, ("yes", "no"), level=draw(LEVELS))
    question = Question(
        "q",
        kind,
        CATEGORIES if kind == CHOICE else (),
        counts_persons=kind != CHOICE and draw(st.booleans()),
        level=draw(LEVELS),
        opened_by=("gate",) if (draw(st.booleans()) if gated is None else gated) else (),
    )
    answers, levels = {}, {}
    for unit in units:
        if draw(st.sampled_from([True, True, True, False])):
            answers[unit.code] = {
                "gate": draw(st.sampled_from(["yes", "yes", "no", None])),
                "q": draw(st.one_of(st.none(), *[answers_to(question)] * 5)),
            }
            if draw(st.integers(0, 5)) == 0:
                levels[unit.code] = {"q": draw(LEVELS)}
    return ResponseTable(units, (gate, question), answers, levels, closed_by_gate(question, answers))


def closed_by_gate(question, answers):
    """Question "q" is asked where the gate was answered yes, if it has a gate."""
    if not question.opened_by:
        return {}
    return {unit: {"q"} for unit, given in answers.items() if given["gate"] != "yes"}


@st.composite
def readers(draw, table):
    """What a reader may be to each district: of one team at most, and otherwise one or two things."""
    usual = draw(RELATIONS)
    other = draw(RELATIONS.filter(lambda relation: relation is not Relation.OWN_TEAM))
    if usual is Relation.OWN_TEAM:
        usual = Relation.PEER
    mixed = draw(st.booleans())
    relations = {row.unit: other if mixed and draw(st.integers(0, 4)) == 0 else usual for row in table.rows}
    if draw(st.booleans()):
        relations[draw(st.sampled_from(table.rows)).unit] = Relation.OWN_TEAM
    return relations


@st.composite
def scenes(draw):
    """(result, what its reader is to each district), weighted towards what real cycles look like.

    Most districts answered, one or two of them lowered their level, the reader is a peer and has a team:
    the attacks that matter need all of that at once, which evenly spread examples seldom give.
    """
    dice = random.Random(draw(st.integers(0, 2**32)))
    units = tuple(Unit(f"u{n}", dice.choice("AAABBC")) for n in range(dice.randint(6, 26)))
    kind = dice.choice([CHOICE, CHOICE, RATIO, RATIO, NUMBER])
    levels = [Audience.PEERS_MASKED, Audience.PEERS_NAMED, Audience.PEERS_NAMED, Audience.PUBLIC]
    question = Question(
        "q",
        kind,
        CATEGORIES if kind == CHOICE else (),
        counts_persons=kind != CHOICE and dice.random() < 0.5,
        level=dice.choice(levels),
        opened_by=("gate",) if dice.random() < 0.3 else (),
    )
    gate = Question("gate", CHOICE, ("yes", "no"), level=Audience.PUBLIC)
    likely = [dice.random() ** 3 for _ in range(4)]
    answers = {
        unit.code: {"gate": dice.choice(["yes", "yes", "yes", "no"]), "q": _likely_answer(dice, kind, likely)}
        for unit in units
        if dice.random() < 0.85
    }
    lowered = dice.sample(units, dice.choice([0, 1, 1, 2]))
    levels = {unit.code: {"q": dice.choice(list(Audience))} for unit in lowered}
    responses = ResponseTable(units, (gate, question), answers, levels, closed_by_gate(question, answers))
    table = summarise(responses, "q", minimum=dice.choice([3, 5]), reconstructed=dice.random() < 0.2)
    return table, _likely_reader(dice, units)


def _likely_answer(dice, kind, likely):
    if kind == CHOICE:
        return dice.choices(CATEGORIES, [weight + 0.01 for weight in likely[:3]])[0]
    numbers = dice.choices([0, 1, 7, 30], [weight + 0.01 for weight in likely], k=2)
    return (numbers[0], sum(numbers)) if kind == RATIO else numbers[0]


def _likely_reader(dice, units):
    usual = dice.choice([Relation.PEER, Relation.PEER, Relation.PEER, *Relation])
    usual = Relation.PEER if usual is Relation.OWN_TEAM else usual
    relations = {unit.code: usual for unit in units}
    if dice.random() < 0.2:
        others = (Relation.FACILITATOR, Relation.HIERARCHY, Relation.NOBODY)
        relations |= {unit.code: dice.choice(others) for unit in units if dice.random() < 0.3}
    if dice.random() < 0.7:
        relations[dice.choice(units).code] = Relation.OWN_TEAM
    return relations
