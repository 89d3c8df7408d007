import pytest

from quoth.clean import clean
from quoth.records import Report


def spaced(text: str) -> str:
    report = next(clean([Report("r", text)]))
    lost = [m.span.start for m in report.marks if m.kind == "lost_space"]
    for at in reversed(lost):
        text = text[:at] + "␣" + text[at:]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rupert Hopehas said it. Hope left.", "Rupert Hope␣has said it. Hope left."),
        ("In Zendawho knows? Zenda sleeps.", "In Zenda␣who knows? Zenda sleeps."),
        ("The ministersaid so. The minister left.", "The minister␣said so. The minister left."),
        ("It was in 2016.The end.", "It was in 2016.␣The end."),
        ("So he said.He left.", "So he said.␣He left."),
        ("He said “no.”She left.", "He said “no.”␣She left."),
        ("He left at 5 p.m.Then he slept.", "He left at 5 p.m.␣Then he slept."),
        ("All yesterdayThe duke left yesterday.", "All yesterday␣The duke left yesterday."),
        ("In Zenda,where he lives, he slept.", "In Zenda,␣where he lives, he slept."),
        ("It fell ofthe roof.", "It fell of␣the roof."),
        ("He said“We won”and left.", "He said␣“We won”␣and left."),
        ("The U.S.Army of the Army.", "The U.S.␣Army of the Army."),
    ],
)  # fmt: skip
def test_lost_spaces(text: str, expected: str) -> None:
    assert spaced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Washington and Washing, Johnson and Johns, Anderson and Anders, Hope and Hopeless.",
        "Islam and Islamists, Iran and Iranians, Israel and Israelis, Poland and Pol Pot.",
        "He read Yahoo.com, Node.js, example.org/The, a.Hope@example.org and www.Zenda.Ru today.",
        "The U.S.A. and 3.5 percent, St. John, McDonald, iPhone, HuffPost and WikiLeaks.",
        "An understated thousand husbands demand a command; over and under it all they stand.",
        "The “Hope”s and the ‘Roe’s of 1,000 towns said so: 5,000 in all.",
        "He wrote of goodwill and good will, therefor and there, whereas where.",
    ],
)
def test_words_stay_whole(text: str) -> None:
    assert spaced(text) == text


def test_a_lost_space_after_a_stop_ends_the_sentence() -> None:
    report = next(clean([Report("r", "It was in 2016.The family left.He stayed.")]))
    assert len(report.sentences) == 3
