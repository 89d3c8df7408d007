"""The tables of an archive and its documented views; each change of them is a migration.

The tables stand in the schema `store` and are the program's own; the views are the public ones
(docs/archive.md describes each column). `rid` numbers the readings of reports in the order in which
they came in and is never used twice: a row of `store.reports` is one reading of one version of one
report, and all that was found in it carries its `rid`. The rows of what was read are never changed;
only `current` tells whether a reading is the one that counts. `home` is the `rid` of a report's
first reading, for quick joins.
"""

from __future__ import annotations

from dataclasses import dataclass

SPANS = 'STRUCT("start" INTEGER, "end" INTEGER)[]'


@dataclass(frozen=True, slots=True)
class Migration:
    """What brings an archive from the version before to `version`: statements of SQL."""

    version: int
    sql: str


_FIRST = f"""
CREATE TABLE store.reports (
    rid BIGINT, home BIGINT, report VARCHAR, version INTEGER, reading INTEGER, current BOOLEAN,
    url VARCHAR, outlet VARCHAR, owner VARCHAR, published VARCHAR, moment TIMESTAMP,
    title VARCHAR, language VARCHAR, characters INTEGER, countries VARCHAR[],
    lead_start INTEGER, lead_end INTEGER, text_hash VARCHAR, text VARCHAR,
    reader VARCHAR, added TIMESTAMP, chain VARCHAR, data BLOB);
CREATE TABLE store.actors (
    rid BIGINT, actor VARCHAR, name VARCHAR, key VARCHAR, kind VARCHAR, country VARCHAR,
    sectors VARCHAR[]);
CREATE TABLE store.mentions (rid BIGINT, actor VARCHAR, "start" INTEGER, "end" INTEGER);
CREATE TABLE store.statements (
    rid BIGINT, sid BIGINT, statement VARCHAR, within VARCHAR, kind VARCHAR, stance VARCHAR,
    source_type VARCHAR, speaker VARCHAR, speaker_name VARCHAR, speaker_country VARCHAR,
    speaker_key VARCHAR, source_words VARCHAR, words VARCHAR, relays VARCHAR[],
    date_start VARCHAR, date_end VARCHAR, date_precision VARCHAR,
    source {SPANS}, cue {SPANS}, content {SPANS}, confidence DOUBLE);
CREATE TABLE store.events (
    rid BIGINT, eid BIGINT, event VARCHAR, type VARCHAR, mode VARCHAR, contexts VARCHAR[],
    status VARCHAR, actors VARCHAR[], actor_names VARCHAR[], actor_countries VARCHAR[],
    recipients VARCHAR[], recipient_names VARCHAR[], recipient_countries VARCHAR[],
    statement VARCHAR, words VARCHAR,
    date_start VARCHAR, date_end VARCHAR, date_precision VARCHAR,
    place_name VARCHAR, place_country VARCHAR, place_city VARCHAR,
    latitude DOUBLE, longitude DOUBLE, "trigger" {SPANS}, evidence {SPANS},
    actor_spans {SPANS}, recipient_spans {SPANS}, date_spans {SPANS}, place_spans {SPANS},
    score DOUBLE, confidence DOUBLE);
CREATE TABLE store.parties (
    rid BIGINT, eid BIGINT, recipient BOOLEAN, key VARCHAR, country VARCHAR);
CREATE TABLE store.outlines (rid BIGINT, data BLOB);
CREATE TABLE store.members (home BIGINT, report VARCHAR, story VARCHAR, made_at TIMESTAMP);
CREATE TABLE store.history (
    number BIGINT, made_at TIMESTAMP, kind VARCHAR, reports VARCHAR[], stories VARCHAR[],
    why VARCHAR, maker VARCHAR);
CREATE TABLE store.corrections (
    number BIGINT, made_at TIMESTAMP, kind VARCHAR, reports VARCHAR[], stories VARCHAR[],
    note VARCHAR, together VARCHAR[], apart VARCHAR[]);
CREATE TABLE store.copies (
    report VARCHAR, copy_of VARCHAR, share DOUBLE, kind VARCHAR, made_at TIMESTAMP);
CREATE TABLE store.comparisons (story VARCHAR, made_at TIMESTAMP, rids BIGINT[], data BLOB);
CREATE TABLE store.claims (
    story VARCHAR, number INTEGER, claim VARCHAR, gist VARCHAR, speaker VARCHAR,
    support INTEGER, confidence DOUBLE);
CREATE TABLE store.claim_members (
    story VARCHAR, claim VARCHAR, rid BIGINT, report VARCHAR, spans {SPANS},
    statement VARCHAR, event VARCHAR, words VARCHAR);
CREATE TABLE store.claim_origins (
    story VARCHAR, claim VARCHAR, name VARCHAR, reports VARCHAR[], why VARCHAR);
CREATE TABLE store.claim_differences (
    story VARCHAR, claim VARCHAR, number INTEGER, type VARCHAR, between_reports VARCHAR[],
    told VARCHAR[], spans {SPANS}[], note VARCHAR);
CREATE TABLE store.rejected (
    name VARCHAR, stage VARCHAR, reason VARCHAR, times INTEGER,
    first_at TIMESTAMP, last_at TIMESTAMP);
CREATE TABLE store.checkpoints (
    input VARCHAR, position VARCHAR, finished BOOLEAN, made_at TIMESTAMP);
"""

