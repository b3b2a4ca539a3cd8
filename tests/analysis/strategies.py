"""Small random response tables for the property tests."""

from hypothesis import strategies as st

from analysis.audience import Audience, Relation
from analysis.responses import CHOICE, NUMBER, RATIO, Question, ResponseTable, Unit

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
        asked_if=("gate", "yes") if (draw(st.booleans()) if gated is None else gated) else None,
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
    return ResponseTable(units, (gate, question), answers, levels)


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
