"""Questions in SQL: the documented views, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests import invented

from quoth.archive import Archive, schema
from quoth.errors import QueryError

DOCS = Path(__file__).parents[2] / "docs" / "archive.md"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """One archive for all questions: none of them may change it."""
    with Archive(tmp_path_factory.mktemp("sql") / "news.duckdb") as archive:
        archive.add(invented.courier(), invented.daily(), invented.wire())
        yield archive


def test_views_answer(filled):
    rows = filled.sql("SELECT outlet, count(*) AS n FROM reports GROUP BY outlet ORDER BY outlet")
    assert rows.columns == ("outlet", "n")
    assert rows.rows[0] == ("Northern Wire", 1)
    asked = filled.sql(
        "WITH s AS (FROM statements) SELECT report FROM s WHERE words LIKE ?", ["%raise%"]
    )
    assert ("courier",) in asked.rows


@pytest.mark.parametrize("view", schema.VIEWS)
def test_every_view_can_be_asked_and_every_column_is_described(filled, view):
    columns = filled.sql(f"SELECT * FROM {view}").columns
    text = DOCS.read_text("utf-8")
    section = re.search(rf"^### `{view}`\n(.*?)(?=^##|\Z)", text, re.DOTALL | re.MULTILINE)
    assert section, f"docs/archive.md does not describe {view}"
    described = re.findall(r"`(\w+)`", "\n".join(
        line.split("|")[1] for line in section[1].splitlines() if line.startswith("| `")
    ))  # fmt: skip
    assert described == list(columns)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("DELETE FROM reports", "only SELECT"),
        ("DROP VIEW reports", "only SELECT"),
        ("INSERT INTO store.rejected VALUES ('a')", "only SELECT"),
        ("ATTACH 'other.duckdb'", "only SELECT"),
        ("COPY reports TO 'out.csv'", "only SELECT"),
        ("SET threads = 9", "only SELECT"),
        ("PRAGMA database_list", "only SELECT"),
        ("DESCRIBE reports", "only SELECT"),
        ("SELECT 1; SELECT 2", "one SELECT at a time"),
        ("", "one SELECT at a time"),
        ("SELECT * FROM store.reports", "there is no view 'store.reports'"),
        ("SELECT (SELECT count(*) FROM store.meta)", "there is no view"),
        ("SELECT * FROM nothing", "there is no view 'nothing'"),
        ("SELECT * FROM duckdb_settings()", "cannot be used here"),
        ("SELECT * FROM query('SELECT 1')", "cannot be used here"),
        ("SELECT * FROM query_table('store.meta')", "cannot be used here"),
        ("SELECT nonsense FROM reports", "nonsense"),
        ("SELEC 1", "syntax error"),
    ],
)
def test_anything_else_is_refused(filled, query, why):
    before = filled.dump()
    with pytest.raises(QueryError, match=re.escape(why)):
        filled.sql(query)
    assert filled.dump() == before


def test_no_file_can_be_read(filled, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    for source in (
        f"'{secret}'",
        f"read_csv('{secret}')",
        f"read_text('{secret}')",
        f"glob('{tmp_path}/*')",
    ):
        with pytest.raises(QueryError):
            filled.sql(f"SELECT * FROM {source}")


def test_the_connection_itself_can_reach_nothing(filled, tmp_path):
    # Should the parsing ever miss something, this is what stands behind it.
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    import duckdb

    with filled._file.opened() as connection:
        for query in (
            f"SELECT * FROM read_csv('{secret}')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "SET enable_external_access = true",
            "SET lock_configuration = false",
            "INSTALL fts",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)


def test_a_question_that_takes_too_long_is_stopped(filled):
    with pytest.raises(QueryError, match=r"longer than 0\.2 s"):
        filled.sql("SELECT count(*) FROM range(1000000) a, range(1000000) b", timeout_s=0.2)
    assert filled.sql("SELECT 1").rows == ((1,),)