# What stories are called; what is new, and what of it watches have told.
_WATCHES = """
CREATE TABLE store.headlines (
    story VARCHAR, home BIGINT, rid BIGINT, title VARCHAR, lead_start INTEGER, lead_end INTEGER);
CREATE TABLE store.news (
    number BIGINT, made_at TIMESTAMP, kind VARCHAR, news VARCHAR, story VARCHAR, data VARCHAR);
CREATE TABLE store.matches (
    watch VARCHAR, number BIGINT, made_at TIMESTAMP, match VARCHAR, data VARCHAR);
CREATE TABLE store.watches (watch VARCHAR, part VARCHAR, value VARCHAR);
"""

# Corrections of more than stories, that can be taken back; `given` is a comparison as the program
# made it, where corrections changed it, and `corrected` marks a reading that has some done in it.
_CORRECTIONS = """
ALTER TABLE store.corrections ADD COLUMN maker VARCHAR;
ALTER TABLE store.corrections ADD COLUMN undone_at TIMESTAMP;
ALTER TABLE store.corrections ADD COLUMN undone_by VARCHAR;
ALTER TABLE store.corrections ADD COLUMN details VARCHAR;
ALTER TABLE store.comparisons ADD COLUMN given BLOB;
ALTER TABLE store.reports ADD COLUMN corrected BOOLEAN;
"""

# Which agencies a reading credits, in parallel lists; one without a row was not looked at yet.
_CREDITS = """
CREATE TABLE store.credits (
    rid BIGINT, names VARCHAR[], scopes VARCHAR[], starts INTEGER[], ends INTEGER[]);
"""

# A newer archive is brought up by these, in order; a version's statements never change once out.
MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, _FIRST),
    Migration(2, _WATCHES),
    Migration(3, _CORRECTIONS),
    Migration(4, _CREDITS),
)

_NOW = "JOIN store.reports r ON r.rid = {0}.rid AND r.current"
_OF = "r.report, r.version, r.outlet, r.published"

