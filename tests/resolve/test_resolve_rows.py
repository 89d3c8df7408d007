"""Tables of a user's own: what they add, and what is said of a row that does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.errors import TableError
from quoth.resolve import actor, add_rows, canonical, rows, state_of


@pytest.fixture(autouse=True)
def own_tables_only():
    yield
    rows.remove_folders()


def table(folder: Path, name: str, *lines: str) -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_rows_are_added_and_win(tmp_path):
    assert actor("the Halmoran Guard") is None or actor("the Halmoran Guard").country is None
    table(tmp_path, "bodies.tsv", "name\tsector\tcountry", "Halmoran Guard\tPRM|COP\tISL")
    table(
        tmp_path,
        "offices.tsv",
        "of\toffice\tholder\tfrom\tuntil",
        "ISL\tprime minister\tSiri Haug\t2031-01-01\t2035-01-01",
    )
    add_rows(tmp_path)
    found = actor("the Halmoran Guard")
    assert (found.country, found.sectors) == ("ISL", ("PRM", "COP"))
    assert actor("Iceland's prime minister", on="2032-05-05").name == "Siri Haug"
    assert canonical("Seoul") == "South Korea"
    add_rows(str(tmp_path))  # twice is once
    rows.remove_folders()
    assert actor("Iceland's prime minister", on="2032-05-05").name != "Siri Haug"


def test_new_places_companies_and_roles(tmp_path):
    table(tmp_path, "states.tsv", "name\tiso3\tkind\tadjectives", "Halmora\tHLM\tmember\tHalmoran")
    table(tmp_path, "companies.tsv", "name\tcode\tsector", "Tamm Fisheries\tMNC\tBUS")
    table(tmp_path, "agents.tsv", "noun\tsectors", "netmaker\tLAB")
    add_rows(tmp_path)
    assert state_of("Halmora") == "HLM"
    assert actor("Tamm Fisheries").country == "MNC"
    assert actor("two Halmoran netmakers").sectors == ("LAB",)


@pytest.mark.parametrize(
    ("name", "lines", "line", "what"),
    [
        ("bodies.tsv", ["name\tsector", "X\tGOV", "Y\tARMY"], 3, "'ARMY' is no sector"),
        ("bodies.tsv", ["name\tcode", "X\tEU"], 2, "code is 'EU'"),
        ("bodies.tsv", ["name\tcountry", "X\tFrance"], 2, "three capital letters"),
        ("bodies.tsv", ["name\tsector", "\tGOV"], 2, "name is empty"),
        ("bodies.tsv", ["name", "X\tGOV"], 2, "2 fields, and the header names 1"),
        ("bodies.tsv", ["name\tcolour", "X\tred"], 1, "unknown column 'colour'"),
        ("offices.tsv", ["of\toffice\tholder"], 1, "no column from"),
        (
            "offices.tsv",
            ["of\toffice\tholder\tfrom", "ISL\tking\tX\t5 May"],
            2,
            "a date is written 2024-06-05",
        ),
        ("states.tsv", ["iso3\tname\tkind", "HLM\tHalmora\tisland"], 2, "kind is 'island'"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, name, lines, line, what):
    table(tmp_path, name, *lines)
    with pytest.raises(TableError) as raised:
        add_rows(tmp_path)
    assert f"{name}, line {line}: " in str(raised.value)
    assert what in str(raised.value)
    assert state_of("Norway") == "NOR"


def test_folders_without_tables(tmp_path):
    with pytest.raises(TableError, match="no folder of tables"):
        add_rows(tmp_path / "nowhere")
    with pytest.raises(TableError, match="holds none of the tables"):
        add_rows(tmp_path)
    (tmp_path / "bodies.tsv").write_bytes(b"name\n\xff\xfe\n")
    with pytest.raises(TableError, match="UTF-8"):
        add_rows(tmp_path)
