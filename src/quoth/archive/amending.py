"""Corrections of what was found in reports and of claims, and taking corrections back.

A report that is corrected gets a further reading of its current version: the program's own reading
stays beside it, and everything that asks the archive sees the corrected one. A comparison is stored
as the program made it and as the corrections leave it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb

from quoth.archive import comparisons, corrections, forming, rows, store, tables
from quoth.archive.correcting import (
    actor_json,
    quote,
    statement_words,
)
from quoth.archive.forming import Stories
from quoth.archive.questions import Questions
from quoth.archive.records import STORY_KINDS, Correction, CorrectionKind, Quote
from quoth.errors import ArchiveError
from quoth.records import Claim, Comparison, Report

Connection = duckdb.DuckDBPyConnection


class Amending(Questions):
    """What a user can say of reports and claims; `Archive` adds what can be said of stories."""

    _stories: Stories

    def correct_actor(
        self,
        report: str,
        actor: str,
        *,
        name: str | None = None,
        country: str | None = None,
        sectors: Sequence[str] | None = None,
        note: str = "",
        maker: str = "",
    ) -> Correction:
        """Say who an actor of a report is; what is None stays, "" is no country.

        Raises ArchiveError where there is no such actor, or nothing would change.
        """
        found, version = self._current(report)
        meant = next((one for one in found.actors if one.id == actor), None)
        if meant is None:
            raise ArchiveError(f"{actor}: there is no such actor in {report}")
        was = actor_json(meant)
        told: dict[str, Any] = {}
        if name is not None and name.strip():
            told["name"] = name.strip()
        if country is not None:
            told["country"] = country.strip() or None
        if sectors is not None:
            told["sectors"] = [sector for sector in sectors if sector]
        if {**was, **told} == was:
            raise ArchiveError(f"{meant.name}: is that already; nothing to correct")
        quotes = tuple(quote(found, version, span) for span in meant.mentions)
        return self._amend("actor", (report,), (), note, maker, was, told, quotes)

    def reject_statement(
        self, report: str, statement: str, *, note: str = "", maker: str = ""
    ) -> Correction:
        """Say that nobody states what a statement of a report has, or not so.

        Raises ArchiveError where there is no such statement.
        """
        found, version = self._current(report)
        meant = rows.find_statement(found, statement)
        if meant is None:
            raise ArchiveError(f"{statement}: there is no such statement in {report}")
        actor = next((one for one in found.actors if one.id == meant.speaker), None)
        was = {
            "kind": meant.kind,
            "stance": meant.stance,
            "speaker": actor.name if actor else None,
            "source": rows.words(found, meant.source),
            "cue": rows.words(found, meant.cue),
            "content": rows.words(found, meant.content),
            "confidence": round(meant.confidence, 3),
        }
        quotes = tuple(quote(found, version, span) for span in statement_words(meant))
        return self._amend("statement", (report,), (), note, maker, was, {"wrong": True}, quotes)

    def join_claims(self, story: str, *claims: str, note: str = "", maker: str = "") -> Correction:
        """Say that claims of a story tell the same.

        Raises ArchiveError where the story has no comparison of its reports now, or not the claims.
        """
        name, comparison = self._compared(story)
        if len(set(claims)) < 2:
            raise ArchiveError("to join takes two claims at least")
        meant = [_claim(comparison, claim) for claim in dict.fromkeys(claims)]
        quotes = self._tellings(comparison, [(claim, None) for claim in meant])
        was = {"claims": [[claim.gist] for claim in meant]}
        now = {"claims": [[claim.gist for claim in meant]]}
        return self._amend("join", _tellers(meant), (name,), note, maker, was, now, quotes)

    def part_claim(
        self, story: str, claim: str, *reports: str, note: str = "", maker: str = ""
    ) -> Correction:
        """Say that what some reports tell is another claim than what the others of it tell.

        Raises ArchiveError as `join_claims`, and where not some but not all of its reports are
        named.
        """
        name, comparison = self._compared(story)
        meant = _claim(comparison, claim)
        tell, out = {member.report for member in meant.members}, set(reports)
        if not out or not out < tell:
            raise ArchiveError(f"{claim}: name some of the reports that tell it, not all")
        quotes = self._tellings(comparison, [(meant, out), (meant, tell - out)])
        was = {"claims": [[meant.gist]]}
        now = {"claims": [sorted(out), sorted(tell - out)]}
        return self._amend("part", _tellers([meant]), (name,), note, maker, was, now, quotes)

    def undo(self, number: int, *, maker: str = "") -> Correction:
        """Take a correction back: what it changed is as it was, as far as nothing later changed it.

        Raises ArchiveError where there is none of this number, or it was taken back already.
        """
        self._writing()
        now = self._clock()
        with self._file.opened() as connection:
            with self._file.transaction():
                one = next((c for c in corrections.listed(connection) if c.number == number), None)
                if one is None:
                    raise ArchiveError(f"{number}: there is no such correction")
                if one.undone_at is not None:
                    raise ArchiveError(f"{number}: was taken back already")
                connection.execute(
                    "UPDATE store.corrections SET undone_at = ?, undone_by = ? WHERE number = ?",
                    [now, rows.storable(maker) or "", number],
                )
                if one.kind in STORY_KINDS:
                    self._stories.unfix(connection, one, now)
                self._redo(connection, one, now)
            self._catch_up_index(connection)
        return replace(one, undone_at=now, undone_by=maker)

    def _amend(
        self,
        kind: CorrectionKind,
        reports: Sequence[str],
        stories: Sequence[str],
        note: str,
        maker: str,
        was: dict[str, Any],
        now: dict[str, Any],
        quotes: Sequence[Quote],
    ) -> Correction:
        """Store a correction and do it."""
        self._writing()
        moment = self._clock()
        with self._file.opened() as connection:
            with self._file.transaction():
                one = Correction(
                    forming.next_number(connection, "corrections"), moment, kind, tuple(reports),
                    tuple(stories), note, maker=maker, was=was, now=now, quotes=tuple(quotes),
                )  # fmt: skip
                corrections.note(connection, one)
                self._redo(connection, one, moment)
            self._catch_up_index(connection)
        return one

    def _redo(self, connection: Connection, one: Correction, now: datetime) -> None:
        """Do the corrections that stand now, where one of them came or went."""
        standing = corrections.standing(connection)
        if one.kind in ("actor", "statement"):
            for report in one.reports:
                store.correct(connection, report, standing, now)
        elif one.kind in ("join", "part"):
            for story in comparisons.of_reports(connection, one.reports):
                comparisons.correct(connection, story, standing, now)

    def _catch_up_index(self, connection: Connection) -> None:
        raise NotImplementedError

    def _current(self, report: str) -> tuple[Report, int]:
        """Return a report in its current reading, with its version; raises where there is none."""
        with self._file.opened() as connection:
            row = tables.one(
                connection,
                "SELECT data, version FROM store.reports WHERE report = ? AND current",
                [report],
            )
        if row is None:
            raise ArchiveError(f"{report}: there is no such report in {self.path}")
        return rows.stored_report(row[0]), int(row[1])

    def _compared(self, story: str) -> tuple[str, Comparison]:
        """Return the id and the comparison of a story; raises where that is not as it is now."""
        name = self.story(story).id
        comparison = self.comparison(name)
        if comparison is None or self.outdated(name):
            raise ArchiveError(
                f"{name}: its reports were not compared as they are now; `quoth story {name}` "
                "does it"
            )
        return name, comparison

    def _tellings(
        self, comparison: Comparison, groups: Sequence[tuple[Claim, set[str] | None]]
    ) -> tuple[Quote, ...]:
        """Return the words of claims' tellings, those of some reports where these are given."""
        texts = {report.id: report for report in comparison.reports}
        with self._file.opened() as connection:
            found = tables.with_rows(
                connection,
                {"report": tables.texts(list(texts))},
                "SELECT report, version FROM store.reports "
                "WHERE current AND report IN (SELECT report FROM given)",
            )
        versions = dict(found)
        return tuple(
            quote(texts[member.report], versions[member.report], span, group=number)
            for number, (claim, only) in enumerate(groups)
            for member in claim.members
            if only is None or member.report in only
            for span in member.spans
        )


def _claim(comparison: Comparison, name: str) -> Claim:
    found = next((claim for claim in comparison.claims if claim.id == name), None)
    if found is None:
        raise ArchiveError(f"{name}: there is no such claim in this story")
    return found


def _tellers(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.report for claim in claims for member in claim.members))
