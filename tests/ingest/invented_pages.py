# ruff: noqa: E501 - pages have long lines
"""Invented web pages in the shapes that news sites give theirs, with what must come out of them.

`article` are the paragraphs that make up the article, `furniture` what must not be taken for it:
scripts, comments, navigation, other articles.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    html: str
    article: tuple[str, ...]
    furniture: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


FERRY = (
    "HALVEN — The ferry between Halven and Osk will not sail this winter, the operator said on "
    "Thursday, leaving 3,400 islanders without a link.",
    "“We have looked at every option,” said Mette Rohde, who runs Halven Line. “There is no crew.”",
    "The islands’ council called the decision a betrayal.",
    "“Nobody asked us,” its leader, Jon Aker, said.",
    "He added that the council would sue.",
    "A spokesman for the transport ministry declined to comment.",
)

MODERN = Page(
    "a modern site: landmarks, share lines, related links, comments, JSON-LD",
    f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Ferry to Osk stops for the winter | The Halven Mail</title>
<link rel="canonical" href="https://www.halvenmail.example/news/ferry-osk-winter">
<meta property="og:title" content="Ferry to Osk stops for the winter">
<meta property="og:site_name" content="The Halven Mail">
<meta property="article:published_time" content="2031-11-06T17:05:00+01:00">
<meta property="article:modified_time" content="2031-11-07T08:00:00+01:00">
<script>window.dataLayer = [{{"said": "The script said this sentence."}}];</script>
<style>p::after {{ content: "The style said this sentence." }}</style>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Ferry stops", "datePublished": "2031-11-06T17:05:00+01:00",
 "publisher": {{"@type": "Organization", "name": "Mail Media Holding"}}}}</script>
</head><body>
<a class="skiplink" href="#main">Skip to content</a>
<header><a href="/">The Halven Mail</a><nav><ul><li><a href="/n">News</a></li>
<li><a href="/s">Sport</a></li></ul></nav></header>
<div class="cookie-consent"><p>We use cookies to give you the best service on our site.</p></div>
<main id="main"><article><header><h1>Ferry to Osk stops for the winter</h1>
<p class="byline">By <a href="/staff/k">Kari Lund</a></p><time datetime="2031-11-06">6 Nov</time>
</header>
<ul class="share-buttons"><li><a href="#f">Share on Facebook</a></li><li><a>Copy link</a></li></ul>
<figure><img src="f.jpg"><figcaption>The ferry in Halven in May.</figcaption></figure>
<div class="article__body">
<p>{FERRY[0]}</p><p>{FERRY[1]}</p>
<div class="ad-slot"><script>ads.push("The advert said this sentence.")</script></div>
<p>{FERRY[2]}</p>
<aside class="related"><h2>Related</h2><ul><li><a href="/1">Osk school to close in spring, head says.</a>
</li></ul></aside>
<p>{FERRY[3]}</p><p>{FERRY[4]}</p><p>{FERRY[5]}</p>
</div></article>
<section id="comments" class="comments"><h2>2 comments</h2>
<div class="comment"><p>Islander: They should all be ashamed of themselves, every one of them.</p></div>
<div class="comment"><p>Rower: I have offered to row people across, and nobody ever called me.</p></div>
</section></main>
<aside><h2>Most read</h2><ol><li><a href="/2">Man finds whale in garden, wife says</a></li></ol></aside>
<footer><p>© 2031 The Halven Mail. All rights reserved.</p></footer></body></html>""",
    FERRY,
    (
        "script said",
        "style said",
        "advert said",
        "cookies",
        "Islander",
        "Rower",
        "whale",
        "rights reserved",
        "school to close",
        "Skip to",
        "Ferry to Osk stops",
    ),
    "Ferry to Osk stops for the winter",
    "The Halven Mail",
    "2031-11-06T17:05:00+01:00",
    "https://www.halvenmail.example/news/ferry-osk-winter",
)

