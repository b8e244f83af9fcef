"""Rules that tell by one line alone what it is: boilerplate, caption, byline, date line, heading of other stories."""

from __future__ import annotations

import re

from bot.ingest.documents.structure.agencies import LOOSE_PATTERN, PATTERN
from bot.ingest.documents.structure.dates import find_days
from bot.ingest.documents.structure.units import Unit

_MAX_LABEL = 120
# Headings of other stories, in the languages of the press that is read most here.
_READ_ALSO = re.compile(
    r"(?:read (?:also|more|next|this)|also read|see also|related(?: (?:stor(?:y|ies)|articles?|news|"
    r"topics?|posts?|links?|"
    r"coverage|content|reading))?|(?:most|more) (?:popular|viewed|read|shared|commented)(?: (?:articles?|"
    r"stories|news))?|"
    r"recent (?:comments|posts|articles)|more (?:stories|news|articles|on this(?: (?:story|topic))?|"
    r"from [\w .'’-]{2,40})|"
    r"recommended(?: (?:for you|stories|articles))?|you (?:may|might) also (?:like|be interested in)|"
    r"trending(?: now)?|"
    r"top stories|latest (?:news|stories|headlines)|editors?['’] picks?|don['’]t miss|in case you missed it|"
    r"(?:à )?lire aussi|à lire également|sur le même sujet|lesen sie auch|mehr zum thema|lea también|leia também|"
    r"leggi anche|читайте также|по теме|читайте ещё|читайте також|관련\s?기사|많이 본 뉴스|関連記事|相关新闻|相关阅读)",
    re.IGNORECASE,
)
_INTERFACE = re.compile(
    r"^(?:\W|\b(?:home|menu|search|print|dictionary|share|email|e-mail|tweet|facebook|twitter|whatsapp|telegram|"
    r"linkedin|pinterest|reddit|copy|link|url|save|listen|font|size|comments?|reply|subscribe|newsletter|"
    r"sign|log|login|"
    r"register|in|up|out|to|close|open|skip|main|content|next|previous|back|top|page|more|read|view|follow|us|on|"
    r"article|photo|photos|video|image|gallery|pdf|play|pause|audio|x|a)\b)+$",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r"all rights reserved|^\W*(?:©|\(c\)|copyright)\W|^[\W_]*adverti[sz]e?ment[\W_]*$|"
    r"^[\W_]*sponsored(?: content)?[\W_]*$|"
    r"^[\W_]*anzeige[\W_]*$|^[\W_]*publicité[\W_]*$|^[\W_]*реклама[\W_]*$|\bclick here\b|\bplease (?:log|sign) ?in\b|"
    r"\bplease direct (?:any )?(?:questions|comments)\b|^\W*questions or comments\b|\bterms of (?:use|"
    r"service)\b|\bprivacy policy\b|"
    r"\bcookies?\b.*\b(?:accept|use|settings|policy|preferences)\b|\baccept (?:all )?cookies\b|"
    r"\bstandards? board policy\b|"
    r"\bgoogle (?:search|news)\b|\bunsubscribe\b|\bview (?:this (?:e-?mail|message) )?in (?:your )?browser\b|"
    r"\b(?:lock|help|share|print|search) ?-?(?:icon|image|button)\b|^button that\b|"
    r"\bno part of this\b.*\breproduced\b|"
    r"\brepublish(?:ed|ing)?\b.*\bpermission\b|\bthis (?:article|story) (?:was|has been) (?:auto|machine)|"
    r"^(?:media |press )?contacts?(?: for (?:the )?(?:media|press))?:|^check against delivery$|"
    r"^\W*for immediate release\W*$|"
    r"^\W*기자(?: 사진)?\W*$|무단\s?전재|\(0/\d+자\)|^\W*(?:\d+ )?(?:comments?|shares?|views?|min(?:ute)?s? read)\W*$|"
    r"^\W*\d+ min(?:ute)?s? read\W*$|^\(?END\)?$|^\W*#\s*#\s*#\W*$|^\W*-\s?30\s?-\W*$",
    re.IGNORECASE,
)
# Orders to the reader; within a sentence ("urged citizens to sign up for the reserve") they are part of the story.
_ORDERS = re.compile(
    r"(?:view (?:more|all)|log ?in (?:to|with)|sign (?:up|in) (?:for|to|with)|subscribe (?:to|now|here)|follow us|"
    r"click (?:the|on)|join (?:us|our) .*\b(?:channel|telegram|whatsapp|newsletter)|download (?:the|our) app)\b",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"^[^.!?]{1,30}(?:\s*[>»›/|]\s*[^.!?>»›/|]{1,40}){1,5}$")
