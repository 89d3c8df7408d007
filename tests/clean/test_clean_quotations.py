import pytest

from quoth.clean import clean
from quoth.records import Mark, Quotation, Report


def cleaned(text: str) -> Report:
    return next(clean([Report("r", text)]))


def quoted(text: str) -> list[tuple[str, int]]:
    return [(text[q.span.start : q.span.end], q.depth) for q in cleaned(text).quotations]


def first(text: str) -> Quotation:
    return cleaned(text).quotations[0]


def odd(text: str) -> list[tuple[str, str | None]]:
    marks = [m for m in cleaned(text).marks if m.kind == "odd_quote"]
    return [(text[m.span.start : m.span.end], m.replacement) for m in marks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said, “We won.” She left.", [("“We won.”", 0)]),
        ('He said, "We won." She left.', [('"We won."', 0)]),
        ("He said, ''We won.'' She left.", [("''We won.''", 0)]),
        ("He said, ``We won.'' She left.", [("``We won.''", 0)]),
        ("«We won», he said.", [("«We won»", 0)]),
        ("»We won«, he said.", [("»We won«", 0)]),
        ("„We won“, he said.", [("„We won“", 0)]),
        ("„We won”, he said.", [("„We won”", 0)]),
        ("‹We won›, he said.", [("‹We won›", 0)]),
        ('The "war" and the "peace" came.', [('"war"', 0), ('"peace"', 0)]),
        ('The end ("so he said") came.', [('"so he said"', 0)]),
        ('"Why—" he began. "—because."', [('"Why—"', 0), ('"—because."', 0)]),
        ("He said“We won”and left.", [("“We won”", 0)]),
        (
            "“He told me ‘go away’ and left,” she said.",
            [("“He told me ‘go away’ and left,”", 0), ("‘go away’", 1)],
        ),
        (
            "''I never said 'no,''' he said.",
            [("''I never said 'no,'''", 0), ("'no,'", 1)],
        ),
        (
            '"He told me "go away" and left," she said.',
            [('"He told me "go away" and left,"', 0), ('"go away"', 1)],
        ),
        (
            "‘He called it “great” and left,’ she said.",
            [("‘He called it “great” and left,’", 0), ("“great”", 1)],
        ),
        ("“He called it «great» today,” she said.",
         [("“He called it «great» today,”", 0), ("«great»", 1)]),
    ],
)  # fmt: skip
def test_pairs(text: str, expected: list[tuple[str, int]]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The workers' pay and the duke's horse don't matter.",
        "Rock 'n' roll of the '90s, 'tis said, won't come again.",
        "’Tis the season of ’48, and the dukes’ horses ran.",
        "He is 5'10\" tall.",
        "A 5' board and a 12\" ruler lay there.",
        "She lost 20' on the last mile.",
        "",
        "\n\n",
    ],
)
def test_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_single_marks_as_the_outer_ones() -> None:
    text = "'We won,' he said, 'and the workers' rights matter.' So he left."
    assert quoted(text) == [("'We won,'", 0), ("'and the workers' rights matter.'", 0)]


def test_a_plurals_apostrophe_closes_where_nothing_better_does() -> None:
    assert quoted("They were 'the ministers' and left.") == [("'the ministers'", 0)]


def test_inches_do_not_upset_a_quotation() -> None:
    assert quoted('He is 5\'10" tall and "strong", with a 12" ruler.') == [('"strong"', 0)]


def test_inner_leaves_the_marks_out() -> None:
    text = "He said “ We won. ” Then ''no.''"
    inner = [text[q.inner.start : q.inner.end] for q in cleaned(text).quotations]
    assert inner == ["We won.", "no."]


def test_one_quotation_over_paragraphs_that_each_open_with_a_mark() -> None:
    text = "“We won.\n\n“We will go on.\n\n“And on,” he said. “Yes.”"
    found = [(q.closed, q.continues) for q in cleaned(text).quotations]
    assert found == [(False, False), (False, True), (True, True), (True, False)]
    assert odd(text) == []


def test_one_quotation_over_paragraphs_without_new_marks() -> None:
    text = '"We won this time.\nWe will go on.\nAnd on," he said.\nThe "end" came.'
    found = [(q.closed, q.continues) for q in cleaned(text).quotations]
    assert found == [(False, False), (False, True), (True, True), (True, False)]


def test_single_marks_over_paragraphs() -> None:
    text = "‘We won the war.\n‘We will go on,’ he said."
    found = [(q.closed, q.continues) for q in cleaned(text).quotations]
    assert found == [(False, False), (True, True)]


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "“We won, he said.\n\nThe duke “won” it.\n\nHe “did”."
    one, *others = cleaned(text).quotations
    assert (text[one.span.start : one.span.end], one.closed) == ("“We won, he said.", False)
    assert all(q.closed for q in others)
    assert odd(text) == [("“", None)]


def test_a_stray_closing_mark() -> None:
    text = 'We won," he said. "It is over now."'
    assert quoted(text) == [('"It is over now."', 0)]
    assert odd(text) == [('"', None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«We won,” he said.", [("«", "“")]),
        ("“We won,» he said.", [("»", "”")]),
        ("“We won,\" he said.", [('"', "”")]),
        ("\"We won,'' he said.", [('"', "“"), ("''", "”")]),
        ("”We won,” he said.", [("”", "“")]),
        ("“We won,“ he said.", [("“", "”")]),
        ("He said: “They see that. “", [("“", "”")]),
        ("‘We won' is the title.", [("'", "’")]),
        ("The `colossal' fire", [("`", "‘"), ("'", "’")]),
        ("“We won,” he said.", []),
        ("«We won», „they lost“, ''he said''.", []),
    ],
)  # fmt: skip
def test_marks_of_the_wrong_shape(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert odd(text) == expected


def test_marks_around_a_paragraph_that_has_its_own() -> None:
    text = '"“They have not won,” he quoted one of the guards in May."'
    assert quoted(text) == [("“They have not won,”", 0)]
    assert odd(text) == [('"', ""), ('"', "")]


def test_furniture_does_not_interrupt_a_quotation() -> None:
    text = "“We won the war this time.\n\nAdvertisement\n\n“We will go on,” he said."
    found = [(q.closed, q.continues) for q in cleaned(text).quotations]
    assert found == [(False, False), (True, True)]


def test_a_rule_of_marks_is_no_quotation() -> None:
    report = cleaned('""""""""\nHe "won" it.')
    assert len(report.quotations) == 1
    assert Mark("odd_quote", report.quotations[0].span) not in report.marks
