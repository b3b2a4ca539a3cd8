"""The ladder of who may read, and what a reader is to a district. `disclosure` applies them to numbers."""

from enum import Enum, IntEnum


class Audience(IntEnum):
    """Rungs of the ladder; each includes the ones below it. The numbers are stored: never renumber."""

    TEAM = 1
    FACILITATORS = 2
    PEERS_MASKED = 3
    PEERS_NAMED = 4
    HIERARCHY = 5
    PUBLIC = 6


class Relation(Enum):
    """What a reader is to one district. Who counts as a peer is decided by the caller."""

    OWN_TEAM = "own_team"
    FACILITATOR = "facilitator"
    PEER = "peer"
    HIERARCHY = "hierarchy"
    NOBODY = "nobody"


NAMED = "named"
MASKED = "masked"

# The lowest rung at which each relation reads a row with the district's name on it.
_NAMED_FROM = {
    Relation.OWN_TEAM: Audience.TEAM,
    Relation.FACILITATOR: Audience.FACILITATORS,
    Relation.PEER: Audience.PEERS_NAMED,
    Relation.HIERARCHY: Audience.HIERARCHY,
    Relation.NOBODY: Audience.PUBLIC,
}


def reads(relation: Relation, level: Audience) -> str | None:
    """How `relation` reads a row kept at `level`: "named", "masked" (value without the district) or None."""
    if level >= _NAMED_FROM[relation]:
        return NAMED
    if relation is Relation.PEER and level == Audience.PEERS_MASKED:
        return MASKED
    return None
