"""What the README shows is what the program does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from quoth.serve import cli, steps

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def folded(text: str) -> str:
    """Return a text without line breaks and the numbers that may differ by one on another CPU."""
    text = re.sub(r"\d+(%| claims| with differences)", r"\1", text)
    return " ".join(text.split())


def test_the_first_screen_is_the_real_output() -> None:
    block = next(b for b in re.findall(r"```\n(.*?)```", README, re.DOTALL) if b.startswith("$"))
    command, _, shown = block.partition("--html build/demo.html\n")
    arguments = [word for word in command.split() if word.startswith("examples/")]
    done = subprocess.run(
        [sys.executable, "-m", "quoth", "compare", *arguments, "--width", "100"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    output = folded(done.stdout.decode())
    parts = re.split(r"─{20,}", shown.removesuffix(" ...\n"))
    assert len(parts) >= 3
    for part in parts:
        assert folded(part) in output


def test_the_archive_of_the_readme_is_the_real_output(reader, tmp_path, monkeypatch) -> None:
    block = re.search(r"```\n(\$ export QUOTH_ARCHIVE.*?)```", README, re.DOTALL)
    assert block is not None
    path = tmp_path / "news.duckdb"
    shown_path = "build/news.duckdb"
    monkeypatch.setenv("QUOTH_ARCHIVE", str(path))
    monkeypatch.setattr(steps, "make_reader", lambda **_: reader)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(ROOT)
    for step in block[1].split("$ ")[2:]:
        command, _, shown = step.partition("\n")
        words = shlex.split(command)[1:]
        arguments = [w for word in words for w in sorted(map(str, ROOT.glob(word))) or [word]]
        # The README beside the examples is no report.
        done = CliRunner().invoke(cli.app, [a for a in arguments if not a.endswith(".md")])
        assert done.exit_code == 0, done.stderr
        output = folded(done.stdout.replace(str(path), shown_path))
        assert folded(shown.removesuffix(" ...\n")) in output, done.stdout


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    for name, source in (("a.txt", "coast-courier.txt"), ("b.html", "harbour-post.html")):
        (tmp_path / name).write_bytes((ROOT / "examples" / source).read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", code[1]], capture_output=True, check=True, cwd=tmp_path
    )
    assert "trawlers" in done.stdout.decode()


def test_what_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
