"""Search by words: what is found, where it stands, and an index that is behind or broken."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.archive import Archive
from quoth.archive.asking import asked
from quoth.archive.index import matches
from quoth.errors import QueryError
from quoth.records import Report, Span


def add(archive, **texts):
    archive.add(*(Report(name, text) for name, text in texts.items()))


def found(archive, query, **filters):
    return [hit.report for hit in archive.search(query, **filters)]


def marked(archive, query):
    return {
        hit.report: [archive.report(hit.report).text[a:b] for a, b in hit.spans]
        for hit in archive.search(query)
    }


def test_words_in_all_forms_with_their_places(archive):
    add(archive, a="😀 Dockers were striking. The strike 𝔞 goes on.", b="No boats today.")
    assert marked(archive, "strikes") == {"a": ["striking", "strike"]}
    assert marked(archive, "docker STRIKE") == {"a": ["Dockers", "striking", "strike"]}


def test_phrases_stand_as_they_are(archive):
    add(
        archive,
        a="The minister was talking of fish.",
        b="Talk of fish, said the minister.",
        c="They talked. Of fish nobody spoke; talk, of fish!",
    )
    assert sorted(found(archive, '"talk of fish"')) == ["b", "c"]
    assert sorted(found(archive, "“talking of fish”")) == ["a"]
    assert marked(archive, '"talk of fish"')["b"] == ["Talk of fish"]


def test_or_not_and_open_ends(archive):
    add(archive, a="Herring and cod.", b="Herring and crab.", c="Mackerel only.")
    assert sorted(found(archive, "cod OR crab")) == ["a", "b"]
    assert found(archive, "herring -cod") == ["b"]
    assert found(archive, 'herring -"and cod"') == ["b"]
    assert sorted(found(archive, "mack* OR cod")) == ["a", "c"]
    assert found(archive, "herring mackerel") == []


@pytest.mark.parametrize("query", ["", "  ", "-cod", "?", "*", "OR", '""', "- -"])
def test_a_query_without_a_word_is_refused(archive, query):
    with pytest.raises(QueryError, match="no word to look for"):
        archive.search(query)


@given(st.text(max_size=40))
def test_no_query_breaks_the_index(query):
    try:
        wanted = asked(query)
    except QueryError:
        return
    matches(['Some text AND NEAR(other) text: "quoted" -x (y) ^z *'], wanted)


@given(
    st.lists(
        st.sampled_from(["é", "fish", "😀", " ", "\n", "Ａ", "\ue000", "\x00", "s", "."]),
        max_size=30,
    )
)
def test_marks_stand_where_the_word_stands(parts):
    text = "".join(parts) + " fish "
    (spans,) = matches([text], asked("fish"))
    assert spans
    assert all(text[a:b].casefold().startswith("fish") for a, b in spans)


def test_accents_do_not_count_and_the_title_counts_more(archive):
    archive.add(
        Report("a", "A café, and again a cafe; much talk about other things of the day."),
        Report("b", "Nothing of it.", title="The Café"),
    )
    assert found(archive, "cafe") == ["b", "a"]
    hit = archive.search("cafe").items[0]
    assert hit.spans == ()
    assert hit.title_spans == (Span(4, 8),)


def test_filters(filled):
    assert found(filled, "dockers", outlet="northern wire") == ["wire"]
    assert found(filled, "dockers", since="2031-03-03") == ['daily"><b>']
    assert sorted(found(filled, "dockers", until="2031-03-02")) == ["courier", "wire"]
    assert found(filled, "dockers", country="NOR") == []
    assert len(found(filled, "dockers", country="SWE")) == 3


def test_pages(archive):
    add(archive, **{f"r{n}": "herring " * (n + 1) + "and other fish " * 9 for n in range(7)})
    whole = found(archive, "herring", limit=50)
    first = archive.search("herring", limit=3)
    second = archive.search("herring", limit=3, after=first.next)
    last = archive.search("herring", limit=3, after=second.next)
    assert [h.report for p in (first, second, last) for h in p] == whole
    assert len(whole) == 7
    assert last.next is None
    with pytest.raises(QueryError, match="not the `next`"):
        archive.search("herring", after="x")


def test_phrases_are_paged_over_what_does_not_fit(archive):
    add(archive, **{f"r{n:02}": "talks of fish" if n % 5 else "talk of fish" for n in range(30)})
    first = archive.search('"talk of fish"', limit=4)
    second = archive.search('"talk of fish"', limit=4, after=first.next)
    assert len(first) == 4
    assert len(second) == 2
    assert not {h.report for h in first} & {h.report for h in second}


def test_the_excerpt_shows_the_first_match(archive):
    text = "Long words before. " * 40 + "Here the herring comes. " + "Long words after. " * 40
    add(archive, a=text)
    (hit,) = archive.search("herring")
    assert "herring" in text[hit.excerpt.start : hit.excerpt.end]
    assert len(text[hit.excerpt.start : hit.excerpt.end]) <= 240


def test_an_old_version_is_not_found(filled):
    filled.add(Report("courier", "Nothing of the kind."))
    assert "courier" not in found(filled, "cranes")
    assert found(filled, "kind") == ["courier"]


def index_of(archive):
    return archive.path.with_name(archive.path.name + ".search")


@pytest.mark.parametrize("harm", ["missing", "no database", "empty", "another"])
def test_an_index_that_is_broken_is_made_anew(filled, path, harm, tmp_path):
    wanted = found(filled, "dockers")
    filled.close()
    file = index_of(filled)
    for other in file.parent.glob(f"{file.name}-*"):
        other.unlink()
    if harm == "missing":
        file.unlink()
    elif harm == "no database":
        file.write_bytes(b"not a database at all, not a database" * 100)
    elif harm == "empty":
        file.write_bytes(b"")
    else:
        with Archive(tmp_path / "other.duckdb") as other:
            other.add(*(Report(f"x{n}", f"Dockers {n}") for n in range(5)))
        file.write_bytes(index_of(other).read_bytes())
    with Archive(path, read_only=True) as reading:
        assert found(reading, "dockers") == wanted
        assert reading.check() == []


def test_an_index_that_is_behind_catches_up(filled, path, reports):
    filled.close()
    kept = index_of(filled).read_bytes()
    with Archive(path) as writing:
        writing.add(Report("late", "The dockers again."))
    index_of(filled).write_bytes(kept)
    with Archive(path) as writing:
        assert [p.where for p in writing.check()] == ["search index"]
        assert "late" in found(writing, "dockers")
        assert writing.check() == []


def test_an_index_that_is_ahead_of_an_older_archive_is_made_anew(filled, path, tmp_path):
    filled.backup(tmp_path / "old.duckdb")
    filled.add(Report("late", "The dockers again."))
    filled.close()
    path.write_bytes((tmp_path / "old.duckdb").read_bytes())
    with Archive(path) as writing:
        writing.add(Report("other", "No dockers at all, and none again."))
        assert sorted(found(writing, "again")) == ["other"]
        assert writing.check() == []


def test_of_a_common_word_the_last_to_come_are_weighed_and_the_others_follow(archive, monkeypatch):
    add(archive, **{f"r{n}": "herring " * (n % 5 + 1) + "and more " * 5 for n in range(12)})
    whole = set(found(archive, "herring", limit=50))
    monkeypatch.setattr("quoth.archive.index.RANKED", 5)
    hits, after = [], None
    while True:
        page = archive.search("herring", limit=2, after=after)
        hits += page
        if (after := page.next) is None:
            break
    assert {hit.report for hit in hits} == whole
    assert {hit.report for hit in hits[:5]} == {f"r{n}" for n in range(7, 12)}
    assert [hit.report for hit in hits[5:]] == [f"r{n}" for n in range(6, -1, -1)]
    assert all(a.score >= b.score for a, b in itertools.pairwise(hits))
    assert {hit.score for hit in hits[5:]} == {0.0}
