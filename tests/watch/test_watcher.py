"""The rounds of a watch, and where matches are told."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.ingest.server import FakeClock, serving
from tests.watch.invented import Taken, Told, claim

from quoth.config import FetchOptions
from quoth.errors import FetchError, QuothError
from quoth.ingest.web import Polled
from quoth.watch import (
    AtomFile,
    Lines,
    Match,
    MemoryBox,
    Rule,
    Schedule,
    Watcher,
    Webhook,
    matching,
)
from quoth.watch.watcher import CHUNK

A, B = "https://a.example/feed", "https://b.example/feed"
STORIES = Rule("Stories", ("story",))
BOATS = Rule("Boats", ("story", "claim"), any_of=("trawlers",))
ATOM = "{http://www.w3.org/2005/Atom}"


class World:
    """What happens: which feeds were asked, and the news of each round."""

    def __init__(self, *rounds):
        self.clock = FakeClock()
        self.asked = []
        self.rounds = list(rounds)
        self.faults = []
        self.schedule = Schedule([A, B], now=self.clock.wall())
        self.broken = set()
        self.box = MemoryBox()

    def poll(self, feed):
        self.asked.append(feed.asked)
        failed = feed.address in self.broken
        return Polled(feed.address, "failed" if failed else "read", reason="x" if failed else None)

    def gather(self):
        items = self.rounds.pop(0) if self.rounds else []
        return self.box.put(
            [Match(rule.name, item) for item in items for rule in matching(self.rules, item)]
        )

    def watcher(self, *outputs, rules=(STORIES, BOATS)):
        self.rules = rules
        return Watcher(
            self.schedule, poll=self.poll, gather=self.gather, box=self.box, outputs=outputs,
            on_fault=self.faults.append, clock=self.clock,
        )  # fmt: skip


def test_a_round():
    world, taken = World([Told(), Told(id="n2", title="x", text="y")]), Taken()
    assert world.watcher(taken).round() == 3
    assert world.asked == [A, B]
    assert taken.got == ["Stories:n1", "Boats:n1", "Stories:n2"]


def test_nothing_is_told_twice():
    world, taken = World([Told()], [Told(), Told(id="n2")], [Told()]), Taken()
    for _ in range(3):
        world.watcher(taken, rules=[STORIES]).round()
    assert taken.got == ["Stories:n1", "Stories:n2"]


def test_an_output_that_fails_gets_it_later_and_the_others_at_once():
    world, taken = World([Told()], [Told(id="n2")]), Taken()
    failing = Taken(failing=1, name="failing")
    watcher = world.watcher(failing, taken, rules=[STORIES])
    watcher.round()
    assert taken.got == ["Stories:n1"]
    assert failing.got == []
    assert world.faults == ["no room: make some; what is new waits until the next round"]
    watcher.round()
    assert failing.got == taken.got == ["Stories:n1", "Stories:n2"]


def test_much_is_told_in_parts():
    world, taken = World([Told(id=f"n{n}") for n in range(CHUNK + 1)]), Taken()
    sizes = []
    taken.tell = lambda matches: sizes.append(len(matches))
    world.watcher(taken, rules=[STORIES]).round()
    assert sizes == [CHUNK, 1]


def test_a_long_round_tells_on_the_way():
    world, taken = World([Told()], [Told(id="n2")], [Told(id="n3")]), Taken()
    ask, told = world.poll, []

    def slowly(feed):
        told.append(list(taken.got))
        world.clock.time += 61
        return ask(feed)

    world.poll = slowly
    assert world.watcher(taken, rules=[STORIES]).round() == 3
    assert told == [[], ["Stories:n1"]]
    assert taken.got == ["Stories:n1", "Stories:n2", "Stories:n3"]


def test_it_goes_round_until_it_is_stopped():
    world = World()
    watcher = world.watcher()
    watcher.run(stop=lambda: len(world.asked) >= 6)
    assert world.asked == [A, B] * 3 or sorted(world.asked) == [A] * 3 + [B] * 3
    assert max(world.clock.slept) <= 5.0
    assert sum(world.clock.slept) >= 1_200


def test_it_stops_between_two_feeds_and_those_left_stay_due():
    world = World()
    world.watcher().round(stop=lambda: len(world.asked) >= 1)
    assert world.asked == [A]
    assert [feed.address for feed in world.schedule.due(world.clock.wall())] == [B]


def test_it_ends_where_no_feed_is_left():
    world = World()
    world.poll = lambda feed: Polled(feed.address, "failed", gone=True, reason="is gone")
    world.watcher().run()
    assert world.faults[-1] == "no feed is left to ask"
    assert "is gone; it is not asked any more" in world.faults[0]


def test_a_feed_that_fails_stops_no_other():
    world = World()
    world.broken.add(A)
    world.watcher().round()
    assert world.asked == [A, B]
    (fault,) = world.faults
    assert fault.startswith(f"{A}: x; asked again in 2")


def test_lines():
    lines = []
    news = Told(title="Halmora\n\x1b[31m talks", outlets=("Harbour Post",))
    Lines(lines.append).tell(
        [Match("Stories", news), Match("Boats", claim(1, 3)), Match("Boats", claim(2, 1))]
    )
    assert lines[0] == (
        "2026-04-28T10:00:00+00:00 [Stories] New story: Halmora  [31m talks (1 outlet)"
        " · Harbour Post · https://post.example/a"
    )
    assert "Claim gains support (1 → 3): 14 trawlers are held" in lines[1]
    assert "Claim loses support (2 → 1)" in lines[2]


def entries(path):
    return ElementTree.fromstring(path.read_bytes()).findall(f"{ATOM}entry")


def test_a_feed_in_a_file(tmp_path):
    path = tmp_path / "watch.atom"
    AtomFile(path, title="Boats & more").tell([Match("Stories", Told())])
    first = entries(path)[0]
    assert (
        first.findtext(f"{ATOM}title")
        == "New story: Halmora and Veskaria talk of trawlers (2 outlets)"
    )
    assert [link.get("href") for link in first.findall(f"{ATOM}link")] == ["https://post.example/a"]
    assert first.findtext(f"{ATOM}updated") == "2026-04-28T10:00:00+00:00"
    later = replace(Told(id="n2"), at="2026-04-29", text="<b>\x00\ud800 & more")
    AtomFile(path).tell([Match("Stories", Told()), Match("Stories", later)])
    found = entries(path)
    assert len(found) == 2
    assert found[0].findtext(f"{ATOM}updated") == "2026-04-29T00:00:00+00:00"
    assert [file.name for file in tmp_path.iterdir()] == ["watch.atom"]


def test_the_feed_is_one_that_quoth_reads(tmp_path):
    from quoth.ingest.feeds import read_feed

    path = tmp_path / "watch.atom"
    AtomFile(path).tell([Match("Stories", Told(id=str(n))) for n in range(3)])
    listing = read_feed(path.read_bytes(), "https://n.example/watch.atom")
    assert len(listing.entries) == 3
    assert listing.entries[0].published == "2026-04-28T10:00:00+00:00"


def test_a_feed_has_an_end(tmp_path):
    path = tmp_path / "watch.atom"
    AtomFile(path).tell([Match("Stories", Told(id=str(n))) for n in range(700)])
    assert len(entries(path)) == 500


def test_files_of_others_are_left_alone(tmp_path):
    path = tmp_path / "mine.xml"
    for content in (
        b"my notes",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id></feed>",
    ):
        path.write_bytes(content)
        with pytest.raises(QuothError, match="is no feed that Quoth wrote"):
            AtomFile(path).tell([Match("Stories", Told())])
        assert path.read_bytes() == content
    with pytest.raises(QuothError, match="cannot be written"):
        AtomFile(tmp_path / "gone" / "a.atom").tell([Match("Stories", Told())])


@pytest.fixture
def server():
    with serving() as told:
        yield told


def hook(server, **options):
    clock = options.pop("clock", FakeClock())
    secret = options.pop("secret", None)
    return Webhook(server.at("/hook"), secret=secret, options=FetchOptions(**options), clock=clock)


def test_a_message(server):
    server.give("/hook", "ok")
    hook(server, secret="s").tell([Match("Stories", Told())])
    (body,) = server.bodies
    (match,) = json.loads(body)["matches"]
    assert (match["rule"], match["news"], match["kind"]) == ("Stories", "n1", "story")
    headers = server.asked[0][1]
    assert headers["content-type"] == "application/json"
    sign = hmac.new(b"s", body, hashlib.sha256).hexdigest()
    assert headers["x-quoth-signature"] == f"sha256={sign}"


def test_a_message_that_is_not_taken_comes_again(server):
    clock = FakeClock()
    server.give("/hook", "", status=503)
    with pytest.raises(FetchError, match=r"did not take the message \(503\)"):
        hook(server, clock=clock).tell([Match("Stories", Told())])
    assert clock.slept == [1.0, 2.0]
    assert len(server.bodies) == 3
    assert len(set(server.bodies)) == 1


def test_a_message_that_is_refused_does_not(server):
    server.redirect("/hook", "/other")
    with pytest.raises(FetchError, match="302"):
        hook(server).tell([Match("Stories", Told())])
    assert len(server.bodies) == 1


def test_a_receiver_that_drips(server):
    server.raw("/hook", b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", pause_s=0.01, endless=True)
    with pytest.raises(FetchError, match=r"within 0\.1 s"):
        hook(server, total_s=0.1, retries=0).tell([Match("Stories", Told())])
