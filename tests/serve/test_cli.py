"""The command line: what goes where, exit codes, one line for whatever goes wrong."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from quoth import __version__
from quoth.errors import ModelError, NotOneStoryError, QuothError
from quoth.records import Rejected
from quoth.serve import archiveoptions, cli, messages, output, steps

DOCS = Path(__file__).parents[2] / "docs"


class FakeReader:
    """Gives out what it was made with."""

    def __init__(self, items, comparison=None, error=None):
        self.items = items
        self.comparison = comparison
        self.error = error
        self.any_story = None
        self.options = {}

    def made(self, options):
        self.options = options
        return self

    def iter_read(self, inputs):
        assert list(inputs)
        yield from self.items

    def compare(self, reports, *, any_story=False):
        self.any_story = any_story
        if self.error and not any_story:
            raise self.error
        return self.comparison


@pytest.fixture
def reader(reports, comparison, rejected, monkeypatch):
    fake = FakeReader([*reports, rejected], replace(comparison, rejected=()))
    monkeypatch.setattr(steps, "make_reader", lambda **options: fake.made(options))
    monkeypatch.delenv("COLUMNS", raising=False)  # where tests run on several processes it is set
    return fake


def quoth(*arguments):
    return CliRunner().invoke(cli.app, list(arguments))


def lines(text):
    return text.splitlines()


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_read_gives_a_report_a_line(reader, reports, form):
    result = quoth("read", "a.txt", "--format", form)
    assert result.exit_code == 0
    found = [json.loads(line) for line in lines(result.stdout)]
    assert [report["id"] for report in found] == [report.id for report in reports]


def test_read_gives_a_table_by_default_and_csv(reader):
    assert "indirect: told" in quoth("read", "a.txt").stdout
    assert quoth("read", "a.txt", "--format", "csv").stdout.startswith("report,outlet,")


def test_read_leaves_out_what_is_less_sure(reader):
    assert quoth("read", "a.txt", "--min-confidence", "0.8").exit_code == 0
    assert reader.options == {"min_confidence": 0.8, "least_event": 0.5, "tables": None}
    assert quoth("read", "a.txt", "--min-confidence", "2").exit_code == 2


def test_events_that_are_less_sure_can_be_listed(reader):
    assert quoth("events", "a.txt", "--events-from", "0.2").exit_code == 0
    assert reader.options["least_event"] == 0.2
    assert quoth("read", "a.txt", "--events-from", "0.3").exit_code == 0
    assert reader.options["least_event"] == 0.3


def test_tables_of_the_users_own(reader, tmp_path):
    assert quoth("read", "a.txt", "--tables", str(tmp_path)).exit_code == 0
    assert reader.options["tables"] == tmp_path
    assert quoth("compare", "a.txt", "b.txt", "--tables", str(tmp_path)).exit_code == 0
    assert reader.options["tables"] == tmp_path


def test_a_table_that_does_not_fit_is_named_in_one_line(tmp_path):
    (tmp_path / "bodies.tsv").write_text("name\tsector\nX\tARMY\n", encoding="utf-8")
    result = quoth("read", "a.txt", "--tables", str(tmp_path))
    assert result.exit_code == 2
    (line,) = [each for each in result.stderr.splitlines() if "bodies.tsv" in each]
    assert "bodies.tsv, line 2: 'ARMY' is no sector" in line


def test_compare_gives_a_table_by_default(reader):
    result = quoth("compare", "a.txt", "b.txt")
    assert result.exit_code == 0
    assert "[3 of 3, 81%]" in result.stdout
    assert "\x1b" not in result.stdout
    assert not any(line.endswith(" ") for line in lines(result.stdout))
    assert all(len(line) <= 100 for line in lines(result.stdout))


def test_what_is_left_out_and_noted_is_a_line_each_on_standard_error(reader):
    result = quoth("compare", "a.txt", "b.txt", "--format", "json")
    assert lines(result.stderr) == [
        "quoth: note: courier: read as windows-1252: not UTF-8",
        "quoth: notes.pdf: not text; save it as text or HTML first",
    ]
    assert json.loads(result.stdout)["rejected"] == [
        {
            "report": "notes.pdf",
            "stage": "ingest",
            "reason": "not text; save it as text or HTML first",
        }
    ]


def test_what_the_comparison_leaves_out_is_told_too(reader, rejected, comparison):
    late = Rejected("wire", "align", "too long")
    reader.comparison = replace(comparison, rejected=(rejected, late))
    result = quoth("compare", "a.txt", "b.txt", "--format", "json")
    assert lines(result.stderr)[-1] == "quoth: wire: too long"
    assert len(lines(result.stderr)) == 3
    assert len(json.loads(result.stdout)["rejected"]) == 2


@pytest.mark.parametrize(
    ("form", "start"), [("json", "{"), ("csv", "kind,"), ("html", "<!DOCTYPE html>")]
)
def test_compare_in_other_forms(reader, form, start):
    result = quoth("compare", "a.txt", "b.txt", "--format", form)
    assert result.exit_code == 0
    assert result.stdout.startswith(start)


def test_the_same_input_gives_the_same_bytes(reader):
    for form in ("table", "json", "csv", "html"):
        first = quoth("compare", "a", "b", "--format", form).stdout_bytes
        assert first == quoth("compare", "a", "b", "--format", form).stdout_bytes


def test_files_are_written_and_the_table_still_printed(reader, tmp_path):
    page, table = tmp_path / "page.html", tmp_path / "table.txt"
    result = quoth("compare", "a", "b", "--html", str(page))
    assert "[3 of 3, 81%]" in result.stdout
    assert result.stderr.splitlines()[-1] == f"quoth: page written to {page}"
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    result = quoth("compare", "a", "b", "--output", str(table), "--html", str(page))
    assert result.stdout == ""
    assert "[3 of 3, 81%]" in table.read_text("utf-8")
    assert sorted(tmp_path.iterdir()) == [page, table]


def test_a_dash_is_standard_output(reader):
    assert quoth("compare", "a", "b", "-f", "json", "-o", "-").stdout.startswith("{")


def test_width_and_columns(reader, monkeypatch):
    wide = quoth("compare", "a", "b", "--width", "200").stdout
    assert any("14 people" in line and "Seventeen" in line for line in lines(wide))
    monkeypatch.setenv("COLUMNS", "200")
    assert quoth("compare", "a", "b").stdout == wide
    assert quoth("compare", "a", "b", "--width", "5").exit_code == 2


def test_all_shows_every_sentence_told_alone(reader, comparison):
    report = comparison.reports[1]
    spans = tuple(sentence.span for sentence in report.sentences) * 3
    reader.comparison = replace(comparison, alone={report.id: spans})
    assert "and 10 more" in quoth("compare", "a", "b").stdout
    assert "more:" not in quoth("compare", "a", "b", "--all").stdout


def test_claims_below_the_confidence_are_left_out_and_counted(reader):
    result = quoth("compare", "a", "b", "--min-confidence", "0.8", "--format", "json")
    assert [claim["id"] for claim in json.loads(result.stdout)["claims"]] == ["c1", "c3", "c4"]
    assert lines(result.stderr)[-1] == "quoth: note: 2 of 5 claims are below 0.8 and left out"
    assert quoth("compare", "a", "b", "--min-confidence", "1.5").exit_code == 2


def test_how_a_claim_came_to_be(reader, tmp_path):
    result = quoth("compare", "a", "b", "--why", "1")
    assert result.exit_code == 0
    assert result.stdout.startswith("Claim 1  police: 14 people were held")
    assert "Only in" not in result.stdout
    assert quoth("compare", "a", "b", "--why", "c1").stdout == result.stdout
    path = tmp_path / "why.txt"
    assert quoth("compare", "a", "b", "--why", "c4", "--output", str(path)).stdout == ""
    assert path.read_text("utf-8").startswith("Claim 4  Per Lindqvist")


def test_a_claim_that_there_is_not_is_one_line_with_those_there_are(reader, comparison):
    result = quoth("compare", "a", "b", "--why", "9")
    assert (result.exit_code, result.stdout) == (2, "")
    assert lines(result.stderr)[-1] == "quoth: there is no claim 9; the claims are 1 to 5"
    reader.comparison = replace(comparison, claims=comparison.claims[:1])
    result = quoth("compare", "a", "b", "--why", "x")
    assert lines(result.stderr)[-1] == "quoth: there is no claim x; the only one is 1"
    reader.comparison = replace(comparison, claims=())
    result = quoth("compare", "a", "b", "--why", "1")
    assert lines(result.stderr)[-1].startswith("quoth: there is no claim 1: no claim is told by")


def test_a_claim_that_is_not_sure_enough_says_so(reader):
    result = quoth("compare", "a", "b", "--why", "c5", "--min-confidence", "0.8")
    assert result.exit_code == 2
    assert lines(result.stderr)[-1] == (
        "quoth: claim c5 is below --min-confidence 0.8: it is 51% sure"
    )


def test_why_is_a_text(reader, monkeypatch):
    monkeypatch.setattr(steps, "make_reader", lambda **options: pytest.fail("work was done"))
    result = quoth("compare", "a", "b", "--why", "1", "--format", "json")
    assert result.exit_code == 2
    assert "--why is a text and not json" in lines(result.stderr)[-1]


def test_what_is_not_sure_enough_is_gone_from_every_form_and_said_in_them(reader, tmp_path):
    note = "3 of 5 claims are below 0.85 and left out"
    page = tmp_path / "page.html"
    options = ("--min-confidence", "0.85", "--html", str(page))
    table = quoth("compare", "a", "b", *options).stdout
    assert note in table
    assert "· 2 claims ·" in table
    assert "Seventeen" not in table
    assert "Left out by Northern Wire (1)" in table
    assert "Only in The Harbour Courier (2)" in table
    shown = page.read_text("utf-8")
    assert note in shown
    assert shown.count('<tr class="claim"') == 2
    document = json.loads(quoth("compare", "a", "b", *options, "--format", "json").stdout)
    assert document["notes"] == [note]
    assert document["left_out"]["wire"] == ["c3"]
    rows = quoth("compare", "a", "b", *options, "--format", "csv").stdout
    assert rows.count("\nleft_out,") == 1
    table = quoth("compare", "a", "b", "--min-confidence", "0.95").stdout
    assert "Left out" not in table


def test_nothing_that_can_be_read(reader, rejected):
    reader.items = [rejected]
    for command in ("read", "compare"):
        result = quoth(command, "notes.pdf", "--format", "csv")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert lines(result.stderr)[-1] == "quoth: none of the inputs could be read"


def test_nothing_read_leaves_no_file(reader, rejected, tmp_path):
    reader.items = [rejected]
    path = tmp_path / "out.csv"
    assert quoth("read", "x", "-f", "csv", "-o", str(path)).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_compare_needs_two_reports(reader, reports, rejected):
    reader.items = [reports[2], rejected]
    result = quoth("compare", "wire.txt", "notes.pdf")
    assert result.exit_code == 2
    assert lines(result.stderr)[-1] == (
        "quoth: compare needs two reports or more, and there is only wire; "
        "use `quoth read` to see what one report says"
    )


def test_two_reports_with_one_id(reader, reports):
    reader.items = [reports[2], reports[2]]
    result = quoth("compare", "wire.txt", "wire.txt")
    assert result.exit_code == 2
    assert lines(result.stderr) == ["quoth: two reports have the id wire; give each its own"]


@pytest.mark.parametrize("message", ["", "these do not look like one story: B is of elsewhere"])
def test_reports_of_several_stories(reader, message):
    reader.error = NotOneStoryError(message)
    result = quoth("compare", "a", "b")
    assert result.exit_code == 2
    assert result.stdout == ""
    last = lines(result.stderr)[-1]
    assert last.startswith("quoth: these do not look like one story")
    assert last.endswith("; add --any-story to compare them all the same")
    assert quoth("compare", "a", "b", "--any-story").exit_code == 0
    assert reader.any_story


def test_an_error_of_the_program_on_purpose_is_one_line(reader):
    reader.error = ModelError("the model\nis missing; install it")
    result = quoth("compare", "a", "b")
    assert result.exit_code == 2
    assert lines(result.stderr)[-1] == "quoth: the model is missing; install it"


def test_a_fault_is_one_line_and_shows_more_on_demand(reader, monkeypatch):
    reader.error = ZeroDivisionError("x")
    result = quoth("compare", "a", "b")
    assert result.exit_code == 1
    assert lines(result.stderr)[-1].startswith("quoth: ZeroDivisionError: x (a fault")
    monkeypatch.setenv("QUOTH_DEBUG", "1")
    assert isinstance(quoth("compare", "a", "b").exception, ZeroDivisionError)


def test_interrupted(reader):
    reader.error = KeyboardInterrupt()
    result = quoth("compare", "a", "b")
    assert result.exit_code == 130
    assert lines(result.stderr)[-1] == "quoth: interrupted"


def test_the_reader_of_the_output_has_gone(reader, monkeypatch):
    def gone(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr(output, "write", gone)
    monkeypatch.setattr(messages.os, "dup2", lambda *_: None)
    result = quoth("compare", "a", "b")
    assert result.exit_code == 141
    assert "Traceback" not in result.stderr


def test_a_full_disk_is_one_line(reader, monkeypatch):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output, "_standard_output", Full)
    result = quoth("compare", "a", "b")
    assert result.exit_code == 2
    assert lines(result.stderr)[-1] == (
        "quoth: cannot write to standard output: no space left on device"
    )


@pytest.mark.parametrize("option", ["--output", "--html"])
def test_where_nothing_can_be_written(reader, tmp_path, monkeypatch, option):
    monkeypatch.setattr(reader, "iter_read", lambda _: pytest.fail("work was begun"))
    for path, reason in (
        (tmp_path / "no" / "where.html", "there is no folder"),
        (tmp_path, "it is a folder"),
        ("a" * 300, "file name too long"),
    ):
        result = quoth("compare", "a", "b", option, str(path))
        assert result.exit_code == 2
        assert reason in result.stderr
        assert len(lines(result.stderr)) == 1


def test_where_there_is_no_permission(reader, tmp_path, monkeypatch):
    monkeypatch.setattr(output.os, "access", lambda *_: False)
    result = quoth("read", "a", "--output", str(tmp_path / "x"))
    assert result.exit_code == 2
    assert "no permission to write" in result.stderr


def test_page_and_output_are_two_files(reader, tmp_path):
    path = str(tmp_path / "x")
    result = quoth("compare", "a", "b", "--output", path, "--html", path)
    assert result.exit_code == 2
    assert "name the same file" in result.stderr


def test_schema(reader):
    for name in ("read", "compare"):
        result = quoth("schema", name)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["$id"] == f"urn:quoth:{name}:2"
    assert quoth("schema", "other").exit_code == 2


def test_version_and_help():
    assert quoth("--version").stdout == f"quoth {__version__}\n"
    assert quoth("--help").exit_code == 0
    assert quoth("compare", "--help").exit_code == 0
    assert quoth("compare").exit_code == 2


def test_help_and_version_load_nothing_heavy():
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from quoth.serve import cli\n"
        "assert CliRunner().invoke(cli.app, ['--help']).exit_code == 0\n"
        "heavy = {'spacy', 'numpy', 'onnxruntime', 'trafilatura', 'jinja2', 'tokenizers'}\n"
        "heavy |= {'pyarrow', 'duckdb', 'multiprocessing.pool'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def commands():
    root = get_command(cli.app)
    yield "quoth", root
    for name, command in root.commands.items():
        yield f"quoth {name}", command


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_and_option_is_documented(name, command):
    text = (DOCS / "cli.md").read_text("utf-8")
    assert f"`{name}" in text
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert re.search(rf"`(quoth )?{option}\b", text), (
                    f"{name} {option} is not documented"
                )


@pytest.mark.parametrize(
    "choices",
    [
        steps.ReadFormat,
        cli.CompareFormat,
        cli.SchemaName,
        steps.EventFormat,
        archiveoptions.ListFormat,
        archiveoptions.ExportFormat,
    ],
)
def test_every_choice_is_documented(choices):
    text = (DOCS / "cli.md").read_text("utf-8")
    for choice in choices:
        assert re.search(rf"`(quoth schema )?{choice.value}`", text), choice


@pytest.mark.parametrize("name", ["read", "compare"])
def test_every_key_of_the_json_is_documented(name, comparison):
    from quoth.forms import jsonform

    text = (DOCS / "json.md").read_text("utf-8")

    def keys(data):
        if isinstance(data, dict):
            for key, value in data.items():
                if key not in comparison.alone:
                    yield key
                yield from keys(value)
        elif isinstance(data, list):
            for value in data:
                yield from keys(value)

    data = (
        jsonform.comparison_json(comparison)
        if name == "compare"
        else jsonform.report_json(comparison.reports[0])
    )
    for key in set(keys(data)):
        assert f"`{key}`" in text, f"{key} is not documented"


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("table", "The Harbour Courier"),
        ("csv", "report,outlet,"),
        ("jsonl", '{"report": "courier"'),
        ("polecat", "Event ID\tEvent Date\t"),
    ],
)
def test_events_in_every_form(reader, form, start):
    result = quoth("events", "a.txt", "--format", form)
    assert result.exit_code == 0
    assert result.stdout.startswith(start)
    assert result.stdout_bytes == quoth("events", "a.txt", "-f", form).stdout_bytes


def test_events_are_a_table_by_default(reader):
    result = quoth("events", "a.txt", "--width", "80")
    assert "[negated] ? → AGREE · denies A person" in result.stdout
    assert all(len(line) <= 80 for line in lines(result.stdout))
    assert reader.options == {"least_event": 0.5, "tables": None}


def test_events_as_parquet(reader, tmp_path, monkeypatch):
    path = tmp_path / "events.parquet"
    assert quoth("events", "a", "-f", "parquet", "-o", str(path)).exit_code == 0
    piped = quoth("events", "a", "-f", "parquet").stdout_bytes
    assert piped == path.read_bytes()
    assert piped.startswith(b"PAR1")


def test_parquet_is_not_for_a_terminal(monkeypatch):
    from quoth.serve import eventdoor
    from quoth.serve.steps import EventFormat

    monkeypatch.setattr(eventdoor.sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(QuothError, match="name a file with --output"):
        eventdoor.EventDoor(EventFormat.parquet, None, None, None, messages.Messages())


def test_polecat_takes_in_what_is_asserted_and_counts_the_rest(reader):
    result = quoth("events", "a", "--format", "polecat")
    assert len(lines(result.stdout)) == 6
    assert "AGREE" not in result.stdout
    assert lines(result.stderr)[-1] == (
        "quoth: note: 4 of 9 events are left out: 1 future, 1 historical, 1 negated, "
        "1 hypothetical; POLECAT has no column for a status, --status S takes them in"
    )
    result = quoth("events", "a", "--format", "polecat", "--status", "negated")
    assert lines(result.stdout)[1].split("\t")[41] == "negated"
    assert "left out: 5 asserted" in lines(result.stderr)[-1]
    assert "--status" not in lines(result.stderr)[-1]


def test_only_the_events_that_are_asked_for(reader):
    result = quoth(
        "events", "a", "-f", "jsonl", "--type", "coerce", "--type", "PROTEST",
        "--status", "asserted", "--min-confidence", "0.8",
    )  # fmt: skip
    assert [json.loads(line)["type"] for line in lines(result.stdout)] == ["COERCE", "COERCE"]
    assert lines(result.stderr)[-1] == (
        "quoth: note: 7 of 9 events are left out: 4 of other types, 1 future, 1 below 0.8, "
        "1 historical"
    )


@pytest.mark.parametrize(("option", "name"), [("--type", "ATTACK"), ("--status", "denied")])
def test_no_such_type_or_status_is_one_line_before_any_work(reader, monkeypatch, option, name):
    monkeypatch.setattr(reader, "iter_read", lambda _: pytest.fail("work was begun"))
    result = quoth("events", "a", option, name)
    assert result.exit_code == 2
    (line,) = lines(result.stderr)
    assert f"there is no {'type of events' if option == '--type' else 'status'} '{name}'" in line
    assert "choose from " in line


def test_the_crosswalk_is_written_beside(reader, tmp_path):
    beside, path = tmp_path / "crosswalk.tsv", tmp_path / "events.csv"
    for form in ("table", "csv", "jsonl", "parquet", "polecat"):
        result = quoth(
            "events", "a", "-f", form, "-o", str(path), "--crosswalk", str(beside),
            "--status", "asserted",
        )  # fmt: skip
        assert result.exit_code == 0
        assert f"quoth: crosswalk written to {beside}" in lines(result.stderr)
        text = beside.read_text("utf-8")
        assert lines(text)[0].startswith("event\treport\toutlet\turl\t")
        assert len(lines(text)) == 6
    result = quoth("events", "a", "-o", str(path), "--crosswalk", str(path))
    assert result.exit_code == 2
    assert "name the same file" in result.stderr


def test_reports_with_one_id_are_told(reader, reports):
    reader.items = [reports[2], reports[2], reports[2]]
    result = quoth("events", "a", "-f", "jsonl")
    assert len(lines(result.stdout)) == 6
    assert sum("several reports have the id wire" in line for line in lines(result.stderr)) == 1


def test_events_of_nothing(reader, reports, rejected, tmp_path):
    reader.items = [rejected]
    path = tmp_path / "x"
    result = quoth("events", "a", "-f", "polecat", "--output", str(path), "--crosswalk", str(path))
    assert result.exit_code == 2
    result = quoth("events", "a", "-f", "polecat", "--output", str(path))
    assert lines(result.stderr)[-1] == "quoth: none of the inputs could be read"
    assert list(tmp_path.iterdir()) == []
    reader.items = [replace(reports[0], events=())]
    for form in ("csv", "polecat", "parquet", "jsonl"):
        assert quoth("events", "a", "-f", form, "-o", str(path)).exit_code == 0


class TestOutput:
    def test_a_file_is_replaced_only_when_all_is_written(self, tmp_path):
        path = tmp_path / "x"
        path.write_text("old", "utf-8")

        def pieces():
            yield "new"
            raise RuntimeError

        with pytest.raises(RuntimeError):
            output.write(pieces(), path)
        assert path.read_text("utf-8") == "old"
        assert list(tmp_path.iterdir()) == [path]
        output.write(["n", "é"], path)
        assert path.read_bytes() == "né".encode()

    def test_a_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(self, tmp_path):
        usual = tmp_path / "usual"
        usual.touch()
        new = tmp_path / "new"
        output.write(["x"], new)
        assert new.stat().st_mode == usual.stat().st_mode
        usual.chmod(0o640)
        output.write(["x"], usual)
        assert usual.stat().st_mode & 0o777 == 0o640

    def test_a_link_stays_a_link(self, tmp_path):
        target, link = tmp_path / "target", tmp_path / "link"
        target.touch()
        link.symlink_to(target)
        output.write(["x"], link)
        assert link.is_symlink()
        assert target.read_text("utf-8") == "x"

    def test_a_device_is_written_to_and_not_replaced(self):
        output.write(["x"], Path(os.devnull))
        assert not Path(os.devnull).is_file()
