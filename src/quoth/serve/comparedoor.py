"""The work of `quoth compare`: read, compare, leave out what is less sure, give it in a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.errors import NothingToReadError, NotOneStoryError, QuothError
from quoth.forms import wording
from quoth.records import Claim, Comparison, Rejected
from quoth.serve.messages import Messages
from quoth.serve.steps import CompareFormat, read_reports, rendered, write
from quoth.sure import sure_comparison

if TYPE_CHECKING:
    from quoth.pipeline import Reader


class CompareDoor:
    """Gives a comparison in one form to a file or standard output, and the page beside it."""

    def __init__(
        self,
        form: CompareFormat,
        path: Path | None,
        page: Path | None,
        width: int | None,
        messages: Messages,
    ) -> None:
        self._form = form
        self._path = path
        self._page = page
        self._width = width
        self._messages = messages

    def check(self, why: str | None) -> None:
        """Raise, before any work is done, where options do not go together."""
        if why is not None and self._form is not CompareFormat.table:
            raise QuothError(
                f"--why is a text and not {self._form.value}; without --why, json has the links "
                "of every claim"
            )

    def compared(self, reader: Reader, inputs: list[str], *, any_story: bool) -> Comparison:
        """Return the comparison of the inputs' reports, with what was left out of them."""
        rejected: list[Rejected] = []
        reports = list(read_reports(reader, inputs, self._messages, rejected.append))
        if not reports:
            raise NothingToReadError("none of the inputs could be read")
        if len(reports) == 1:
            raise NothingToReadError(
                f"compare needs two reports or more, and there is only {reports[0].id}; "
                "use `quoth read` to see what one report says"
            )
        twice = sorted(name for name, n in Counter(r.id for r in reports).items() if n > 1)
        if twice:
            raise QuothError(f"two reports have the id {twice[0]}; give each its own")
        self._messages.progress(f"comparing {len(reports)} reports")
        try:
            comparison = reader.compare(reports, any_story=any_story)
        except NotOneStoryError as error:
            why = str(error) or "these do not look like one story"
            raise NotOneStoryError(
                f"{why}; add --any-story to compare them all the same"
            ) from error
        for item in comparison.rejected:
            if item not in rejected:
                self._messages.line(f"{item.report_id}: {item.reason}")
                rejected.append(item)
        self._messages.pause()
        return replace(comparison, rejected=tuple(rejected))

    def give(
        self, comparison: Comparison, confidence: float, *, everything: bool, why: str | None
    ) -> None:
        """Write the claims of at least a confidence, or how one of them came to be."""
        wanted = None
        sure = self.sure(comparison, confidence)
        if why is not None:
            wanted = _asked(why, sure, comparison, confidence)
        self.give_page(sure)
        if wanted is None:
            pieces = self._forms(sure, everything=everything)
        else:
            pieces = self._why(sure, wanted, everything=everything)
        write(pieces, self._form, self._path)

    def sure(self, comparison: Comparison, confidence: float) -> Comparison:
        """Return a comparison with the claims of at least a confidence; says what is left out."""
        sure = sure_comparison(comparison, confidence)
        for note in sure.notes:
            self._messages.line(f"note: {note}")
        return sure

    def give_page(self, comparison: Comparison) -> None:
        """Write the page where one is wanted beside the result."""
        if self._page:
            from quoth.serve.pageform import comparison_page

            write([comparison_page(comparison)], CompareFormat.html, self._page)
            self._messages.line(f"page written to {self._page}")

    def _forms(self, comparison: Comparison, *, everything: bool) -> Iterator[str]:
        if self._form is CompareFormat.csv:
            from quoth.forms.csvform import comparison_csv

            yield from comparison_csv(comparison)
        elif self._form is CompareFormat.html:
            from quoth.serve.pageform import comparison_page

            yield comparison_page(comparison)
        elif self._form is CompareFormat.json:
            from quoth.forms.jsonform import comparison_text

            yield comparison_text(comparison)
        else:
            from quoth.serve.table import print_comparison

            yield rendered(
                lambda console: print_comparison(console, comparison, everything=everything),
                self._path,
                self._width,
            )

    def _why(self, comparison: Comparison, claim: Claim, *, everything: bool) -> Iterator[str]:
        from quoth.serve.whytable import print_why

        yield rendered(
            lambda console: print_why(console, comparison, claim, everything=everything),
            self._path,
            self._width,
        )


def _asked(name: str, sure: Comparison, comparison: Comparison, confidence: float) -> Claim:
    """Return the claim of a number or id; the error says which there are."""
    claim = _find(name, sure)
    if claim is not None:
        return claim
    left_out = _find(name, comparison)
    if left_out is not None:
        raise QuothError(
            f"claim {name} is below --min-confidence {confidence:g}: it is "
            f"{left_out.confidence:.0%} sure"
        )
    numbers = wording.numbers(comparison.claims)
    if not numbers:
        raise QuothError(f"there is no claim {name}: no claim is told by two of these reports")
    if len(numbers) == 1:
        raise QuothError(f"there is no claim {name}; the only one is {numbers[0]}")
    raise QuothError(f"there is no claim {name}; the claims are {numbers[0]} to {numbers[-1]}")


def _find(name: str, comparison: Comparison) -> Claim | None:
    for number, claim in zip(wording.numbers(comparison.claims), comparison.claims, strict=True):
        if name.strip() in (number, claim.id):
            return claim
    return None
