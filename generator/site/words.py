"""The words the site puts beside what the archive says: labels, counts, names of languages, countries, authorities.

Labels are English, as the themes are; names of languages and countries are in the language asked for (CLDR). Nothing
here looks at more than its arguments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from generator.model import ArticleType, Relation
from generator.site.locales import language_display, subtags, territory_display

ARTICLE_TYPES: Mapping[ArticleType, str] = MappingProxyType(
    {
        ArticleType.NEWS: "News",
        ArticleType.ANALYSIS: "Analysis",
        ArticleType.OPINION: "Opinion",
        ArticleType.DISPATCH: "Agency dispatch",
        ArticleType.INTERVIEW: "Interview",
        ArticleType.EDITORIAL: "Editorial",
    }
)

# What an article does to the one it derives from, and what the other one sees.
RELATIONS: Mapping[Relation, tuple[str, str]] = MappingProxyType(
    {
        Relation.QUOTES: ("Quotes", "Quoted by"),
        Relation.SYNDICATES: ("Republishes", "Republished by"),
        Relation.TRANSLATES: ("Translates", "Translated by"),
        Relation.REWRITES: ("Rewrites", "Rewritten by"),
    }
)

# What dates of a story are of: the word for it, and what is counted where there are many.
OCCURRENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "event": ("Happened", "event"),
        "statement": ("Said", "statement"),
        "publication": ("Published", "article"),
        "capture": ("Captured", "article"),
    }
)

_IRREGULAR = {"person": "people", "story": "stories", "entity": "entities", "country": "countries", "day": "days"}

_RIGHT_TO_LEFT_LANGUAGES = frozenset({
    "ar", "arc", "ary", "arz", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks", "lrc", "mzn",
    "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
})  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS = frozenset({
    "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa",
})  # fmt: skip

_AUTHORITIES = (
    (re.compile(r"(?:\w+\.)?wikidata\.org"), "Wikidata"),
    (re.compile(r"viaf\.org"), "VIAF"),
    (re.compile(r"d-nb\.info"), "GND"),
    (re.compile(r"id\.loc\.gov"), "Library of Congress"),
    (re.compile(r"isni\.org"), "ISNI"),
    (re.compile(r"(?:sws\.)?geonames\.org"), "GeoNames"),
    (re.compile(r"orcid\.org"), "ORCID"),
    (re.compile(r"(?:data|catalogue)\.bnf\.fr|ark\.bnf\.fr"), "BnF"),
    (re.compile(r"id\.worldcat\.org|worldcat\.org"), "WorldCat"),
    (re.compile(r"vocab\.getty\.edu"), "Getty"),
    (re.compile(r"id\.ndl\.go\.jp"), "NDL"),
    (re.compile(r"libris\.kb\.se|id\.kb\.se"), "LIBRIS"),
    (re.compile(r"datos\.bne\.es"), "BNE"),
    (re.compile(r"ror\.org"), "ROR"),
    (re.compile(r"openstreetmap\.org"), "OpenStreetMap"),
    (re.compile(r"commons\.wikimedia\.org"), "Wikimedia Commons"),
    (re.compile(r"dbpedia\.org"), "DBpedia"),
    (re.compile(r"urn\.issn\.org|portal\.issn\.org"), "ISSN"),
    (re.compile(r"doi\.org|dx\.doi\.org"), "DOI"),
)  # fmt: skip
_WIKIPEDIA = re.compile(r"([a-z][a-z0-9-]*)\.(?:m\.)?wikipedia\.org")

_RIGHTS_STATEMENTS = {
    "InC": "In copyright",
    "InC-OW-EU": "In copyright – EU orphan work",
    "InC-EDU": "In copyright – educational use permitted",
    "InC-NC": "In copyright – non-commercial use permitted",
    "InC-RUU": "In copyright – rights-holder unlocatable or unidentifiable",
    "NoC-CR": "No copyright – contractual restrictions",
    "NoC-NC": "No copyright – non-commercial use only",
    "NoC-OKLR": "No copyright – other known legal restrictions",
    "NoC-US": "No copyright – United States",
    "CNE": "Copyright not evaluated",
    "UND": "Copyright undetermined",
    "NKC": "No known copyright",
}
ADDRESS_LENGTH = 48  # of an address as shown: about two lines beside an article
_LICENCE = re.compile(r"/licenses/([a-z+-]+)/(\d\.\d)(?:/([a-z]{2,3}))?(?:/.*)?")
_PUBLIC_DOMAIN = re.compile(r"/publicdomain/(zero|mark)/(\d\.\d)(?:/.*)?")
MOTIVATIONS = {
    "assessing": "Assessment",
    "bookmarking": "Bookmark",
    "classifying": "Classification",
    "commenting": "Comment",
    "describing": "Description",
    "editing": "Correction",
    "highlighting": "Highlight",
    "identifying": "Identification",
    "linking": "Link",
    "moderating": "Moderation",
    "questioning": "Question",
    "replying": "Reply",
    "tagging": "Tag",
}


def type_label(article_type: ArticleType) -> str:
    """What kind of text an article is: "News", "Agency dispatch"."""
    return ARTICLE_TYPES[article_type]


def motivation_label(motivation: str) -> str:
    """What a note is for, by its Web Annotation motivation: "Comment"."""
    return MOTIVATIONS.get(motivation, "Note")


def relation_label(relation: Relation) -> str:
    """What a derived article does to its source: "Quotes"."""
    return RELATIONS[relation][0]


def inverse_relation_label(relation: Relation) -> str:
    """What happens to an article that others derive from: "Quoted by"."""
    return RELATIONS[relation][1]


def occurrence_label(kind: str) -> str:
    """What came to pass on a date of a story: "Published"."""
    return OCCURRENCES[kind][0]


def occurrences_of(kind: str, number: int, outlets: int) -> str:
    """How much of a kind came to pass: "41 articles from 7 outlets", "1 statement"."""
    counted = count_of(number, OCCURRENCES[kind][1])
    return f"{counted} from {count_of(outlets, 'outlet')}" if kind == "publication" and outlets > 1 else counted


def one_line(text: str) -> str:
    """A text on one line, without control characters."""
    plain = " ".join(text.split())
    return plain if plain.isprintable() else " ".join("".join(one for one in plain if one.isprintable()).split())


def count_of(number: int, noun: str) -> str:
    """A number with its English noun, given in the singular: "1 article", "3,796 entities", "no stories"."""
    shown = f"{number:,}" if number else "no"
    return f"{shown} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """The English plural of a noun; only its last word changes ("news agency", "news agencies")."""
    head, space, last = noun.rpartition(" ")
    return head + space + _plural_word(last)


@lru_cache(maxsize=4096)
def language_name(tag: str, in_language: str) -> str:
    """What `in_language` calls a BCP 47 language: "French", "français"; the tag itself where nobody knows it."""
    return language_display(tag, in_language) or tag


@lru_cache(maxsize=4096)
def country_name(code: str, in_language: str) -> str:
    """What `in_language` calls an ISO 3166-1 alpha-2 country; any other text as written."""
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        return code
    return territory_display(code, in_language) or code


@lru_cache(maxsize=1024)
def text_direction(language: str) -> str:
    """The writing direction of a BCP 47 language, "ltr" or "rtl"; a script subtag decides over the language."""
    name, script, _ = subtags(language)
    right_to_left = script in _RIGHT_TO_LEFT_SCRIPTS if script else name in _RIGHT_TO_LEFT_LANGUAGES
    return "rtl" if right_to_left else "ltr"


@lru_cache(maxsize=16384)
def authority_label(url: str) -> str:
    """The short name of the authority file or site an identifier belongs to: "Wikidata", "Wikipedia (en)", a host."""
    host = host_of(url)
    wikipedia = _WIKIPEDIA.fullmatch(host)
    if wikipedia:
        return f"Wikipedia ({wikipedia[1]})"
    return next((name for pattern, name in _AUTHORITIES if pattern.fullmatch(host)), host or url)


@lru_cache(maxsize=16384)
def authority_id(url: str) -> str:
    """The identifier within its authority file: "Q884" of a Wikidata URL; empty where the URL ends without one."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return unquote(path.rstrip("/").rpartition("/")[2])


