"""A watch of an archive: rounds over feeds that change, fail and come back; what is told."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from tests.ingest.server import FakeClock, options, serving
from tests.keeping.claiming import ClaimReader, Site

from quoth.archive import Archive
from quoth.config import ReaderOptions
from quoth.errors import ArchiveError, QuothError
from quoth.keeping import Keeper, Watch, WatchOptions
from quoth.watch import Rule, ScheduleOptions, Webhook, read_rules

STORM = "The storm hit Valmora on Friday. Roofs flew over Valmora that night."
CLOSED = "The harbour of Valmora is closed since then."
DEAD = "It took {} roofs in the old town of Valmora."
STRIKE = "Dockers in Halle walk out on Monday. Ferries to Halle stop, Sorel said to the union."


@pytest.fixture
def server():
    with serving() as told:
        yield told


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.duckdb"


class Taken:
    """An output that keeps what it is told, and fails where it is said to."""

    def __init__(self, name="taken"):
        self.name = name
        self.got = []
        self.fails = False

    def tell(self, matches):
        if self.fails:
            raise QuothError("nobody listens: try later")
        self.got += [(m.news.kind, m.news.text) for m in matches]
        self.ids = getattr(self, "ids", []) + [m.id for m in matches]

    def kinds(self):
        return [kind for kind, _ in self.got]


@pytest.fixture
def site(server):
    return Site(server)


def reader():
    return ClaimReader(options=ReaderOptions(ingest=options()))


class World:
    """Watches of one archive, each begun anew as a program that is started again."""

    def __init__(self, path, *feeds, clock=None, rules=None, name="watch", **more):
        self.path, self.feeds, self.more = path, feeds, more
        self.clock = clock or FakeClock()
        self.lines = []
        made = WatchOptions(name=name, schedule=ScheduleOptions(600, 300, 86_400))
        self.options = replace(made, rules=rules) if rules else made

    def once(self, *outputs, **options):
        with Keeper(self.path, reader=reader()) as keeper:
            watch = Watch(
                keeper, self.feeds, outputs, options=self.options, on_line=self.lines.append,
                clock=self.clock, **{**self.more, **options},
            )  # fmt: skip
            return watch.once()


def test_a_new_story_once_two_outlets_tell_it(path, site):
    site.publish("post", "a", STORM, CLOSED, title="Storm over Valmora")
    site.publish("wire", "x", STRIKE)
    world, taken = World(path, site.feed("post"), site.feed("wire")), Taken()
    assert world.once(taken) == 0
    site.publish("wire", "b", "In brief.", STORM)
    assert world.once(taken) == 1
    assert taken.kinds() == ["story"]
    assert world.once(taken) == 0
    site.publish("town", "c", STORM)
    world.feeds = (*world.feeds, site.feed("town"))
    assert world.once(taken) > 0
    assert set(taken.kinds()[1:]) == {"claim"}  # the story is not told again
    assert world.lines == []


def test_a_claim_gains_support_by_a_second_round_and_another_figure_differs(path, site):
    site.publish("post", "a", STORM, CLOSED, DEAD.format(3))
    site.publish("wire", "b", "In brief.", STORM, DEAD.format(3))
    world, taken = World(path, *map(site.feed, ("post", "wire", "town"))), Taken()
    site.publish("town", "far", STRIKE)
    world.once(taken)
    assert taken.kinds() == ["story"]
    site.publish("town", "c", STORM, CLOSED, DEAD.format(5))
    world.once(taken)
    news = taken.got[1:]
    assert ("claim", CLOSED) in news  # from one to two
    assert ("claim", STORM.split(". ", maxsplit=1)[0] + ".") in news  # from two to three
    assert [text for kind, text in news if kind == "contradiction"] == [
        "number: post and wire tell 3, town tells 5 (figures differ)"
    ]


def test_what_is_there_already_when_a_watch_begins_is_not_new(path, site, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{STORM} By {name}.", "utf-8")
    with Keeper(path, reader=reader()) as keeper:
        list(keeper.ingest(folder))
    site.publish("post", "c", STORM)
    world, taken = World(path, site.feed("post")), Taken()
    world.once(taken)
    assert "story" not in taken.kinds()
    with Keeper(path, reader=reader()) as keeper:  # by another program between two rounds
        (folder / "d.txt").write_text(STRIKE, "utf-8")
        list(keeper.ingest(folder))
    site.publish("post", "e", STRIKE + " So it is.")
    world.once(taken)
    assert taken.kinds().count("story") == 1


class Killed(BaseException):
    """What a kill is to the code that runs."""


def killed(*_, **__):
    raise Killed


def killed_at_matches():
    """Return `keep_watch` that is killed where it stores matches."""
    keep = Archive.keep_watch

    def keep_watch(self, watch, parts, *, matches=None):
        return keep(self, watch, parts) if matches is None else killed()

    return keep_watch


def test_nothing_is_lost_or_told_twice_when_it_is_killed(path, site, monkeypatch):
    """Killed at each step between storing a report and noting that its news were told."""

    def run(of, step, does=killed):
        with monkeypatch.context() as patched:
            patched.setattr(of, step, does)
            with pytest.raises(Killed):
                world.once(taken)

    site.publish("post", "a", STORM)
    site.publish("wire", "b", "In brief.", STORM)
    world, taken = World(path, site.feed("post"), site.feed("wire")), Taken()
    run(Archive, "settle")
    run(Archive, "story_history")
    run(Archive, "keep_comparison")
    run(Archive, "keep_watch", killed_at_matches())
    run(Taken, "tell")
    assert taken.got == []
    run(Watch, "told")
    assert taken.kinds() == ["story"]
    world.once(taken)
    assert taken.kinds() == ["story"] * 2  # not confirmed the first time, so told again
    assert len(set(taken.ids)) == 1  # under the same id
    world.once(taken)
    assert len(taken.got) == 2
    with Archive(path) as archive:
        assert archive.check() == []


def test_an_output_that_fails_gets_all_of_it_later(path, site):
    site.publish("post", "a", STORM)
    site.publish("wire", "b", "In brief.", STORM)
    world, taken, other = World(path, site.feed("post"), site.feed("wire")), Taken(), Taken("other")
    taken.fails = True
    world.once(taken, other)
    assert other.kinds() == ["story"]
    assert world.lines == ["nobody listens: try later; what is new waits until the next round"]
    taken.fails = False
    world.once(taken, other)
    assert taken.kinds() == other.kinds() == ["story"]


def test_a_webhook_that_fails_and_then_works(path, site, server):
    site.publish("post", "a", STORM)
    site.publish("wire", "b", "In brief.", STORM)
    world = World(path, site.feed("post"), site.feed("wire"))
    server.give("/hook", status=503)

    def hook():
        return Webhook(server.at("/hook"), options=options(retries=1).fetch, clock=world.clock)

    world.once(hook())
    assert "did not take the message (503)" in world.lines[0]
    sent = len(server.bodies)
    assert sent == 2  # tried again at once, and then left for the next round
    server.give("/hook")
    world.once(hook())
    assert len(server.bodies) == sent + 1
    assert server.bodies[-1] == server.bodies[0]
    world.once(hook())
    assert len(server.bodies) == sent + 1


def test_a_broken_feed_is_one_line_and_backs_off_and_the_others_go_on(path, site, server):
    site.publish("post", "a", STORM)
    site.publish("wire", "b", "In brief.", STORM)
    server.give("/bad.xml", status=500)
    server.redirect("/moved.xml", "/wire.xml", status=301)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 9999\r\n\r\n"
    server.raw("/slow.xml", head, b" ", pause_s=0.01, endless=True)
    feeds = ("/bad.xml", "/slow.xml", "/post.xml", "/moved.xml")
    world, taken = World(path, *map(server.at, feeds)), Taken()
    reader_options = ReaderOptions(ingest=options(total_s=2.0))
    with Keeper(path, reader=ClaimReader(options=reader_options)) as keeper:
        watch = Watch(keeper, world.feeds, [taken], on_line=world.lines.append, clock=world.clock)
        watch.once()
        assert len(world.lines) == 2
        assert "bad.xml: " in world.lines[0]
        assert "(500)" in world.lines[0]
        assert world.lines[0].endswith("; asked again in 20 min") or "in 21 min" in world.lines[0]
        assert "within 2 s" in world.lines[1]
        assert taken.kinds() == ["story"]
        states = {feed.address.rpartition("/")[2]: feed for feed in watch.schedule.feeds.values()}
        assert states["bad.xml"].faults == states["slow.xml"].faults == 1
        assert states["moved.xml"].asked == server.at("/wire.xml")
    asked = len(server.paths())
    world.lines.clear()
    world.once(taken)  # the broken ones are left alone until their pause is over
    assert not {"/bad.xml", "/slow.xml"} & set(server.paths()[asked:])
    assert "/wire.xml" in server.paths()[asked:]
    world.clock.time += 3_000
    site.publish("bad", "c", STORM)
    world.once(taken)
    assert server.paths().count("/bad.xml") == 2
    with Archive(path) as archive:
        assert len(archive.reports()) == 3


def test_feeds_that_have_not_changed_are_asked_with_what_they_said(path, site, server):
    site.publish("post", "a", STORM)
    item = f"<item><title>a</title><link>{server.at('/post/a')}</link></item>"
    body = f"<rss version='2.0'><channel><title>p</title>{item}</channel></rss>"
    server.give("/post.xml", body, "application/rss+xml", etag='"1"')
    world = World(path, site.feed("post"))
    world.once()
    server.give("/post.xml", status=304)
    world.once()
    feed = [headers for path_, headers in server.asked if path_ == "/post.xml"]
    assert feed[1]["if-none-match"] == '"1"'
    assert server.paths().count("/post/a") == 1


def test_robots_are_asked_once_for_all_rounds_and_feeds(path, site, server):
    site.publish("post", "a", STORM)
    site.publish("wire", "b", STORM)
    world = World(path, site.feed("post"), site.feed("wire"))
    with Keeper(path, reader=reader()) as keeper:
        watch = Watch(keeper, world.feeds, [], clock=world.clock)
        watch.once()
        watch.once()
    assert [p for p, _ in server.asked].count("/robots.txt") == 1


def test_folders_and_files_can_be_watched_too(path, tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.txt").write_text(STORM, "utf-8")
    world, taken = World(path, str(folder), str(tmp_path / "gone.txt")), Taken()
    world.once(taken)
    (line,) = world.lines
    assert "gone.txt: is not there" in line
    (folder / "b.txt").write_text(STORM + " So it was.", "utf-8")
    world.once(taken)
    assert taken.kinds() == ["story"]


def test_rules_about_reports_statements_and_support(path, site):
    text = """
    [[rule]]
    name = "joins"
    on = "report"
    from = ["wire"]
    [[rule]]
    name = "Sorel"
    on = "statement"
    about = ["Sorel"]
    [[rule]]
    name = "confirmed"
    on = "claim"
    support = 2
    """
    site.publish("post", "a", STORM)
    site.publish("wire", "b", STORM)
    site.publish("wire", "c", STRIKE)
    world = World(path, site.feed("post"), site.feed("wire"), rules=read_rules(text, "rules"))
    taken = Taken()
    world.once(taken)
    assert sorted(set(taken.got)) == [
        ("claim", "Roofs flew over Valmora that night."),
        ("claim", "The storm hit Valmora on Friday."),
        ("report", "b"),
        ("statement", "Ferries to Halle stop, Sorel said to the union."),
    ]


def test_two_watches_of_one_archive_tell_each_its_own(path, site):
    site.publish("post", "a", STORM)
    site.publish("wire", "b", "In brief.", STORM)
    feeds = site.feed("post"), site.feed("wire")
    first, second = Taken(), Taken()
    late = World(path, *feeds, name="second", rules=(Rule("all", ("story",)),))
    World(path, *feeds).once(first)
    late.once(second)
    assert second.got == []  # what was there when it began is not new to it
    site.publish("post", "c", STRIKE)
    late.once(second)
    World(path, *feeds).once(first)
    assert first.kinds() == ["story"]
    assert second.kinds() == ["story"]


def test_it_waits_where_another_program_writes_and_lets_others_write_between(path, site):
    site.publish("post", "a", STORM)
    world = World(path, site.feed("post"))
    rounds, lines, clock = [], [], FakeClock()
    other = threading.Event()
    with Keeper(path, reader=reader()) as keeper:

        def after(watch):
            rounds.append(dict(watch.outcomes))
            if len(rounds) == 1:
                with Archive(path) as mine:  # the watch has let go
                    mine.keep_watch("mine", {"a": "b"})
                nonlocal held
                held = Archive(path)
                clock.sleep(3_000)

        held = None

        def line(text):
            lines.append(text)
            held.close()
            other.set()

        watch = Watch(
            keeper, world.feeds, [], clock=clock, on_round=after, on_line=line,
            stop=lambda: len(rounds) >= 2,
        )  # fmt: skip
        watch.run()
    assert other.is_set()
    assert len(rounds) == 2
    (waited,) = lines
    assert waited.startswith(f"note: waiting: {path}: is being written to by process")


def test_stopped_in_the_middle_of_a_feed_it_goes_on_there(path, site):
    for name in "abcde":
        site.publish("post", name, f"{STORM} {name} is its letter, and {name} again.")
    world, items = World(path, site.feed("post")), []
    with Keeper(path, reader=reader()) as keeper:
        watch = Watch(
            keeper, world.feeds, [], clock=world.clock, on_item=items.append,
            stop=lambda: len(keeper.reader.read) >= 2,
        )  # fmt: skip
        watch.once()
        assert watch.schedule.due(world.clock.wall())  # not done: it stays due
    assert len(items) == 2
    world.once(on_item=items.append)
    assert sum(item.outcome == "new" for item in items) == 5


def test_an_archive_that_is_full_of_faults_is_a_line_and_no_end(path, site, monkeypatch):
    site.publish("post", "a", STORM)
    world = World(path, site.feed("post"))

    def full(*_, **__):
        raise ArchiveError("news.duckdb: the disk is full; make room and go on")

    with monkeypatch.context() as patched:
        patched.setattr(Keeper, "poll", full)
        world.once()
    assert world.lines[0] == "news.duckdb: the disk is full; make room and go on"
    world.clock.time += 5_000
    world.lines.clear()
    world.once()
    assert world.lines == []
