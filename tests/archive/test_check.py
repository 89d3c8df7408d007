"""`check` finds what is wrong; compact, backup and dump keep what is right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.archive_reports import plain_forming, prepared

from quoth.archive import Archive
from quoth.errors import ArchiveError

MADE = tuple(prepared(8, sentences=3, updates=4))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The bytes of an archive, which each test gets a copy of."""
    path = tmp_path_factory.mktemp("made") / "news.duckdb"
    with Archive(path, forming=plain_forming()) as opened:
        opened.add(*MADE)
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


@pytest.fixture
def archive(path, made):
    for name, data in made.items():
        path.with_name(name).write_bytes(data)
    with Archive(path, forming=plain_forming()) as opened:
        yield opened


def test_a_whole_archive_has_no_problems(archive):
    assert archive.check() == []


@pytest.mark.parametrize(
    ("harm", "where", "what"),
    [
        ("UPDATE store.statements SET words = 'x' WHERE rid = 1", "r000000", "rows in statements"),
        ("DELETE FROM store.events WHERE rid = 3", "r000002", "rows in events"),
        ("DELETE FROM store.mentions WHERE rid = 3", "r000002", "rows in mentions"),
        ("INSERT INTO store.actors (rid, actor) VALUES (4, 'a9')", "r000003", "rows in actors"),
        ("UPDATE store.reports SET text = 'x' WHERE rid = 4", "r000003", "text of version 1"),
        ("UPDATE store.reports SET data = 'x'::BLOB WHERE rid = 4", "r000003", "cannot be read"),
        ("UPDATE store.reports SET text_hash = 'x' WHERE rid = 4", "r000003", "chain"),
        ("UPDATE store.reports SET current = false WHERE rid = 4", "r000003", "one current"),
        ("DELETE FROM store.reports WHERE rid = 4", "r000003", "is in a story but not"),
        ("UPDATE store.members SET story = 'x' WHERE report = 'r000003'", "r000003", "history"),
        (
            "INSERT INTO store.members SELECT * FROM store.members WHERE report = 'r000003'",
            "r000003",
            "more than one story",
        ),
        (
            "INSERT INTO store.copies (report, copy_of) VALUES ('r000003', 'gone')",
            "gone",
            "named as a copy",
        ),
        ("INSERT INTO store.claims (story, claim) VALUES ('s', 'c')", "s", "has no comparison"),
        ("INSERT INTO store.outlines (rid) VALUES (999)", "999", "belongs to no reading"),
    ],
)
def test_each_harm_is_found(archive, harm, where, what):
    with archive._file.opened() as connection:
        connection.execute(harm).fetchall()
    assert any(p.where == where and what in p.what for p in archive.check()), archive.check()


def test_a_reference_to_nobody_is_found(archive):
    one = MADE[0]
    (first, *rest) = one.statements
    archive.add(replace(one, id="odd", url=None, statements=(replace(first, speaker="a99"), *rest)))
    assert [(p.where, p.what) for p in archive.check()] == [
        ("odd", "statement s0 names an actor that is not there")
    ]


def test_compact_keeps_all_and_takes_less(archive, path):
    for number in range(6):
        archive.add(replace(MADE[0], text=f"{MADE[0].text} Edition {number}."))
        archive._file.close()
    dump = archive.dump()
    before, after = archive.compact()
    assert after < before
    assert archive.dump() == dump
    assert archive.check() == []
    archive.add(replace(MADE[0], id="later", url=None))
    archive.close()
    with Archive(path, read_only=True) as reading:
        assert len(reading.search("said", limit=50)) == len(reading.reports(limit=None))
    assert not [file for file in path.parent.iterdir() if file.name.startswith(".")]


def test_a_backup_is_an_archive(archive, tmp_path):
    copy = tmp_path / "copy.duckdb"
    archive.backup(copy)
    with pytest.raises(ArchiveError, match="is there already"):
        archive.backup(copy)
    archive.add(replace(MADE[0], id="later", url=None))
    archive.backup(copy, overwrite=True)
    with Archive(copy, forming=plain_forming()) as other:
        assert other.dump() == archive.dump()
        assert other.check() == []
        assert len(other.search("said", limit=50)) == 9


def test_a_reader_makes_a_backup_of_what_a_writer_has_not_yet_put_in_place(archive, path, tmp_path):
    # The writer's last transactions may stand in the log beside the file.
    with Archive(path, read_only=True) as reading:
        archive._file.let_go()
        reading.backup(tmp_path / "copy.duckdb")
    with Archive(tmp_path / "copy.duckdb", read_only=True) as other:
        assert other.dump() == archive.dump()
