"""Labelled sentences of corpora, on an invented corpus."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from training.events.labels import LabelledSentence
from training.events.running import FILE, load, write

from quoth.annotate.plover import CONTEXTS, MODES, STATUSES, TYPES

ONE = "Velm attacked Ostravia on Monday."
TWO = "Nothing happened in Kar."
THREE = "“Élan” 🙂 troops left Kar."
DOCUMENTS = {
    "wires": [{"id": "w1", "text": f"{ONE} {TWO}"}, {"id": "w2", "text": f"🙂 {THREE}"}],
    "twins": [{"a": "No.", "b": "Yes."}, {"a": TWO, "b": f"  {ONE}"}],
}
INDEX = {
    "10": f"wires:w1:0:{len(ONE)}",
    "11": f"wires:w1:{len(ONE) + 1}:{len(ONE) + 1 + len(TWO)}",
    "12": f"wires:w2:2:{2 + len(THREE)}",
    "13": f"twins:1.b:2:{2 + len(ONE)}",
}
TEXTS = {"10": ONE, "11": TWO, "12": THREE, "13": ONE}
BATCHES = {
    "out-1": "@ 10\nASSAULT | drone | asserted | military, territory | attacked | Velm | Ostravia "
    "| | on Monday\nACCUSE | | negated | | attacked | | Ostravia ; Velm | |\n@ 11\n",
    "out-15": "@ 12\nRETREAT | withdraw | historical | | left | troops | | Kar |\n",
    "out-2": "@ 13\nASSAULT | | asserted | | attacked | Velm | Ostravia | | on Monday\n",
}


@pytest.fixture
def labels(tmp_path) -> Path:
    folder = tmp_path / "labels"
    folder.mkdir()
    for name, rows in (("index", INDEX), ("sentences", TEXTS)):
        lines = "".join(f"{key}\t{value}\n" for key, value in rows.items())
        (folder / f"{name}.tsv").write_text(lines, "utf-8")
    for name, text in BATCHES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def invented(tmp_path) -> Path:
    for name, rows in DOCUMENTS.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def in_words(sentence: LabelledSentence) -> list[tuple]:
    def words(spans) -> list[str]:
        return [sentence.text[start:end] for start, end in spans]

    return [
        (e.type, e.mode, e.status, e.contexts, words(e.trigger), words(e.actor),
         words(e.recipient), words(e.place), words(e.date))
        for e in sentence.events
    ]  # fmt: skip


def test_what_was_written_is_read(labels, invented, tmp_path) -> None:
    output = tmp_path / "running.tsv"
    assert write(labels, output) == 4
    train = list(load(invented, "train", labels=output))
    assert [(s.id, s.text) for s in train] == [
        ("wires:w1:0", ONE), (f"wires:w1:{len(ONE) + 1}", TWO), ("twins:1.b:2", ONE),
    ]  # fmt: skip
    assert in_words(train[0]) == [
        ("ASSAULT", "drone", "asserted", ("military", "territory"), ["attacked"], ["Velm"],
         ["Ostravia"], [], ["on Monday"]),
        ("ACCUSE", None, "negated", (), ["attacked"], [], ["Velm", "Ostravia"], [], []),
    ]  # fmt: skip
    assert train[1].events == ()
    (dev,) = load(invented, "dev", labels=output)
    assert (dev.id, dev.text) == ("wires:w2:2", THREE)
    assert in_words(dev) == [
        ("RETREAT", "withdraw", "historical", (), ["left"], ["troops"], [], ["Kar"], [])
    ]


def test_nothing_of_the_words_is_written(labels, tmp_path) -> None:
    output = tmp_path / "running.tsv"
    write(labels, output)
    text = output.read_text("utf-8")
    assert not any(word in text for word in ("Velm", "Ostravia", "troops", "attacked", "Kar"))
    assert [len(line.split("\t")) for line in text.splitlines()] == [6] * 4


def test_it_is_written_alike_every_time(labels, tmp_path) -> None:
    one, other = tmp_path / "one.tsv", tmp_path / "other.tsv"
    write(labels, one)
    write(labels, other)
    assert one.read_bytes() == other.read_bytes()


def test_a_wrong_line_is_told_and_the_rest_written(labels, tmp_path, capsys) -> None:
    path = labels / "out-2.txt"
    path.write_text("@ 13\nASSAULT | | asserted | | struck | | | |\n@ 99\n", "utf-8")
    assert write(labels, tmp_path / "running.tsv") == 4
    told = capsys.readouterr().out
    assert f"{path}:2: 'struck' does not stand in the sentence" in told
    assert f"{path}:3: no text for '99'" in told


def test_a_corpus_or_document_that_is_not_there_is_left_out(labels, invented, tmp_path) -> None:
    output = tmp_path / "running.tsv"
    write(labels, output)
    (invented / "twins.jsonl.gz").unlink()
    with gzip.open(invented / "wires.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(DOCUMENTS["wires"][0]) + "\n")
    assert [s.text for s in load(invented, "train", labels=output)] == [ONE, TWO]
    assert list(load(invented, "dev", labels=output)) == []


def test_the_file_in_the_repository_is_in_the_form() -> None:
    seen = set()
    for line in FILE.read_text("utf-8").splitlines():
        part, file, document, first, last, events = line.split("\t")
        assert part in ("train", "dev")
        # Test parts are left alone.
        assert "test" not in file
        assert (file, document, first) not in seen
        seen.add((file, document, first))
        length = int(last) - int(first)
        assert length > 0
        for kind, mode, status, contexts, *sides in json.loads(events):
            assert kind in TYPES
            assert mode is None or mode in MODES[kind]
            assert status in STATUSES
            assert set(contexts) <= set(CONTEXTS)
            assert len(sides) == 5
            assert sides[0]
            assert all(0 <= a < b <= length for side in sides for a, b in side)
    assert len(seen) > 1000
