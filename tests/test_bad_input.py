"""Bad input from end to end: one clear line each, the others go on, the right exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = (
    "The mayor of Port Halle, Edda Voss, said on Monday that the town would waive harbour dues "
    "for boats that cannot go out.\n\nFishermen welcomed the decision, which the council still "
    "has to confirm on Thursday.\n"
)


def quoth(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "quoth", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, Path]:
    """One file of each kind that cannot be read."""
    contents = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "nothing.html": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "spanish.txt": (
            "El ministro de Pesca anunció el lunes que el puerto seguirá cerrado hasta que los "
            "dos gobiernos lleguen a un acuerdo sobre las licencias de pesca en el estrecho."
        ).encode(),
        "huge.txt": GOOD.encode() * (50_000_000 // len(GOOD) + 1),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in [*contents, "missing.txt"]} | {
        "missing.txt": tmp_path / "missing.txt"
    }


def test_each_bad_input_is_one_line_and_the_good_one_is_read(
    good: Path, bad: dict[str, Path]
) -> None:
    done = quoth("read", *bad.values(), good, "--format", "jsonl")
    assert done.returncode == 0
    (report,) = map(json.loads, done.stdout.splitlines())
    assert report["text"] == GOOD
    assert report["statements"]
    lines = done.stderr.strip().splitlines()
    assert len(lines) == len(bad)
    for (name, _), line in zip(bad.items(), lines, strict=True):
        assert Path(name).stem in line
        assert "Traceback" not in line
    assert "Spanish" in done.stderr


def test_only_bad_inputs_end_with_2(bad: dict[str, Path]) -> None:
    done = quoth("read", *bad.values())
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_broken_line_of_json_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    one = json.dumps({"id": "one", "text": GOOD})
    two = json.dumps({"id": "two", "text": GOOD.replace("Monday", "Tuesday")})
    again = json.dumps({"id": "one", "text": "Another text under the same id altogether."})
    path.write_text(f'{one}\n{{"id": "broken", "text": \n{two}\n{again}\n', encoding="utf-8")
    done = quoth("read", path, "--format", "jsonl")
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["one", "two"]
    broken, double = done.stderr.strip().splitlines()
    assert "reports.jsonl:2" in broken
    assert "reports.jsonl:4" in double


def test_the_wrong_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(("He said “it’s a café – no more”. " + GOOD).encode("windows-1252"))
    done = quoth("read", path, "--format", "jsonl")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert "“it’s a café – no more”" in report["text"]
    assert "windows-1252" in done.stderr


def test_comparing_one_report_ends_with_2(good: Path) -> None:
    done = quoth("compare", good)
    assert done.returncode == 2
    assert "two" in done.stderr
    assert done.stdout == ""


def test_two_stories_end_with_2_and_are_compared_on_demand() -> None:
    examples = Path(__file__).parents[1] / "examples"
    files = (examples / "coast-courier.txt", examples / "other-story.txt")
    done = quoth("compare", *files)
    assert done.returncode == 2
    assert "one story" in done.stderr
    assert "--any-story" in done.stderr
    assert quoth("compare", *files, "--any-story").returncode == 0


def test_standard_input_is_read() -> None:
    done = quoth("read", "-", "--format", "jsonl", stdin=GOOD.encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == "stdin"


def test_importing_quoth_loads_no_heavy_library() -> None:
    code = (
        "import sys, quoth; "
        "print([m for m in ('spacy', 'onnxruntime', 'numpy', 'trafilatura') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
