"""Labelled sentences: the form that `training/events/GUIDE.md` describes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from training.events.labels import LabelError, LabelledEvent, LabelledSentence, read

INVENTED = Path(__file__).parents[2] / "training" / "events" / "invented"
TEXT = "Velm's minister accused Ostravia on Monday of arming Velm's rebels in Kar, and Velm did."


def rows(
    folder: Path, text: str, texts: Mapping[str, str] | None = None
) -> list[LabelledSentence | LabelError]:
    path = folder / "labels.txt"
    path.write_text(text, "utf-8")
    return list(read(path, texts or {}))


def the_event(folder: Path, line: str) -> LabelledEvent:
    (sentence,) = rows(folder, f"= {TEXT}\n{line}\n")
    assert isinstance(sentence, LabelledSentence), str(sentence)
    (event,) = sentence.events
    return event


def the_error(folder: Path, text: str) -> LabelError:
    (error,) = (row for row in rows(folder, text) if isinstance(row, LabelError))
    return error


def in_words(event: LabelledEvent) -> dict[str, list[str]]:
    names = ("trigger", "actor", "recipient", "place", "date")
    return {n: [TEXT[a:b] for a, b in getattr(event, n)] for n in names if getattr(event, n)}


def test_every_field_of_an_event(tmp_path) -> None:
    event = the_event(
        tmp_path,
        "ACCUSE | allege | negated | diplomatic, military | accused | Velm's minister "
        "| Ostravia | Kar | on Monday",
    )
    assert (event.type, event.mode, event.status) == ("ACCUSE", "allege", "negated")
    assert event.contexts == ("diplomatic", "military")
    assert in_words(event) == {
        "trigger": ["accused"], "actor": ["Velm's minister"], "recipient": ["Ostravia"],
        "place": ["Kar"], "date": ["on Monday"],
    }  # fmt: skip


def test_fields_may_be_empty_or_left_out(tmp_path) -> None:
    for line in ("AID|| asserted||arming||||", "AID | | asserted | | arming"):
        event = the_event(tmp_path, line)
        assert (event.mode, event.contexts, in_words(event)) == (None, (), {"trigger": ["arming"]})


def test_several_spans_come_in_the_order_of_the_sentence(tmp_path) -> None:
    event = the_event(tmp_path, "AID || asserted | | arming | Ostravia ; Kar ; minister | | |")
    assert in_words(event)["actor"] == ["minister", "Ostravia", "Kar"]


def test_the_number_of_a_word_that_stands_there_twice(tmp_path) -> None:
    starts = [i for i in range(len(TEXT)) if TEXT.startswith("Velm", i)]
    for number, start in enumerate(starts, 1):
        event = the_event(tmp_path, f"AID || asserted | | arming | Velm#{number} | | |")
        assert event.actor == ((start, start + 4),)
    assert len(starts) == 3


def test_without_a_number_the_nearest_to_the_trigger_is_meant(tmp_path) -> None:
    starts = [i for i in range(len(TEXT)) if TEXT.startswith("Velm", i)]
    for trigger, start in (("minister", 0), ("arming", 1), ("did", 2)):
        event = the_event(tmp_path, f"AID || asserted | | {trigger} | Velm | | |")
        assert event.actor[0].start == starts[start]


def test_a_trigger_without_a_number_is_the_first(tmp_path) -> None:
    assert the_event(tmp_path, "AID || asserted | | Velm | | | |").trigger == ((0, 4),)
    assert the_event(tmp_path, "AID || asserted | | Velm#3 | | | |").trigger == (
        (TEXT.rindex("Velm"), TEXT.rindex("Velm") + 4),
    )


def test_a_blank_before_the_number_is_no_part_of_the_span(tmp_path) -> None:
    event = the_event(tmp_path, "AID || asserted | | arming | Velm #3 | | |")
    assert in_words(event)["actor"] == ["Velm"]


def test_a_word_does_not_begin_within_another(tmp_path) -> None:
    path = "= The Velmish army left Velm.\nRETREAT || asserted | | left | Velm | | |\n"
    (sentence,) = rows(tmp_path, path)
    assert isinstance(sentence, LabelledSentence)
    assert sentence.events[0].actor == ((22, 26),)
    error = the_error(tmp_path, "= Velmish.\nAID || asserted | | Velm | | | |\n")
    assert "'Velm' does not stand" in error.reason


def test_sentences_without_events_and_comments(tmp_path) -> None:
    found = rows(tmp_path, "# a note\n\n= It rained.\n\n# another\n= It snowed.\n")
    assert found == [
        LabelledSentence("", "It rained.", ()), LabelledSentence("", "It snowed.", ()),
    ]  # fmt: skip
    assert rows(tmp_path, "") == []


def test_sentences_that_are_named_by_an_id(tmp_path) -> None:
    found = rows(
        tmp_path,
        "@ 7\nAID || asserted | | arming | | | |\n@ 8\n= It rained.\n",
        {"7": TEXT, "8": "It snowed."},
    )
    assert [(row.id, row.text, len(row.events)) for row in found] == [
        ("7", TEXT, 1), ("8", "It snowed.", 0), ("", "It rained.", 0),
    ]  # fmt: skip


EVENT = "AID | | asserted | | arming | | | |"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (EVENT.replace("AID", "HELP"), "unknown type 'HELP'"),
        (EVENT.replace("AID", "aid"), "unknown type 'aid'"),
        (EVENT.replace("| |", "| allege |", 1), "AID has no mode 'allege'; it has none"),
        (
            EVENT.replace("AID | |", "ACCUSE | riot |"),
            "ACCUSE has no mode 'riot'; it has disapprove, investigate, allege",
        ),
        (EVENT.replace("asserted", "told"), "unknown status 'told'"),
        (EVENT.replace("asserted", ""), "unknown status ''"),
        (EVENT.replace("asserted | ", "asserted | war"), "unknown context 'war'"),
        (EVENT.replace("asserted | ", "asserted | legal, war"), "unknown context 'war'"),
        (EVENT.replace("arming", ""), "no trigger"),
        ("AID | | asserted", "no trigger"),
        (EVENT.replace("arming", "armed"), "'armed' does not stand in the sentence"),
        (EVENT.replace("arming |", "arming | velm"), "'velm' does not stand in the sentence"),
        (EVENT.replace("arming |", "arming | Kar#2"), "'Kar' stands there 1 times only"),
        (EVENT.replace("arming |", "arming | Velm#0"), "'Velm' stands there 3 times only"),
        (EVENT + " |", "10 fields, not 9"),
    ],
)
def test_what_is_wrong_with_an_event(tmp_path, line, reason) -> None:
    error = the_error(tmp_path, f"# first\n= {TEXT}\n{line}\n{EVENT}\n")
    assert error.reason == reason
    assert str(error) == f"{tmp_path / 'labels.txt'}:3: {reason}"
    # What is right beside it counts.
    (sentence,) = (
        row for row in read(tmp_path / "labels.txt", {}) if isinstance(row, LabelledSentence)
    )
    assert len(sentence.events) == 1


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (f"{EVENT}\n", 1, "an event before the first sentence"),
        ("= It rained.\n@ 9\n", 2, "no text for '9'"),
        ("=\n", 1, "no text for ''"),
        (f"@ 9\n{EVENT}\n{EVENT}\n", 1, "no text for '9'"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path, text, line, reason) -> None:
    error = the_error(tmp_path, text)
    assert (error.line, error.reason) == (line, reason)


def test_events_after_a_sentence_that_is_missing_are_not_put_on_another(tmp_path) -> None:
    found = rows(tmp_path, f"= {TEXT}\n@ 9\n{EVENT}\n= It rained.\n")
    sentences = [row for row in found if isinstance(row, LabelledSentence)]
    assert [len(sentence.events) for sentence in sentences] == [0, 0]


# The files that training reads


def test_all_invented_sentences_are_in_the_form_and_none_stands_twice() -> None:
    files = sorted(INVENTED.glob("*.txt"))
    found = [(path, row) for path in files for row in read(path, {})]
    assert [str(row) for _, row in found if isinstance(row, LabelError)] == []
    seen: dict[str, Path] = {}
    twice = []
    for path, row in found:
        assert isinstance(row, LabelledSentence)
        assert not row.id
        # To the eye they are the same, whatever the case and the marks.
        plain = "".join(c for c in row.text.casefold() if c.isalnum())
        if plain in seen:
            twice.append(f"{path.name}, {seen[plain].name}: {row.text}")
        seen[plain] = path
        for event in row.events:
            sides = (event.trigger, event.actor, event.recipient, event.place, event.date)
            for start, end in (span for side in sides for span in side):
                words = row.text[start:end]
                assert words == words.strip(), f"{path.name}: {words!r} in {row.text}"
    assert twice == []
    assert len(seen) > 2500
