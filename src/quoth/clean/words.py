"""The small word lists that cleaning goes by: abbreviations, sentence openers, finite verbs."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: Final = _words(
    """Mr Mrs Ms Dr Gen Sen Sens Rep Reps Gov Govs Lt Col Sgt Capt Maj Adm Cmdr Cpl Pvt Brig Prof
    Rev Hon Pres Amb Supt Det Insp Msgr Fr Messrs Mme Mlle Atty Asst Assoc Cdr Const vs Vs v cf ca
    eg ie viz approx"""
)
"""Before a full stop that never ends a sentence: a name or the other party follows."""

NUMBERED: Final = _words(
    "No Nos no nos Art Sec Sect Fig Figs p pp Vol vol Ch para Para Rule Res Op"
)
"""Before a full stop that does not end a sentence where a number follows."""

CLIPPED: Final = _words(
    """St Ste Mt Ft Stn Phila Inc Corp Co Cos Ltd Jr Sr Bros Dept Univ Assn Ave
    Blvd Rd Hwy Sq Div Intl Natl Govt Cie LLC
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb
    Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta etc al est Est tel ext min max"""
)
"""Before a full stop that ends a sentence only where a plain sentence opener follows."""

MONTHS_AND_DAYS: Final = _words(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday mon tue tues wed thu thur thurs fri sat sun"""
)
ZONES: Final = _words(
    """et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest ist jst kst msk eet sast
    akdt akst aest hkt sgt eastern central pacific mountain greenwich local"""
)

OPENERS: Final = _words(
    """The A An He She It They We You His Her Its Their Our My Your This That These Those There Here
    But And Or Nor So Yet If When While Where Why What Who Whose How As At In On By For From To
    With Without After Before Since Until Although Though Because However Moreover Meanwhile Also
    Then Now Still Even Just Not Some Many Much Several Both Each Every Any Another Such During
    Among Between About According Despite Earlier Later Recently Instead Indeed Perhaps Once Only
    Whether Nobody Nothing Someone Everyone Everybody Let Please Could Would Should Do Does Did Is
    Are Was Were Has Have Had Thus Therefore Today Yesterday Tomorrow Asked Afterward Afterwards
    Additionally Furthermore Nevertheless Nonetheless Previously Besides Otherwise Of Into Like
    Upon Unlike Those Well Officials Critics Supporters Experts Analysts Sources That's It's He's
    She's They're We're I I'm We've There's"""
)
"""Words that open a sentence and belong to no name; those that names take in are left out."""

JOINERS: Final = _words("of the a an and or to with from by at into its their his our than nor")
"""A line that ends in one of these goes on in the next."""

CONTINUERS: Final = _words(
    """of and or to by with from for that which who whose where is was are were has have had will
    would could should into than as in on at under over after before during against because while
    """
)
"""Lower-case words before which a full stop cannot have been meant."""

PRONOUNS: Final = _words(
    """he she it they we i you his her its their our my your this that these those there but and or
    so yet if because however although though while when who whom whose it's he's she's they're
    we're i'm i've i'll we've we'll you're that's there's not no yes"""
)
"""A line that starts with one of these is part of the running text, not a headline."""

FINITE: Final = _words(
    """is are was were am be been being has have had do does did will would shall should can could
    may might must isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't
    wouldn't can't couldn't said say says told asked went came got took made gave saw knew thought
    found felt kept held brought began stood ran wrote sat met led paid put sent built lost won
    spent sold fell broke spoke rose drew grew threw flew drove chose wore hung shot fought caught
    taught bought sought became lay heard meant stuck struck swore woke froze stole tore bore
    shook forgot beat became overcame withdrew dealt fled bound dug slept swept wept left cut hit
    set quit shut cost"""
)
"""Finite verbs in the form that running text tells things in, not headlines."""

RUNNING: Final = _words(
    """also however meanwhile recently already there therefore instead too yet then actually
    certainly really according accordingly"""
)
"""Words that tie a sentence to the one before; headlines do without."""

REPORTING: Final = _words(
    """said says asked asks wrote writes added adds tweeted tweets replied replies wondered
    exclaimed shouted cried told yelled continued demanded joked declared answered
    responded insisted quipped
    screamed remarked recalled concluded explained noted posted thundered mused pleaded warned"""
)

EXCLAIMED: Final = _words("Yahoo E Jeopardy Jeb Yum Oliver Panic")
"""Names written with an exclamation mark."""

NOT_A_FRAGMENT: Final = _words(
    """no yes not now never exactly period wow sad wrong right true false correct indeed really well
    ok okay thanks sorry maybe perhaps please enough done good bad great nice sure stop go amen"""
)
"""Words that make a short sentence of their own."""
