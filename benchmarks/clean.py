"""Measure the clean stage: furniture, quotation marks, sentence borders, hard-wrapped text, speed.

usage: python -m benchmarks.clean [--corpora ../shared/corpora]

The furniture of newswcl50 is annotated for events 0 and 2 only; polnear marks none, so headlines of
other articles are set between its paragraphs, and final stops are taken away, to see how many of
the one are found and of the other wrongly marked. Rules were made on polnear train; this reads dev.
"""

from __future__ import annotations

import argparse
import json
import random
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scorers import CORPORA, lines, scorer
from quoth.clean import clean, paragraphs
from quoth.records import Report, Span

ASIDE = ("furniture", "byline", "dateline")
Article = dict[str, Any]


def cleaned(text: str, title: str | None = None) -> Report:
    return next(clean([Report("r", text, title=title)]))


def covered(report: Report, start: int, end: int) -> bool:
    """Tell whether more than half of a stretch is marked as no content."""
    marked = bytearray(end - start)
    for mark in report.marks:
        if mark.kind in ASIDE:
            for at in range(max(start, mark.span.start), min(end, mark.span.end)):
                marked[at - start] = 1
    solid = [i for i in range(start, end) if not report.text[i].isspace()]
    return sum(marked[i - start] for i in solid) * 2 > len(solid)


def furniture(corpora: Path) -> None:
    found = gold = wrong = content = 0
    texts = list(lines(corpora / "newswcl50" / "dev.jsonl.gz"))
    for event in (0, 2):
        claims = json.loads((corpora / "newswcl50" / f"claims_event{event}.json").read_text())
        for article in texts:
            if int(article["event_id"]) != event:
                continue
            report = cleaned(article["text"])
            listed = set(claims["furniture"][article["id"]])
            for number, sentence in enumerate(article["sentences"]):
                marked = covered(report, sentence["start"], sentence["end"])
                if number in listed:
                    gold += 1
                    found += marked
                else:
                    content += 1
                    wrong += marked
    print(f"newswcl50 furniture found            {found}/{gold}")
    print(f"newswcl50 content wrongly marked     {wrong}/{content} ({wrong / content:.2%})")


def planted(corpora: Path, chance: random.Random) -> None:
    """Set headlines between paragraphs; take final stops away."""
    texts = list(lines(corpora / "polnear" / "dev.jsonl.gz"))
    found = planted = wrong = stopped = 0
    for article in texts * 5:
        rows = [p.strip() for p in article["text"].split("\n") if p.strip()]
        if len(rows) < 6:
            continue
        at = chance.randrange(3, len(rows) - 1)
        headline = chance.choice(texts)["title"].split(";")[0].strip().rstrip(".")
        planted += 1
        found += _marked([*rows[:at], headline, *rows[at:]], at)
        short = [
            n
            for n, row in enumerate(rows[3:-1], 3)
            if row.endswith(".") and 4 <= len(row.split()) <= 20 and row[0].isupper()
        ]
        if short:
            at = chance.choice(short)
            before = _marked(rows, at)
            after = _marked([*rows[:at], rows[at].rstrip("."), *rows[at + 1 :]], at)
            stopped += 1
            wrong += after and not before
    print(f"polnear dev headlines found          {found}/{planted} ({found / planted:.1%})")
    print(f"polnear dev stop lost, wrongly marked {wrong}/{stopped} ({wrong / stopped:.1%})")


def _marked(rows: Sequence[str], at: int) -> bool:
    start = sum(len(row) + 1 for row in rows[:at])
    return covered(cleaned("\n".join(rows)), start, start + len(rows[at]))


def quotation_marks(corpora: Path) -> None:
    """Compare with the evaluation tool's mask, which reads double marks line by line."""
    mask_of: Callable[[str], bytearray] = scorer("score_attribution", corpora).quoted_mask
    agree = both = either = total = 0
    for article in lines(corpora / "polnear" / "dev.jsonl.gz"):
        report = cleaned(article["text"])
        theirs = mask_of(report.text)
        ours = bytearray(len(theirs))
        for quotation in report.quotations:
            start, end = quotation.span
            single = report.text[start : start + 2] != "''" and report.text[start] in "'‘`"
            if not single:
                ours[start:end] = b"\x01" * (end - start)
        for sentence in report.sentences:
            for at in range(*sentence.span):
                if not report.text[at].isspace():
                    total += 1
                    agree += theirs[at] == ours[at]
                    both += theirs[at] & ours[at]
                    either += theirs[at] | ours[at]
    print(f"polnear dev quotation mask agreement {agree / total:.2%} (IoU {both / either:.2%})")


def borders(corpora: Path) -> None:
    """Compare sentence ends inside paragraphs with those of spaCy in newswcl50."""
    same = ours_only = theirs_only = 0
    for article in lines(corpora / "newswcl50" / "dev.jsonl.gz"):
        report = cleaned(article["text"])
        text = report.text
        content = [s.span for s in report.sentences]

        def inner(end: int, text: str = text, content: Sequence[Span] = content) -> bool:
            within = any(s.start < end <= s.end for s in content)
            return within and end < len(text) and text[end] != "\n"

        theirs = {s["end"] for s in article["sentences"] if inner(s["end"])}
        ours = {s.end for s in content if inner(s.end)}
        same += len(theirs & ours)
        ours_only += len(ours - theirs)
        theirs_only += len(theirs - ours)
    print(f"newswcl50 sentence ends shared       {same}, ours {ours_only}, spaCy's {theirs_only}")


def wrapped(corpora: Path, chance: random.Random) -> None:
    """Wrap polnear dev at 60 to 90 characters and look whether its paragraphs come back."""
    back = total = 0
    for article in lines(corpora / "polnear" / "dev.jsonl.gz"):
        width = chance.choice((60, 65, 70, 72, 76, 80, 90))
        rows = [textwrap.fill(p.strip(), width) for p in article["text"].split("\n") if p.strip()]
        if len(rows) < 5:
            continue
        text = "\n\n".join(rows)
        got = {text[start:end] for start, end in paragraphs(text)}
        total += len(set(rows))
        back += len(got & set(rows))
    print(f"polnear dev wrapped paragraphs back  {back}/{total} ({back / total:.1%})")


def speed(corpora: Path) -> None:
    def texts() -> Iterator[Report]:
        for article in lines(corpora / "polnear" / "dev.jsonl.gz"):
            yield Report(article["id"], article["text"])

    reports = list(texts())
    start_s = time.perf_counter()
    done = list(clean(reports))
    took_s = time.perf_counter() - start_s
    size = sum(len(report.text) for report in done)
    print(f"speed                                {size / took_s / 1e6:.2f} million characters/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    corpora = parser.parse_args().corpora
    furniture(corpora)
    planted(corpora, random.Random(1))
    quotation_marks(corpora)
    borders(corpora)
    wrapped(corpora, random.Random(1))
    speed(corpora)


if __name__ == "__main__":
    main()
