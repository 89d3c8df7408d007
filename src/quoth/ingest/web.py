"""Addresses of the web -> drafts: a page, or the articles that a feed, sitemap or list names.

What an address is, its content says, not its name or media type. The articles of a list come in
its order, an address once; those of one host are asked for one after the other, those of several
side by side.

Which text: that which a feed carries where it is the article (`Listed.has_article`), else the
page's; where the page cannot be had, what the feed carries, if it says much, with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from quoth.config import IngestOptions
from quoth.errors import FetchError, InputError
from quoth.ingest import addresslists, content
from quoth.ingest.bodies import BodyError, gunzip
from quoth.ingest.canonical import canonical, same_site
from quoth.ingest.checkpoint import Seen, Validators
from quoth.ingest.crew import Crew
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, shorten
from quoth.ingest.fetch import Answer, Fetcher
from quoth.ingest.listed import Listed, Listing, digest
from quoth.ingest.lists import listing_of
from quoth.ingest.metadata import Said
from quoth.records import Rejected

Known = Callable[[str], Validators | None]

# Sitemaps that one index may name; the standard allows 50,000, of 50,000 pages each.
_MAX_PARTS = 1_000
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Polled:
    """How it went with an address that an input names: what a schedule needs to know.

    `outcome` is "read", "unchanged" (304, or nothing new in it) or "failed". `new` counts articles
    that were handed out. `every_s` is how often the feed or its site says it changes, in seconds,
    `retry_after_s` when the site wants to be asked again, `moved` where it is from now on, `gone`
    that there will be nothing any more, `reason` why it failed.
    """

    address: str
    outcome: Literal["read", "unchanged", "failed"]
    new: int = 0
    every_s: float | None = None
    retry_after_s: float | None = None
    moved: str | None = None
    gone: bool = False
    reason: str | None = None


@dataclass(slots=True)
class Web:
    """Reads the addresses of one ingest.

    `before` is what was seen in earlier rounds, by address, `known` what else is known of a page.
    `seen` and `polled` take what is known now, `latest` the validators of the last article.
    """

    options: IngestOptions
    fetcher: Fetcher
    before: Mapping[str, Seen]
    known: Known
    seen: dict[str, Seen] = field(default_factory=dict)
    polled: dict[str, Polled] = field(default_factory=dict)
    latest: Validators | None = None
    _failed: bool = False

    def read(self, given: str, cursor: Cursor) -> Iterator[Draft | Rejected]:
        """Yield what an address that the user gave holds.

        Raises:
            InputError: it cannot be read.
        """
        address = self.fetcher.name(given)
        before = self.before.get(address, Seen())
        # What was begun and not ended is asked for anew: all of it is needed.
        validators = (before.validators or self.known(address)) if not cursor.done else None
        try:
            answer = self.fetcher.get(address, validators=validators)
            listing = None if answer.unchanged else self._listing(answer)
            if answer.unchanged:
                self._unchanged(address, answer, before)
                return
            if listing is None:
                draft = self._page(answer, Listed(address, address))
                self.seen[address] = Seen(answer.validators)
                self.latest = answer.validators
                self.polled[address] = _went(address, answer, 1)
                yield draft
                return
        except InputError as error:
            self.polled[address] = _fault(address, error)
            raise
        yield from self._list(address, answer, listing, cursor)

    def _unchanged(self, address: str, answer: Answer, before: Seen) -> None:
        self.seen[address] = replace(before, validators=answer.validators)
        self.polled[address] = _went(address, answer, 0)

    def _list(
        self, address: str, answer: Answer, listing: Listing, cursor: Cursor
    ) -> Iterator[Draft | Rejected]:
        """Yield the articles of a feed or sitemap, and note what is known of it in the end."""
        articles: dict[str, Validators] = {}
        before = self.before.get(address, Seen()).articles
        self._failed = False
        entries = self.bounded(address, self.entries(address, listing))
        new = 0
        for item in self.articles(entries, cursor, listing, before, articles):
            new += isinstance(item, Draft)
            yield item
        # Where an article failed for the moment, the feed is read again even if it is unchanged.
        validators = Validators() if self._failed else answer.validators
        self.seen[address] = Seen(validators, MappingProxyType(articles))
        went = _went(address, answer, new)
        self.polled[address] = replace(went, every_s=listing.every_s or went.every_s)

    def articles(
        self,
        entries: Iterable[Listed | Rejected],
        cursor: Cursor,
        listing: Listing | None = None,
        before: Mapping[str, Validators] | None = None,
        found: dict[str, Validators] | None = None,
    ) -> Iterator[Draft | Rejected]:
        """Yield the articles of a list that are new, and what cannot be read.

        `before` is what is known of them, `found` takes what is known now.
        """
        before = before if before is not None else {}
        found = found if found is not None else {}
        jobs = self._jobs(entries, cursor, before, found)
        crew: Crew[_Job, Answer | FetchError | None]
        crew = Crew(self._fetch, _Job.host, self.options.fetch.parallel)
        for job, answer in crew.run(jobs):
            item = self._article(job, answer, listing)
            cursor.done[job.key] = None
            if not isinstance(item, _Unchanged):
                self.latest = job.now if isinstance(item, Draft) else None
            if job.listed is not None and job.listed.address and not job.passing:
                found[job.listed.address] = job.now
            self._failed = self._failed or job.passing
            if not isinstance(item, _Unchanged):
                yield item

    def _jobs(
        self,
        entries: Iterable[Listed | Rejected],
        cursor: Cursor,
        before: Mapping[str, Validators],
        found: dict[str, Validators],
    ) -> Iterator[_Job]:
        """Yield what is to be done for the entries: each address once, none that is unchanged."""
        met: set[str] = set()
        done = frozenset(cursor.done)
        for entry in entries:
            if isinstance(entry, Rejected):
                yield _Job(digest(entry.report_id + entry.reason), rejected=entry)
                continue
            address = _canonical(entry)
            key = digest(f"{address or entry.place} {entry.stamp}")
            if (address or key) in met:
                continue
            met.add(address or key)
            if key in done:
                if entry.address:
                    found[entry.address] = Validators(stamp=entry.stamp)
                continue
            known = before.get(entry.address or "") or (self.known(address) if address else None)
            if known is not None and known.stamp is not None and known.stamp == entry.stamp:
                found[entry.address or ""] = known
                continue
            yield _Job(key, entry, known)

    def _fetch(self, job: _Job) -> Answer | FetchError | None:
        """Return the page of an entry where it is needed; what goes wrong is returned too."""
        listed = job.listed
        if listed is None or listed.fault or listed.address is None or listed.has_article:
            return None
        try:
            return self.fetcher.get(listed.address, validators=job.known)
        except FetchError as error:
            return error
        except InputError as error:
            return FetchError(error.name, error.reason)

    def _article(
        self, job: _Job, answer: Answer | FetchError | None, listing: Listing | None
    ) -> Draft | Rejected | _Unchanged:
        """Return the article of an entry, from its page or from what the feed carries."""
        listed = job.listed
        if listed is None:
            assert job.rejected is not None
            return job.rejected
        job.now = Validators(stamp=listed.stamp)
        if listed.fault is not None:
            return Rejected(listed.place, "ingest", listed.fault)
        said = _said(listed, listing)
        reason: InputError | None = answer if isinstance(answer, FetchError) else None
        if listed.has_article or listed.address is None:
            try:
                return content.read_carried(listed.html or "", listed.place, said)
            except InputError as error:
                reason = error
                if listed.address is not None:
                    answer = self._fetch(_Job(job.key, replace(listed, html=None), job.known))
        if isinstance(answer, Answer):
            job.now = replace(answer.validators, stamp=listed.stamp)
            if answer.unchanged:
                return _Unchanged()
            try:
                return self._page(answer, listed, said)
            except InputError as error:
                reason = error
        elif isinstance(answer, FetchError):
            reason = answer
        assert reason is not None
        job.passing = isinstance(reason, FetchError) and reason.again
        if listed.has_much and not listed.has_article:
            try:
                draft = content.read_carried(listed.html or "", listed.place, said)
            except InputError:
                pass
            else:
                note = f"its page {shorten(reason.reason, 200)}"
                notes = (*draft.report.notes, note)
                return replace(draft, report=replace(draft.report, notes=notes))
        return Rejected(reason.name, "ingest", reason.reason)

    def _page(self, answer: Answer, listed: Listed, said: Said | None = None) -> Draft:
        said = replace(said or Said(), address=answer.address)
        return content.read_answer(
            answer.body,
            listed.place,
            said,
            charset=answer.charset,
            plain=answer.kind == "text/plain",
        )

    def _listing(self, answer: Answer) -> Listing | None:
        """Return what the content of an address lists, None where it is a page.

        Raises:
            InputError: it is a list that cannot be read.
        """
        body, address = answer.body, answer.address
        if body.startswith(b"\x1f\x8b"):  # a sitemap stored as .gz
            try:
                body = gunzip(body, self.options.fetch.max_unpacked_bytes)
            except BodyError as error:
                raise InputError(address, f"{error}: download it and give the file") from None
        listing = listing_of(body, address, charset=answer.charset)
        if listing is None and (shape := addresslists.shape_of(body)) is not None:
            rows = tuple(addresslists.read_list(body, shape, address))
            return Listing("list", rows)
        return listing

    def entries(
        self, address: str, listing: Listing, depth: int = 0
    ) -> Iterator[Listed | Rejected]:
        """Yield the entries of a listing, and of the sitemaps that it names."""
        yield from listing.entries
        for number, part in enumerate(listing.parts):
            if depth == _MAX_DEPTH or number == _MAX_PARTS:
                reason = f"names more sitemaps than are read ({number} of {len(listing.parts)})"
                yield Rejected(address, "ingest", f"{reason}: give the others by themselves")
                return
            try:
                answer = self.fetcher.get(part)
                found = self._listing(answer)
            except InputError as error:
                self._failed = self._failed or (isinstance(error, FetchError) and error.again)
                yield Rejected(error.name, "ingest", error.reason)
                continue
            if found is None:
                reason = "is no sitemap: check the index that names it"
                yield Rejected(part, "ingest", reason)
            else:
                yield from self.entries(part, found, depth + 1)

    def bounded(
        self, address: str, entries: Iterator[Listed | Rejected]
    ) -> Iterator[Listed | Rejected]:
        """Yield entries up to the limit, and say so where there are more."""
        limit = self.options.fetch.max_pages
        count = 0
        for entry in entries:
            count += isinstance(entry, Listed)
            if count > limit:
                reason = f"lists more than the limit of {limit:,} articles"
                yield Rejected(address, "ingest", f"{reason}, the first are read: raise max_pages")
                return
            yield entry


class _Unchanged:
    """What an article is whose page is as it was."""


@dataclass(slots=True)
class _Job:
    """An entry to read: `key` names it in a checkpoint, `now` is what is known when it is done.

    `passing`: it failed, and may not the next time.
    """

    key: str
    listed: Listed | None = None
    known: Validators | None = None
    rejected: Rejected | None = None
    now: Validators = field(default_factory=Validators)
    passing: bool = False

    def host(self) -> str:
        """Return the host that is asked, "" where none is."""
        address = self.listed.address if self.listed is not None else None
        try:
            return urlsplit(address or "").netloc.lower()
        except ValueError:
            return ""


def _canonical(entry: Listed) -> str | None:
    if entry.address is None:
        return None
    try:
        return canonical(entry.address)
    except InputError:
        return entry.address


def _said(listed: Listed, listing: Listing | None) -> Said:
    """Return what is said of an article; the feed's own name only for articles of its site."""
    outlet = listed.outlet
    if outlet is None and listing is not None and listing.title and listed.address and listing.site:
        outlet = _name_in(listing.title) if same_site(listing.site, listed.address) else None
    return Said(listed.address, listed.title, outlet, listed.published)


def _name_in(title: str) -> str:
    """Return the outlet's name in the title of a feed ("Harbour Post - World")."""
    for separator in (" | ", " - ", " – ", " — ", " :: ", " » ", " > ", ": "):
        title = title.split(separator, maxsplit=1)[0]
    return title.strip()


def _went(address: str, answer: Answer, new: int) -> Polled:
    return Polled(
        address,
        "read" if new else "unchanged",
        new,
        every_s=answer.max_age_s,
        moved=answer.moved,
    )


def _fault(address: str, error: InputError) -> Polled:
    if not isinstance(error, FetchError):
        return Polled(address, "failed", reason=error.reason)
    return Polled(
        address,
        "failed",
        retry_after_s=error.retry_after_s,
        gone=error.status == 410,
        reason=error.reason,
    )
