"""What the user wants to be told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.invented import Told, claim

from quoth.errors import RuleError
from quoth.watch import Rule, load_rules, read_rules, rules

FILE = """
[[rule]]
name = "Both"
on = "story"
about = ["Halmora", "Veskaria"]
outlets = 2

[[rule]]
name = "Boats"
on = ["claim", "contradiction"]
any = ["trawlers", "patrol  boat"]
not = ["football"]
change = "gains"
support = 3
"""


def rule(**parts):
    return Rule("r", parts.pop("on", ("story",)), **parts)


def test_a_file(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text("\ufeff" + FILE.replace("\n", "\r\n"), encoding="utf-8")
    assert load_rules(path) == (
        Rule("Both", ("story",), about=("Halmora", "Veskaria"), outlets=2),
        Rule(
            "Boats",
            ("claim", "contradiction"),
            any_of=("trawlers", "patrol boat"),
            none_of=("football",),
            change="gains",
            support=3,
        ),
    )


@pytest.mark.parametrize(
    ("wanted", "parts"),
    [
        (True, {}),
        (False, {"on": ("claim", "contradiction")}),
        (True, {"about": ("halmora", "VESKARIA")}),
        (True, {"about": ("dorvas", "brannvik", "isl")}),
        (False, {"about": ("Halmora", "Osk")}),
        (False, {"about": ("Hal",)}),  # no whole word
        (True, {"any_of": ("Osk", "trawlers")}),
        (False, {"any_of": ("Osk",)}),
        (False, {"none_of": ("trawlers",)}),
        (True, {"none_of": ("Osk",)}),
        (True, {"countries": ("nor", "USA")}),
        (False, {"countries": ("USA",)}),
        (True, {"outlets": 2}),
        (False, {"outlets": 3}),
        (True, {"told_by": ("harbour  post", "Osk Herald")}),
        (False, {"told_by": ("Harbour",)}),
        (True, {"actors": ("dorvas",)}),
        (True, {"actors": ("NOR",)}),
        (False, {"actors": ("Brannvik",)}),  # in the text, but nobody who acts
    ],
)
def test_what_matches(wanted, parts):
    assert rule(**parts).matches(Told()) is wanted


@pytest.mark.parametrize(
    ("before", "now", "gains", "loses", "to_three"),
    [(1, 2, 1, 0, 0), (2, 3, 1, 0, 1), (1, 5, 1, 0, 1), (3, 4, 1, 0, 0), (3, 2, 0, 1, 1),
     (4, 3, 0, 1, 0), (2, 2, 0, 0, 0), (0, 1, 1, 0, 0)],
)  # fmt: skip
def test_claims_that_gain_or_lose(before, now, gains, loses, to_three):
    news = claim(before, now)
    assert rule(on=("claim",), change="gains").matches(news) == bool(gains)
    assert rule(on=("claim",), change="loses").matches(news) == bool(loses)
    assert rule(on=("claim",), support=3).matches(news) == bool(to_three)
    assert rule(on=("claim",)).matches(news) == (before != now)


def test_what_a_first_comparison_finds_has_not_changed_but_may_come_to_a_support():
    first = claim(None, 3)
    assert not rule(on=("claim",)).matches(first)
    assert not rule(on=("claim",), change="gains").matches(first)
    assert rule(on=("claim",), support=3).matches(first)
    assert not rule(on=("claim",), support=4).matches(first)


def test_statements_by_and_about_somebody():
    said = Told(kind="statement", by="Ilena Dorvas", by_country="ISL", names=("Ilena Dorvas",))
    assert rule(on=("statement",), by=("dorvas",)).matches(said)
    assert rule(on=("statement",), by=("ISL",)).matches(said)
    assert not rule(on=("statement",), by=("Osk",)).matches(said)
    assert not rule(on=("statement",), by=("dorvas",)).matches(replace(said, by=None))
    assert rule(on=("statement",), about=("Brannvik",)).matches(said)
    # what stands in the title of the report was not said
    assert not rule(on=("statement",), about=("trawlers",)).matches(said)


def test_names_beyond_ascii_and_odd_signs():
    news = replace(Told(), names=("Jón Åkerström", "C++ (body)"))
    assert rule(about=("jón åkerström", "c++")).matches(news)


BAD = {
    "no TOML": ("[[rule]\n", "is not valid TOML"),
    "nothing": ("", "has no rules"),
    "a table": ("[rule]\nname='x'", "has no rules"),
    "an odd table": ("[[rules]]\nname='x'", "“rules” is not known"),
    "no name": ("[[rule]]\non='story'", "rule 1: “name” has to be a text"),
    "no kind": ("[[rule]]\nname='x'", "rule 1 (“x”): “on” has to be one or several of story"),
    "an odd kind": ("[[rule]]\nname='x'\non='storm'", "“on” has to be"),
    "an odd key": ("[[rule]]\nname='x'\non='story'\nabot=['y']", "did you mean “about”?"),
    "a stranger": ("[[rule]]\nname='x'\non='story'\nzzz=1", "known are name, on, about"),
    "a number": ("[[rule]]\nname='x'\non='story'\nabout=[1]", "“about” has to be a list of texts"),
    "no outlets": ("[[rule]]\nname='x'\non='story'\noutlets=0", "“outlets” has to be a number"),
    "true": ("[[rule]]\nname='x'\non='claim'\nsupport=true", "“support” has to be a number"),
    "a change": ("[[rule]]\nname='x'\non='claim'\nchange='up'", "“change” has to be"),
    "for claims": ("[[rule]]\nname='x'\non='story'\nsupport=2", "are for claims"),
    "nobody said": ("[[rule]]\nname='x'\non='story'\nby='y'", "“by” is who said it"),
    "one tells": ("[[rule]]\nname='x'\non='report'\noutlets=2", "one tells this"),
    "twice": ("[[rule]]\nname='x'\non='story'\n" * 2, "rule 2 is called “x” as another is"),
    "no table": ("rule = [1]", "rule 1 is no table"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit(name):
    text, reason = BAD[name]
    with pytest.raises(RuleError) as caught:
        read_rules(text, "rules.toml")
    assert reason in str(caught.value)
    assert str(caught.value).startswith("rules.toml")


def test_the_rules_of_the_documentation_are_rules():
    text = (Path(__file__).parents[2] / "docs" / "watch.md").read_text("utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    found = read_rules(block, "docs/watch.md")
    assert {kind for one in found for kind in one.on} == {
        "story", "report", "claim", "contradiction", "statement",
    }  # fmt: skip
    keys = {line.split(" = ")[0] for line in block.splitlines() if " = " in line}
    assert keys == set(rules._KEYS)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(RuleError, match=r"cannot be read .*check the path"):
        load_rules(tmp_path / "gone.toml")
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(RuleError, match="not in UTF-8"):
        load_rules(tmp_path / "a.toml")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text(text):
    for whole in (text, f"[[rule]]\nname='x'\non='story'\n{text}"):
        try:
            rules = read_rules(whole, "rules.toml")
        except RuleError:
            continue
        assert all(isinstance(found, Rule) for found in rules)
