import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.results import Missing, ResultTable, digest, value_share
from analysis.summaries import summarise
from tests.analysis.strategies import response_tables


@given(response_tables(), st.booleans())
def test_a_table_survives_storage_as_json(responses, reconstructed):
    table = summarise(responses, "q", reconstructed=reconstructed)
    stored = json.loads(json.dumps(table.to_json()))
    assert ResultTable.from_json(stored) == table
    assert ResultTable.from_json(stored).to_json() == table.to_json()


@given(response_tables())
def test_the_digest_ignores_key_order_and_notices_a_changed_number(responses):
    data = summarise(responses, "q").to_json()
    turned = dict(reversed(data.items()))
    assert digest(turned) == digest(data)
    changed = {**data, "total": {**data["total"], "answered": data["total"]["answered"] + 1}}
    assert digest(changed) != digest(data)


def test_another_schema_is_refused():
    with pytest.raises(ValueError, match="schema"):
        ResultTable.from_json({"schema": 2})


def test_only_a_ratio_with_something_to_divide_by_has_a_share():
    assert value_share((3, 4)) == 0.75
    assert value_share((0, 4)) == 0
    assert value_share((0, 0)) is None
    assert value_share(Missing.NO_ANSWER) is None
    assert value_share("yes") is None
