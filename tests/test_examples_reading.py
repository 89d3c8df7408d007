"""The reading in golden/examples/reading.json quotes the examples to the letter."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
READING = json.loads((ROOT / "tests/golden/examples/reading.json").read_text("utf-8"))
REPORTS = READING["reports"]
IDS = list(REPORTS)


@pytest.fixture(scope="module")
def ingested():
    """The reports as `quoth.ingest` reads them, by id."""
    ingest = pytest.importorskip("quoth.ingest", reason="quoth.ingest is not there")
    files = [EXAMPLES / reading["file"] for reading in REPORTS.values()]
    return {report.id: report for report in ingest.ingest(files)}


@pytest.fixture(scope="module", params=IDS)
def told(request, ingested):
    """A report's id and its text."""
    return request.param, ingested[request.param].text


def quoted_once(report_id):
    """Yield every stretch of a report's text that the reading quotes, which must be unique."""
    reading = REPORTS[report_id]
    yield from reading["furniture"]
    if reading["dateline"]:
        yield reading["dateline"]
    for repair in reading["repairs"]:
        yield repair["words"]
    for statement in reading["statements"]:
        yield statement["words"]
        yield from statement["content"]
        for relay in statement.get("relays", ()):
            yield relay["words"]
    for claim in READING["claims"]:
        for member in claim["members"]:
            if member["report"] == report_id:
                yield from member["words"]
    yield from READING["alone"][report_id]
    yield from READING["alone_without_agency"].get(report_id, ())


def quoted(report_id):
    """Yield the stretches that only have to be there: values of differences and of pairs."""
    groups = [difference["values"] for c in READING["claims"] for difference in c["differences"]]
    groups += [pair["members"] for pair in READING["not_joined"]]
    groups += [pair["values"] for pair in READING["not_differences"]]
    yield from (v["words"] for group in groups for v in group if v["report"] == report_id)


def test_every_quoted_stretch_is_there_exactly_once(told):
    report_id, text = told
    wrong = {words: text.count(words) for words in quoted_once(report_id)}
    assert not {words: n for words, n in wrong.items() if n != 1}


def test_values_of_differences_are_there(told):
    report_id, text = told
    assert not [words for words in quoted(report_id) if words not in text]


def test_ids_and_what_the_page_says_of_itself(ingested):
    assert set(ingested) == set(IDS)
    for report_id, reading in REPORTS.items():
        report = ingested[report_id]
        assert (report.title, report.published) == (reading["title"], reading["published"])
        assert report.outlet in (None, reading["outlet"])


def test_text_files_are_read_to_the_letter(ingested):
    for report_id, report in ingested.items():
        path = EXAMPLES / REPORTS[report_id]["file"]
        if path.suffix == ".txt":
            assert report.text == path.read_text("utf-8")


def test_every_paragraph_of_the_page_is_kept(ingested):
    page = (EXAMPLES / REPORTS["harbour-post"]["file"]).read_text("utf-8")
    body = page.split('<div class="article-body">')[1].split("</article>")[0]
    body = re.sub(r"<aside.*?</aside>|<footer.*?</footer>", "", body, flags=re.DOTALL)
    paragraphs = [re.sub(r"<[^>]+>", "", p) for p in re.findall(r"<p.*?</p>", body)]
    assert len(paragraphs) == 12
    assert ingested["harbour-post"].text.split("\n") == paragraphs


def test_what_stays_on_the_page_is_not_in_the_article_twice(told):
    report_id, text = told
    page = (EXAMPLES / REPORTS[report_id]["file"]).read_text("utf-8")
    left = REPORTS[report_id].get("left_on_page", ())
    assert all(page.count(words) == 1 for words in left)
    assert all(text.count(words) <= 1 for words in left)


@pytest.mark.parametrize("report_id", IDS)
def test_statements_are_whole(report_id):
    statements = REPORTS[report_id]["statements"]
    assert len(statements) >= 12
    for statement in statements:
        frame = statement["words"]
        for piece in statement["content"]:
            assert frame.count(piece) == 1, piece
            frame = frame.replace(piece, "|")
        # A lost space may glue source and cue, so each is held at its outer side only.
        assert re.search(r"\b" + re.escape(statement["source"]), frame), statement
        assert re.search(re.escape(statement["cue"]) + r"\b", frame), statement
        assert statement["speaker"] in READING["speakers"]


def test_every_report_has_a_place_in_the_reading():
    assert set(READING["alone"]) == set(IDS)
    files = {reading["file"] for reading in REPORTS.values()} | {READING["other_story"]["file"]}
    assert files == {path.name for path in EXAMPLES.iterdir() if path.name != "README.md"}


def test_claims_agree_with_themselves():
    claims = READING["claims"]
    assert len({claim["id"] for claim in claims}) == len(claims)
    for claim in claims:
        members = [member["report"] for member in claim["members"]]
        origins = [name for origin in claim["origins"] for name in origin["reports"]]
        assert len(members) == len(set(members)) >= 2
        assert sorted(origins) == sorted(members), claim["id"]
        assert claim["support"] == len(claim["origins"])
        for difference in claim["differences"]:
            assert [v["report"] for v in difference["values"]] == members
            assert len({v["value"] for v in difference["values"]}) > 1
            told = {member["report"]: " ".join(member["words"]) for member in claim["members"]}
            assert all(v["words"] in told[v["report"]] for v in difference["values"]), claim["id"]


def test_the_five_kinds_of_contradiction_are_there():
    types = sorted(d["type"] for claim in READING["claims"] for d in claim["differences"])
    assert types == ["certainty", "date", "number", "place", "polarity"]


def test_what_a_report_tells_alone_is_in_no_claim():
    for report_id in IDS:
        told = [
            words
            for claim in READING["claims"]
            for member in claim["members"]
            if member["report"] == report_id
            for words in member["words"]
        ]
        for sentence in READING["alone"][report_id]:
            assert not [words for words in told if words in sentence or sentence in words]
