"""What a cue makes of its content, and how a source is made known, on invented sentences.

Written before they were run. In a sentence, <source> {cue} [content].
"""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from quoth.annotate.candidate import Candidate, head_of
from quoth.annotate.sources import source_type
from quoth.annotate.stance import TABLE, stance_of
from quoth.annotate.tree import Range, Tree
from quoth.records import Report

Read = Callable[[str], Report]

STANCES = """
says      | <Orveth> {said} [that the ferry would never sail again].
says      | <The mayor> {did not deny} [that the bridge had been closed].
says      | <Harl> {would not dispute} [that the figures were late].
says      | [The dam will hold], <the engineer> {assured} reporters.
says      | <Ilsa Brandt> {accused} [the union of breaking its word].
says      | <She> {admitted} [that she had not read the letter].
says      | <He> {told} the council [that the school was full].
says      | {According to} <the ministry>, [nobody was hurt].
says      | <The report> {called} [the harbour a disgrace].
says      | <Tamm> {agreed} [that the talks had gone badly].
says      | <The agency> {did not hesitate to say} [that the water was foul].
says      | <Orveth> {never tires of telling} visitors [that his town is the oldest].
says      | <The captain> {warned} [that the ice was thin].
says      | <The minister> {swore} [that he had paid the bill].
says      | <The envoy> {not only said} [that the border was open] but showed it on a map.
denies    | <Joris Tamm> {denied} [that a boat had fired on the trawler].
denies    | <The spokeswoman> {refused to say} [whether the ship had sailed].
denies    | <The army> {would not confirm} [that the convoy had crossed].
denies    | <The bank> {would neither confirm nor deny} [that it was for sale].
denies    | <Lind> {declined} [to comment].
denies    | <The governor> {called} [the report false].
denies    | <She> {dismissed} [the claim] {as a lie}.
denies    | <The court> {rejected} [the claim that the vote was rigged].
denies    | <He> {never promised} [to rebuild the pier].
denies    | <The farmers> {do not believe} [that the price will rise].
denies    | <The council> {ruled out} [a second vote].
denies    | <No official> {said} [that the tunnel was safe].
denies    | <Few experts> {think} [the plan will work].
denies    | <The union> {has no plans} [to strike].
denies    | <Brandt> {disputed} [the figures].
denies    | <The party> {opposes} [the new toll].
denies    | <She> {was unwilling} [to meet the envoy].
denies    | <The minister> {failed to explain} [why the money was gone].
denies    | <His> {denial} [that he knew the firm] surprised nobody.
denies    | <The guard> {did not say} [that the gate was open].
denies    | <He> {did not explain or justify} [the delay].
denies    | <The senator> {warned against} [leaving the treaty].
denies    | <Harl> {doubts} [that the king will come].
promises  | <The premier> {vowed} [to rebuild the harbour].
promises  | <Orveth> {threatened} [to close the strait].
promises  | <The firm> {agreed} [to pay the fine].
promises  | <The king> {offered} [to mediate].
promises  | <She> {is determined} [to finish the bridge].
promises  | <Their> {plan} [to drain the lake] was leaked.
promises  | <The rebels> {made a promise} [to leave the town].
promises  | <The minister> {swore} [to resign].
promises  | <The council> {announced plans} [to widen the road].
demands   | <The union> {called on} [the owners to open the books].
demands   | <Halmora> {urged} [both sides to hold their fire].
demands   | <He> {asked} [the clerk to leave].
demands   | <The priest> {told} [the crowd to go home].
demands   | <Veskaria> {insisted} [that the fleet withdraw].
demands   | <The teacher> {wants} [the rule to go].
demands   | <Residents> {called for} [a public inquiry].
demands   | <The board> {recommended} [closing two mines].
demands   | <Her> {support for} [the ban] was no secret.
believes  | <Tamm> {believes} [that the war is lost].
believes  | <The merchants> {are convinced} [that the road will open].
believes  | <Villagers> {fear} [that the river will flood].
believes  | <He> {expects} [the talks to end on Friday].
believes  | <Brandt> {expressed concern} [that the wells were dry].
believes  | <The guests> {had no illusions about} [the weather].
asks      | <The reporter> {asked} [whether the minister had lied].
asks      | <Lind> {wondered} [how the gate had been opened].
asks      | <The critics> {raised questions about} [the cost].
asks      | <The families> {do not know} [what became of the crew].
asks      | [“Why was nobody told?”] <Orveth> {said}.
asks      | <The judge> {questioned} [the value of the letter].
"""