TABLES = Page(
    "a page of the nineties: laid out with tables and line breaks, unclosed tags, entities",
    """<HTML><HEAD><TITLE>Osk Herald - Ferry stops</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>
<TABLE WIDTH=640><TR><TD><A HREF=index.htm>Home</A> | <A HREF=news.htm>News</A></TD></TR>
<TR><TD><FONT FACE=Arial SIZE=4><B>Ferry stops</B></FONT><BR><BR>
HALVEN, Nov. 6 - The ferry between Halven &amp; Osk will not sail this winter, its operator said.<BR><BR>
&quot;There is no crew,&quot; said Mette Rohde, who runs Halven&nbsp;Line.<BR><BR>
Jon Aker, the council&#8217;s leader, said that &quot;nobody asked us&quot;.
<P>The council is to meet on Monday.
</TD></TR></TABLE></BODY></HTML>""",
    (
        "HALVEN, Nov. 6 - The ferry between Halven & Osk will not sail this winter, its operator said.",
        '"There is no crew," said Mette Rohde, who runs Halven Line.',
        'Jon Aker, the council’s leader, said that "nobody asked us".',
        "The council is to meet on Monday.",
    ),
    ("<", "&quot;", "Home"),
    "Osk Herald - Ferry stops",
)

DIVISIONS = Page(
    "divisions and spans with meaningless names in place of paragraphs",
    """<html><head><meta charset=utf-8><title>Ferry stops - Osk Radio</title>
<meta property="og:site_name" content="Osk Radio"><meta name="date" content="2031-11-06"></head><body>
<div class="x1"><a href="/">Home</a><a href="/on-air">On air</a></div>
<div class="x7"><div class="x8">Ferry stops</div>
<div class="x9">The ferry between Halven and Osk will not sail this winter, its operator said.</div>
<div class="x9"><span>Mette Rohde, </span><span>who runs Halven Line, </span><a href="/l">told Osk Radio</a>
 that there was no crew.</div>
<div class="x9">“We have looked at every option,” she said on Thursday in an interview.</div>
<div class="x9">Jon Aker, who leads the council of the islands, said that nobody had asked them.</div>
</div></body></html>""",
    (
        "The ferry between Halven and Osk will not sail this winter, its operator said.",
        "Mette Rohde, who runs Halven Line, told Osk Radio that there was no crew.",
        "“We have looked at every option,” she said on Thursday in an interview.",
        "Jon Aker, who leads the council of the islands, said that nobody had asked them.",
    ),
    (),
    "Ferry stops",
    "Osk Radio",
    "2031-11-06",
)

LINKED = Page(
    "short paragraphs full of links, names of layout that look like furniture",
    """<html><head><title>Ferry stops</title>
<link rel=canonical href="https://blog.oskislands.example/2031/ferry"></head>
<body class="single-post"><div id="page"><div class="entry-content">
<p>The ferry between Halven and Osk will not sail this winter, its operator said on Thursday, and
the council of the islands, which was not asked, means to go to court over it before Christmas.</p>
<p><a href="/r">Rohde</a> <a href="/d">denied it</a>.</p>
<p>“<a href="/n">Nobody asked us</a>,” <a href="/a">Aker</a> said.</p>
<p class="related-quote">He added that the council would sue.</p>
<div class="wp-block-group slide-in elementor-widget"><p>She refused to say more.</p></div>
<p class="story-body social-embed-after">The ministry did not <a href="/m">answer calls</a>.</p>
<div class="wp-caption"><p class="wp-caption-text">The ferry in Halven (photo by Kari Lund)</p></div>
<p class="hidden">This sentence is hidden from everyone.</p>
<p>Halven Line has sailed to the islands since 1911, when Rohde’s great-grandfather bought a
fishing boat and began to take passengers, sheep and the post across on Mondays and Fridays.</p>
</div><div id="sidebar"><ul><li><a href="/x">Archive</a></li></ul></div>
<div id="footer"><p>Proudly powered by sheep and wind.</p></div></div></body></html>""",
    (
        "Rohde denied it.",
        "“Nobody asked us,” Aker said.",
        "He added that the council would sue.",
        "She refused to say more.",
        "The ministry did not answer calls.",
    ),
    ("hidden from", "powered by", "Archive"),
    "Ferry stops",
    "blog.oskislands.example",
    None,
    "https://blog.oskislands.example/2031/ferry",
)