@lru_cache(maxsize=256)
def rights_label(statement: str) -> str:
    """The short name of a rights statement: "In copyright", "CC BY-SA 4.0".

    Known are rightsstatements.org and the Creative Commons licences and public-domain tools; any other URL gives its
    host, any other text itself.
    """
    host = host_of(statement)
    if not host:
        return statement
    path = urlsplit(statement).path
    if host == "rightsstatements.org":
        code = next((part for part in path.split("/") if part in _RIGHTS_STATEMENTS), "")
        return _RIGHTS_STATEMENTS.get(code, host)
    if host == "creativecommons.org":
        return _creative_commons(path) or host
    return host


@lru_cache(maxsize=16384)
def host_of(url: str) -> str:
    """The host of a web address without "www.", as people know it; empty for what is not one."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    return _unpunycoded(host.removeprefix("www."))


@lru_cache(maxsize=16384)
def address_text(url: str) -> str:
    """A web address as a link shows it: "doi.org/10.5281/zenodo.4573313"; a long one keeps its host and its end."""
    host = host_of(url)
    if not host:
        return url
    parts = urlsplit(url)
    path = unquote(parts.path).rstrip("/")
    whole = (path if path.isprintable() else parts.path) + (f"?{parts.query}" if parts.query else "")
    if len(host + whole) <= ADDRESS_LENGTH:
        return host + whole
    last = whole.rpartition("/")[2]
    shown = last if len(last) <= ADDRESS_LENGTH else f"{last[:ADDRESS_LENGTH]}…"
    return f"{host}/{shown}" if whole == f"/{last}" else f"{host}/…/{shown}"


def _unpunycoded(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _creative_commons(path: str) -> str | None:
    licence = _LICENCE.fullmatch(path)
    if licence:
        name, version, country = licence.groups()
        return f"CC {name.upper()} {version}" + (f" {country.upper()}" if country and country != "deed" else "")
    tool = _PUBLIC_DOMAIN.fullmatch(path)
    if tool:
        return f"CC0 {tool[2]}" if tool[1] == "zero" else f"Public Domain Mark {tool[2]}"
    return None


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return f"{word}es"
    return f"{word}s"