SOURCES = """
anonymous | <A person familiar with the talks> {said} [the deal was close].
anonymous | <Sources close to the king> {say} [he is ill].
anonymous | <Two officials who spoke on condition of anonymity> {said} [the mine would close].
anonymous | <People briefed on the matter> {said} [the bank had been warned].
anonymous | <A senior official> {said} [the border would stay shut].
anonymous | <An aide to Orveth>, who asked not to be named, {said} [he would resign].
anonymous | <The officer>, who was not authorized to speak publicly, {said} [two had fled].
anonymous | <The diplomat> {said} on condition of anonymity [that the envoy had left].
anonymous | <An unnamed insider> {claimed} [the list was forged].
named     | <Orveth> {said} [the deal was close].
named     | <The foreign minister, Joris Tamm>, {said} [the deal was close].
named     | <An aide, Ilsa Brandt>, {said} [the king was ill].
named     | <The FBI> {said} [two men had fled].
named     | <The Brandt campaign> {said} [the vote was fair].
described | <The minister> {said} [the deal was close].
described | <Police> {said} [two men had fled].
described | <Critics> {say} [the plan is too dear].
described | <A fisherman> {said} [the nets were empty].
described | <Brandt's brother> {said} [the house was sold].
described | <Republicans> {say} [the plan is too dear].
pronoun   | <She> {said} [the deal was close].
pronoun   | <His> {promise} [to leave] was kept.
none      | It {was reported} [that two men had fled].
"""


def rows(table: str) -> list[tuple[str, str]]:
    found = (line.split("|", 1) for line in table.strip().splitlines())
    return [(kind.strip(), text.strip()) for kind, text in found]


def marked(read: Read, text: str) -> tuple[Report, Candidate]:
    """Return a sentence as read, and the attribution that is marked in it."""
    plain = re.sub(r"[<>{}\[\]]", "", text)
    report = read(plain)
    tree = Tree(report.tokens)
    parts = []
    for opening, closing in ("<>", "{}", "[]"):
        inside: set[int] = set()
        for match in re.finditer(re.escape(opening) + "(.*?)" + re.escape(closing), text):
            before = re.sub(r"[<>{}\[\]]", "", text[: match.start()])
            end = len(before) + len(re.sub(r"[<>{}\[\]]", "", match[1]))
            inside.update(
                i for i, t in enumerate(report.tokens) if len(before) <= t.span.start < end
            )
        parts.append(tree.ranges(inside))
    source, cue, content = parts
    anchor = head_of(tree, cue)
    return report, Candidate(anchor or 0, source, cue, content, 0.9)


@pytest.mark.parametrize(("stance", "text"), rows(STANCES), ids=lambda value: value[:60])
def test_stance(read, stance, text):
    report, candidate = marked(read, text)
    assert stance_of(Tree(report.tokens), candidate) == stance


@pytest.mark.parametrize(("kind", "text"), rows(SOURCES), ids=lambda value: value[:60])
def test_source_type(read, kind, text):
    report, candidate = marked(read, text)
    assert source_type(Tree(report.tokens), candidate.source) == kind


def test_words_alone_tell_most(read):
    """A pipeline without a parser, tagger and names, even without lemmas."""
    bare = {"dep": "", "tag": "", "pos": "", "entity": ""}
    for less in (bare, {**bare, "lemma": ""}):
        right = wrong = 0
        for stance, text in rows(STANCES):
            report, candidate = marked(read, text)
            tokens = [replace(t, head=i, **less) for i, t in enumerate(report.tokens)]
            found = stance_of(Tree(tokens), candidate)
            right += found == stance
            wrong += stance == "denies" and found == "says"
        assert right >= 0.9 * len(rows(STANCES))
        assert wrong <= 1


def test_no_words_are_no_crash(read):
    report = read("Nobody came.")
    tree = Tree(report.tokens)
    assert stance_of(tree, Candidate(0, (), (), (), 0.5)) in ("says", "denies")
    assert source_type(tree, ()) == "none"
    whole = (Range(0, len(report.tokens)),)
    assert stance_of(tree, Candidate(0, whole, whole, whole, 0.5))


def test_the_table_is_in_order():
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0].split("\t") == ["lemma", "complement", "stance", "source"]
    keys = [tuple(line.split("\t")[:2]) for line in lines[1:]]
    assert len(keys) == len(set(keys)) >= 300
    stances = {"says", "denies", "promises", "demands", "believes", "asks"}
    assert {line.split("\t")[2] for line in lines[1:]} == stances