BLOCKS = Page(
    "a block for each paragraph, with headings, a list, a quotation and a table between",
    """<!doctype html><html lang=en><head><title>Ferry stops</title></head><body><main>
<div data-component="headline"><h1>Ferry stops</h1></div>
<div data-component="text"><p><b>The ferry to Osk will not sail this winter, its operator has
 said.</b></p></div>
<div data-component="text"><p>Halven Line said on Thursday that it could find no crew.</p></div>
<div data-component="subheadline"><h2>‘Nobody asked’</h2></div>
<div data-component="text"><p>The council has called it a betrayal.</p><p>It will sue.</p></div>
<div data-component="text"><blockquote><p>“They treat us like driftwood,” said Jon Aker.</p>
</blockquote></div>
<div data-component="text"><ul><li>The ferry carried 61,000 passengers last year.</li>
<li>It has sailed since 1911.</li></ul></div>
<table><tr><th>Year</th><th>Passengers</th></tr><tr><td>2029</td><td>58,000</td></tr></table>
<div data-component="text"><p>The council is to meet on Monday.<br>The operator will attend.</p></div>
<div data-component="links"><ul><li><a href="/1">Osk school to close</a></li>
<li><a href="/2">Whale in garden</a></li></ul></div>
</main></body></html>""",
    (
        "The ferry to Osk will not sail this winter, its operator has said.",
        "Halven Line said on Thursday that it could find no crew.",
        "‘Nobody asked’",
        "The council has called it a betrayal.",
        "It will sue.",
        "“They treat us like driftwood,” said Jon Aker.",
        "The ferry carried 61,000 passengers last year.",
        "It has sailed since 1911.",
        "The council is to meet on Monday.",
        "The operator will attend.",
    ),
    (),
    "Ferry stops",
)

SHORT = Page(
    "two sentences on a page with more navigation than text",
    """<html><head><title>Ferry stops</title><meta name="pubdate" content="20311106"></head><body>
<div id="nav"><a href="/">Home</a> <a href="/w">World</a> <a href="/s">Sport</a></div>
<div class="story"><h1>Ferry stops</h1><p>The ferry to Osk will not sail this winter.</p>
<p>No reason was given.</p></div><div id="footer">Copyright Osk Islands Press</div></body></html>""",
    ("The ferry to Osk will not sail this winter.", "No reason was given."),
    ("Home", "Sport", "Copyright"),
    "Ferry stops",
    None,
    "20311106",
)

SCRIPTED = Page(
    "an empty page whose article is in its JSON-LD only",
    """<html><head><title>Ferry stops</title><script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Osk Post"},
 {"@type": ["ReportageNewsArticle"], "headline": "Ferry to Osk stops", "datePublished": "2031-11-06",
  "publisher": {"name": "Osk Post"},
  "articleBody": "The ferry to Osk will not sail this winter, its operator said on Thursday.\\n\\n“There is no crew,” Mette Rohde told the Osk Post."}]}
</script></head><body><div id="app"></div><noscript>Please enable JavaScript to read this site.
</noscript><script>render("The script said this sentence.")</script></body></html>""",
    (
        "The ferry to Osk will not sail this winter, its operator said on Thursday.",
        "“There is no crew,” Mette Rohde told the Osk Post.",
    ),
    ("JavaScript", "script said"),
    "Ferry to Osk stops",
    "Osk Post",
    "2031-11-06",
)

FRAGMENT = Page(
    "the article alone, without a page around it",
    "<p>The ferry to Osk will not sail this winter.</p>\n<p>No reason was given.</p>",
    ("The ferry to Osk will not sail this winter.", "No reason was given."),
)

FORM = Page(
    "a page within one form, the article in its main element, microdata for the date",
    f"""<html><head><title>Ferry stops :: Osk Times</title><meta property=og:site_name content="Osk Times">
</head><body><form id="aspnetForm"><div role="navigation"><a href="/">Home</a></div><main>
<div itemscope itemtype="http://schema.org/NewsArticle">
<time itemprop="datePublished" datetime="2031-11-06T09:00Z">Nov 6</time>
<time datetime="2019-01-01">an old one</time>
<div itemprop="articleBody">{"".join(f"<p>{paragraph}</p>" for paragraph in FERRY)}</div></div></main>
<input value="Search"><button>Sign in</button></form></body></html>""",
    FERRY,
    ("Home", "Sign in"),
    "Ferry stops",
    "Osk Times",
    "2031-11-06T09:00Z",
)

PAGES = (MODERN, TABLES, DIVISIONS, LINKED, BLOCKS, SHORT, SCRIPTED, FRAGMENT, FORM)
