import pytest

from quoth.clean import clean
from quoth.records import Mark, Report, Span
from quoth.spans import view


def cleaned(text: str) -> Report:
    return next(clean([Report("r", text)]))


def sentences(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in cleaned(text).sentences]


def views(text: str) -> list[str]:
    report = cleaned(text)
    return [view(report, [s.span]).text for s in report.sentences]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Hope met Gen. Roe and Sen. Ann Hope, D-Fla., on St. John's Day.",
        "The U.S. Senate met J. K. Hope and George W. Roe in Washington, D.C.",
        "It was No. 5 of the list on p. 12, vol. 3, in Hope v. Roe.",
        "They met at 5 p.m. Tuesday and at 10 a.m. Eastern time.",
        "The tremor came at 8:43 a.m. (0043 GMT) south of Zenda.",
        "The fire of Jan. 5 cost 3.5 million, said Zenda Inc. of Hentzau.",
        "He paused ... and went on, e.g. with bread, i.e. with a roll.",
        "He went to the U.S. No. 2 diplomat of Zenda.",
        "“Stop! Now!” he said.",
        "“Did we win?” he asked.",
        '"Did we win?" Prime Minister Rupert Hope asked.',
        '"Out!" the crowd shouted.',
        "He cried “No!” and left.",
        "The Yahoo! News page of the town was down.",
        "“No. We will never do that,” he said.",
        "“Great day for Zenda!” — Rupert Hope (@ruperthope) April 3, 2018",
        "“We tried. We failed,” he said.",
        "He scored .300 and (. 535) in the spring.",
        "So said al-Assad of the U.N. Security Council",
        "Const. Hope and Dr. Ann B. Roe, Ph.D. of Zenda, came.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("“We won,” he said. “We will go on.”", 2),
        ("He lives in the U.S. The president left.", 2),
        ("They met at 5 p.m. The duke left.", 2),
        ("So do I. They know it.", 2),
        ("He said, “We do not see any. And there is no bread left.”", 2),
        ("“We have won this war at last. They have lost all of it,” he said.", 2),
        ("He asked, “Did we win?” She did not know.", 2),
        ("He left. (She stayed.) The end came.", 3),
        ("It was so. . . . The end came.", 2),
        ("He left. ‘We won,’ she said.", 2),
        ("He left. al-Assad stayed.", 2),
        ("It cost 5. They paid.", 2),
        ("Not now. No. He left.", 3),
        ("He left in 2016. 500 stayed.", 2),
        ('He said "no." She left.', 2),
        ("He said it was over. “ We know. ” She left the room.", 3),
    ],
)
def test_so_many_sentences(text: str, count: int) -> None:
    found = sentences(text)
    assert len(found) == count
    assert " ".join(found) == text


def test_a_closing_mark_belongs_to_the_sentence_before() -> None:
    found = sentences('He said, "We won." She left. "It is over. " He slept.')
    assert found == ['He said, "We won."', "She left.", '"It is over. "', "He slept."]


def test_a_list_number_is_no_sentence() -> None:
    assert sentences("1. Bread for the poor.\n2. Peace.") == ["1. Bread for the poor.", "2. Peace."]


def test_sentences_know_their_paragraph() -> None:
    report = cleaned("He came. He left.\n\nAdvertisement\n\nShe stayed.")
    assert [s.paragraph for s in report.sentences] == [0, 0, 2]


def test_a_stop_before_a_fragment_of_names() -> None:
    text = (
        "The talks with West Ruritania failed because of the ministers. West Ruritanians. "
        "He added that he would go."
    )
    assert views(text) == [
        "The talks with West Ruritania failed because of the ministers West Ruritanians.",
        "He added that he would go.",
    ]
    at = text.index("ministers.") + len("ministers")
    assert Mark("broken_sentence", Span(at, at + 1), "") in cleaned(text).marks


@pytest.mark.parametrize(
    "text",
    [
        "He liked the town very much. Not now. He added that Zenda was far.",
        "One name kept coming up. Rupert Hope. People in Zenda said that Rupert Hope had left.",
        "He looked at the town. Silence. People in Zenda said that Silence had left.",
        "He praised the duke. Bravo. He left.",
    ],
)
def test_short_sentences_stay(text: str) -> None:
    assert not [m for m in cleaned(text).marks if m.kind == "broken_sentence"][1:]
    assert len(sentences(text)) >= 2


def test_a_short_sentence_that_is_no_name() -> None:
    assert len(sentences("He looked at the town. Wrong. He left for Zenda.")) == 3


def test_a_stop_before_a_word_that_can_only_continue() -> None:
    assert views("The duke met. with the guards on the hill.") == [
        "The duke met with the guards on the hill."
    ]


def test_a_sentence_broken_over_lines() -> None:
    text = "The leader of\n\nStrelsau\n\nsaid on Monday that he was glad.\n\nShe left."
    assert views(text) == ["The leader of Strelsau said on Monday that he was glad.", "She left."]
    broken = [m for m in cleaned(text).marks if m.kind == "broken_sentence"]
    assert [m.replacement for m in broken] == [" ", " "]


def test_hard_wrapped_text() -> None:
    text = (
        "The duke of Strelsau said on Monday that he would not step down, and\n"
        "that in the spring of the next year he would choose a whole new govern-\n"
        "ment of the small country, which would stay until the end of the year.\n"
        "The duke said this in a short note to the guards, who got a long-\n"
        "awaited note of thanks. He asked for bread and hot tea for all of them.\n"
        "\n"
        "By 5 p.m. the square before the palace was full of people who had come\n"
        "to see the duke and the government.\n"
    )
    found = views(text)
    assert len(found) == 4
    assert "whole new government of the small" in found[0]
    assert "a long-awaited note" in found[1]
    assert [s.paragraph for s in cleaned(text).sentences] == [0, 0, 0, 1]


def test_line_ends_of_every_kind() -> None:
    text = "He came.\r\nShe left.\u2028They slept.\x85It was over.\rThe end."
    assert len(sentences(text)) == 5


def test_chat_in_lower_case_is_not_joined() -> None:
    assert len(sentences("hi there\nhow are you\nfine\nand you")) == 4


def test_lists_are_not_joined() -> None:
    assert len(sentences("He wants the following\n- bread\n- peace\n1. a vote")) == 4
