"""Resolving whole invented reports, as clean and annotate hand them on."""

import pytest

from quoth.annotate import Annotator
from quoth.clean import clean
from quoth.records import Report
from quoth.resolve import resolve

PORT = """Norwegian Foreign Minister Siri Haug said on Tuesday that Oslo would reopen its \
consulate in the Peruvian port of Callao.

"We have waited long enough," Haug told reporters in Lima. She added that the ministry had found a \
building.

Peru's president, Raul Quispe, welcomed the plan. "This is good news for our fishermen," he said. \
The Peruvian president noted that trade had doubled since 2019.

A spokesman for the fishing union, Tomas Vega, disagreed. "Nobody asked us," he said.

Officials in Oslo declined to comment. The Kremlin said it was watching closely.

Haug denied that the move was aimed at Moscow.
"""


@pytest.fixture(scope="module")
def port():
    (found,) = resolve(Annotator().annotate(clean([Report(id="port", text=PORT)])))
    return found


def speaker(report, said):
    """Return who is said to have said what begins with the given words."""
    at = report.text.index(said)
    names = {actor.id: actor.name for actor in report.actors}
    return [
        names.get(s.speaker or "")
        for s in report.statements
        if any(span.start <= at < span.end for span in s.content)
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Oslo would reopen", "Siri Haug"),
        ("We have waited", "Siri Haug"),
        ("the ministry had found", "Siri Haug"),
        ("This is good news", "Raul Quispe"),
        ("trade had doubled", "Raul Quispe"),
        ("Nobody asked us", "Tomas Vega"),
        ("it was watching", "Kremlin"),
        ("the move was aimed", "Siri Haug"),
    ],
)
def test_who_speaks(port, said, name):
    assert name in speaker(port, said)


def test_who_is_who(port):
    found = {actor.name: actor for actor in port.actors}
    assert (found["Siri Haug"].country, found["Siri Haug"].sector) == ("NOR", "GOV")
    assert (found["Raul Quispe"].country, found["Raul Quispe"].kind) == ("PER", "person")
    assert found["Norway"].kind == "state"
    assert found["Russia"].kind == "state"
    assert found["Kremlin"].country == "RUS"