_CREDIT = re.compile(
    r"(?:[\[(]\s*(?P<inner>[^\[\]()]{2,60})\s*[\])]|(?:\b(?:photo|photograph|picture|image|file photo|"
    r"photo credit|credit|"
    r"courtesy|foto|фото|사진)s?\s?(?:by|:|=|credit|of|/)\s*[^.]{2,60}|[|/]\s*(?P<tail>[\w .-]{2,40})|©\s*[^.]{2,60}))"
    r"\.?$",
    re.IGNORECASE,
)
_CAPTION_START = re.compile(
    r"^(?:\(?(?:file|handout|undated) (?:photo|picture|image)|photo(?:graph)?:|picture:|image:|pictured:|caption:|"
    r"foto:|фото:|사진)",
    re.IGNORECASE,
)
_PHOTO_WORD = re.compile(r"photo|pool|handout|courtesy|getty|via |사진|제공|file", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:posted|published|publish date|date published|released?|issued|for immediate release|publié|mis en ligne|"
    r"veröffentlicht|publicado|pubblicato|опубликовано|publication date)\b|입력|등록",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|last (?:changed|edited)|mis à jour|aktualisiert|обновлено)\b|수정", re.IGNORECASE
)
_DATE_FILLER = re.compile(
    r"\b(?:on|at|date|first|last|le|am|um|el|the|of|local time|time|hrs|hours|uhr|press release|no|"
    r"for immediate release)\b"
    r"|[\W_]",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[A-Z]{2,4})?\b", re.IGNORECASE)


def is_read_also(unit: Unit) -> bool:
    """Whether a line is the heading of links to other stories, or such a link with its heading before it."""
    match = _READ_ALSO.match(unit.text.lstrip("[(*•- "))
    if not match:
        return False
    rest = unit.text.lstrip("[(*•- ")[match.end() :]
    return not rest.strip(" :.…»›>])") or rest.lstrip().startswith((":", "|", "–", "—"))


def find_boilerplate(unit: Unit) -> str | None:
    """Return why a line is no part of the story: buttons, notices, breadcrumbs."""
    text = unit.text
    if len(text) > 3 * _MAX_LABEL:
        return None
    if _INTERFACE.match(text) and unit.words <= 12 and any(map(str.isalpha, text)):
        return "names of buttons"
    ordered = _ORDERS.match(text.lstrip("*•-–>[( ")) or (not unit.is_sentence and _ORDERS.search(text))
    if not unit.is_quoting and (ordered or _PHRASES.search(text)):
        return "a notice of the page"
    marks = re.findall(r"\s[>»›|]\s", text)
    is_path = len(set(marks)) == 1 and (len(marks) >= 2 or marks[0] != " | ")
    if unit.words <= 12 and not unit.is_sentence and is_path and _BREADCRUMB.match(text):
        return "a path through the site"
    return None


def find_caption(unit: Unit) -> str | None:
    """Return why a line is a picture's caption: it ends with a credit or begins like one."""
    text = unit.text
    if len(text) > 4 * _MAX_LABEL:
        return None
    if _CAPTION_START.match(text):
        return "it begins like a caption"
    match = _CREDIT.search(text)
    if not match:
        return None
    credit = match["inner"] or match["tail"]
    named = credit is not None and (
        bool(LOOSE_PATTERN.search(credit))
        or bool(_PHOTO_WORD.search(credit))
        or bool(re.fullmatch(r"[\w .]+/[\w ./-]+", credit))
    )
    if match["tail"] and not LOOSE_PATTERN.search(match["tail"]):
        return None
    # Stories, too, end with an agency in brackets; what quotes somebody is rather a story.
    if (credit is None or named) and not unit.is_quoting and match.start() > 0:
        return f"it ends with a credit, “{match[0]}”"
    return None


def find_date_line(unit: Unit) -> str | None:
    """Return why a line is a stamp: it holds a day and nothing else but labels, clock times and agencies."""
    if len(unit.text) > _MAX_LABEL:
        return None
    days = [day for day in find_days(unit.text) if day.iso]
    if not days:
        return None
    rest = _DATE_FILLER.sub(" ", PATTERN.sub(" ", strip_stamp(unit.text)))
    words = rest.split()
    # A zone, or the place before the day: "New York, 24 September 2031".
    placed = (
        len(words) <= 3 and all(word[0].isupper() for word in words) and unit.text.startswith(words[0] if words else "")
    )
    if not words or placed or (len(words) == 1 and words[0].isupper()):
        return "a day and nothing else"
    if _PUBLISHED.search(unit.text) and len(words) <= 2:
        return "a day with a label of publication"
    return None


def strip_stamp(text: str) -> str:
    """Return a line without its days, their labels and clock times."""
    for day in reversed(find_days(text)):
        if day.iso:
            text = text[: day.start] + " " + text[day.end :]
    for pattern in (_PUBLISHED, _UPDATED, _CLOCK):
        text = pattern.sub(" ", text)
    return text


def find_publication_label(text: str) -> re.Match[str] | None:
    """Find the words before a day that say that it is the day of publication."""
    return _PUBLISHED.search(text)


def is_update_label(text: str) -> bool:
    """Whether words before a day say that it is the day of a change."""
    return bool(_UPDATED.search(text)) and not _PUBLISHED.search(text)
