"""What holds for any input: nothing is raised, nothing is lost, texts stay to the letter."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoth.config import IngestOptions
from quoth.ingest import ingest
from quoth.ingest.decode import DecodeError, decode
from quoth.ingest.legacy import odd_share
from quoth.ingest.published import iso_date
from quoth.records import Rejected, Report

SENTENCE = "The harbour of Halven will close in winter, the mayor said on Thursday. "
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Everything but surrogates and control characters; of these, what texts have.
WRITING = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r\x0c\x85")
)
NAMES = ["a.txt", "a.html", "a.jsonl", "a.json", "a.jsonl.gz", "a"]


def check(found: list[Report | Rejected]) -> None:
    ids = [r.id for r in found if isinstance(r, Report)]
    assert len(ids) == len(set(ids))
    for result in found:
        if isinstance(result, Report):
            assert result.text.strip()
            assert result.language == "en"
            json.dumps([result.id, result.text, result.title, result.outlet]).encode()
            result.text.encode()
        else:
            assert result.stage == "ingest"
            assert result.reason.isprintable()
            assert result.report_id.isprintable()
            assert len(result.reason) < 400


@pytest.mark.parametrize("name", NAMES)
@SLOW
@given(data=st.binary(max_size=300))
def test_any_bytes_under_any_name(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    found = list(ingest([path]))
    assert found
    check(found)


@SLOW
@given(data=st.binary(max_size=300))
def test_any_bytes_on_standard_input(data):
    found = list(ingest(["-"], stdin=io.BytesIO(data)))
    assert found
    check(found)


TAGS = (
    "<html>|<body>|<p>|</p>|<div class='nav'>|</div>|<table>|<td>|<br>|<a href='x'>|</a>|<!--|-->|"
    "<script>|</script>|<ul><li>|</ul>|<blockquote>|<h1>|</h1>|&amp;|&#0;|&nbsp|<|>|\"|'|=|<meta|"
    "<title>|</title>|<article>|<time datetime='2031-11-06'>|<p class='|<pre>|</pre>|<form>|\n\n"
).split("|")
MARKUP = st.lists(st.sampled_from(TAGS) | st.just(SENTENCE) | st.text(max_size=5), max_size=40).map(
    "".join
)


@SLOW
@given(html=MARKUP)
def test_any_markup(html):
    found = list(
        ingest(["-"], stdin=io.BytesIO(("<html>" + html).encode("utf-8", "surrogatepass")))
    )
    assert len(found) == 1
    check(found)


@SLOW
@given(text=WRITING)
def test_a_text_file_to_the_letter(tmp_path, text):
    path = tmp_path / "a.txt"
    whole = SENTENCE * 2 + text[:60] + "\r\n" + SENTENCE
    path.write_bytes(whole.encode())
    (report,) = ingest([path])
    assert isinstance(report, Report)
    assert report.text == whole
    assert report.encoding == "utf-8"


@SLOW
@given(texts=st.lists(WRITING, min_size=1, max_size=5), ascii_only=st.booleans())
def test_json_lines_to_the_letter(texts, ascii_only):
    given_texts = [SENTENCE + text for text in texts]
    lines = "\n".join(
        json.dumps({"text": text, "language": "en"}, ensure_ascii=ascii_only)
        for text in given_texts
    )
    found = list(ingest(["-"], stdin=io.BytesIO(lines.encode())))
    assert [r.text for r in found] == given_texts


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["id", "text", "html", "url", "outlet", "published", "title", "language", "x"]
)


@SLOW
@given(records=st.lists(st.dictionaries(KEYS, VALUES, max_size=5) | VALUES, min_size=1, max_size=4))
def test_any_json(tmp_path, records):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    found = list(ingest([path]))
    assert len(found) == len(records) or len(records) == 1
    check(found)


@SLOW
@given(
    inputs=st.lists(
        st.none() | st.integers() | st.text(max_size=20) | st.binary(max_size=5), max_size=4
    )
)
def test_any_inputs(inputs):
    found = list(ingest(inputs, stdin=io.BytesIO(b""), options=IngestOptions(max_bytes=1000)))
    assert len(found) >= len(inputs)
    assert all(isinstance(r, Rejected) for r in found)


@SLOW
@given(text=WRITING, encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_marked_encodings_round_trip(text, encoding):
    assert decode((SENTENCE + text).encode(encoding)).text == SENTENCE + text


@SLOW
@given(data=st.binary(max_size=200))
def test_what_is_decoded_encodes_back(data):
    try:
        decoded = decode(data)
    except DecodeError:
        return
    if not any("left out" in note for note in decoded.notes):
        assert decoded.text == data.decode(decoded.encoding)


@given(
    value=st.text(max_size=30) | st.dates().map(str) | st.datetimes().map(lambda d: d.isoformat())
)
def test_dates_are_read_or_refused(value):
    date = iso_date(value)
    assert date is None or date == value.strip()


@given(text=st.text(max_size=50))
def test_odd_shares_are_shares(text):
    assert 0.0 <= odd_share(text) <= 1.0