VIEWS: dict[str, str] = {
    "reports": """
        SELECT r.report, r.version, r.url, r.outlet, r.owner, r.published, r.moment, r.title,
            r.language, r.characters, r.countries, m.story, r.reader, r.added, r.text
        FROM store.reports r LEFT JOIN store.members m ON m.home = r.home WHERE r.current""",
    "versions": """
        SELECT report, version, reading, current, url, outlet, published, title, characters,
            text_hash, reader, added, text
        FROM store.reports""",
    "outlets": """
        SELECT coalesce(r.outlet, '') AS outlet, min(r.owner) AS owner, count(*) AS reports,
            count(DISTINCT m.story) AS stories, min(r.moment) AS first, max(r.moment) AS last
        FROM store.reports r LEFT JOIN store.members m ON m.home = r.home
        WHERE r.current GROUP BY ALL""",
    "actors": f"""
        SELECT {_OF}, a.actor, a.name, a.kind, a.country, a.sectors
        FROM store.actors a {_NOW.format("a")}""",
    "mentions": f"""
        SELECT {_OF}, a.actor, a.name, a.country, m."start", m."end"
        FROM store.mentions m JOIN store.actors a ON a.rid = m.rid AND a.actor = m.actor
        {_NOW.format("m")}""",
    "statements": f"""
        SELECT {_OF}, s.statement, s.within, s.kind, s.stance, s.source_type, s.speaker,
            s.speaker_name, s.speaker_country, s.source_words, s.words, s.relays, s.date_start,
            s.date_end, s.date_precision, s.source, s.cue, s.content, s.confidence
        FROM store.statements s {_NOW.format("s")}""",
    "events": f"""
        SELECT {_OF}, e.event, e.type, e.mode, e.contexts, e.status, e.actors, e.actor_names,
            e.actor_countries, e.recipients, e.recipient_names, e.recipient_countries, e.statement,
            e.words, e.date_start, e.date_end, e.date_precision, e.place_name, e.place_country,
            e.place_city, e.latitude, e.longitude, e."trigger", e.evidence, e.actor_spans,
            e.recipient_spans, e.date_spans, e.place_spans, e.score, e.confidence
        FROM store.events e {_NOW.format("e")}""",
    "stories": """
        WITH told AS (SELECT story, max(support) AS support FROM store.claims GROUP BY story)
        SELECT m.story, count(*) AS reports,
            count(DISTINCT coalesce(r.outlet, r.report)) AS outlets,
            min(r.moment) AS first, max(r.moment) AS last,
            coalesce(any_value(h.title),
                arg_min(r.title, (coalesce(r.moment, TIMESTAMP '9999-01-01'), r.rid))
                FILTER (r.title IS NOT NULL)) AS title,
            any_value(told.support) AS support
        FROM store.members m JOIN store.reports r ON r.home = m.home AND r.current
        LEFT JOIN store.headlines h ON h.story = m.story AND h.rid = r.rid
        LEFT JOIN told ON told.story = m.story GROUP BY m.story""",
    "story_reports": """
        SELECT m.story, m.report, r.version, r.outlet, r.published, r.title, m.made_at
        FROM store.members m JOIN store.reports r ON r.home = m.home AND r.current""",
    "story_history": """
        SELECT number, made_at, kind, reports, stories, why, maker FROM store.history""",
    "corrections": """
        SELECT number, made_at, kind, reports, stories, note, together, apart, maker, undone_at,
            undone_by, details
        FROM store.corrections""",
    "copies": "SELECT report, copy_of, share, kind, made_at FROM store.copies",
    "comparisons": """
        SELECT c.story, c.made_at, len(c.rids) AS reports,
            list_sort(c.rids) IS DISTINCT FROM (
                SELECT list_sort(list(r.rid)) FROM store.members m
                JOIN store.reports r ON r.home = m.home AND r.current
                WHERE m.story = c.story) AS outdated
        FROM store.comparisons c""",
    "claims": """
        SELECT story, number, claim, gist, speaker, support, confidence FROM store.claims""",
    "claim_members": """
        SELECT c.story, c.claim, c.report, r.version, r.outlet, c.spans, c.statement, c.event,
            c.words
        FROM store.claim_members c JOIN store.reports r ON r.rid = c.rid""",
    "claim_origins": "SELECT story, claim, name, reports, why FROM store.claim_origins",
    "claim_differences": """
        SELECT story, claim, number, type, between_reports, told, spans, note
        FROM store.claim_differences""",
    "news": "SELECT number, made_at, kind, news, story, data FROM store.news",
    "matches": "SELECT watch, number, made_at, match, data FROM store.matches",
    "rejected": "SELECT name, stage, reason, times, first_at, last_at FROM store.rejected",
    "checkpoints": "SELECT input, position, finished, made_at FROM store.checkpoints",
}

# Every table, with the columns that put its rows in one order whatever order they were written in.
ORDERS: dict[str, str] = {
    "reports": "rid",
    "actors": "rid, actor",
    "mentions": 'rid, "start", "end", actor',
    "statements": "sid",
    "events": "eid",
    "parties": "eid, recipient, key, country",
    "outlines": "rid",
    "credits": "rid",
    "members": "report",
    "history": "number",
    "corrections": "number",
    "copies": "report, copy_of",
    "comparisons": "story",
    "claims": "story, number",
    "claim_members": "story, claim, rid, spans",
    "claim_origins": "story, claim, name",
    "claim_differences": "story, claim, number",
    "headlines": "story",
    "news": "number",
    "matches": "watch, number",
    "watches": "watch, part",
    "rejected": "name, stage, reason",
    "checkpoints": "input",
    "meta": "name",
    "migrations": "version",
}
