"""References for reference managers: RIS (2011), BibLaTeX, CSL-JSON (1.0.2).

Text out, one reference at a time, so that a list of them is no more than its parts in a row. All say the same: a
newspaper article, where it was published, and in which archive it is kept. What a format cannot hold (a decade, a date
without an end) it says in words, or leaves out; no day or year is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from generator.model import EdtfDate, Precision
from generator.site.bibliography import Reference, is_known
from generator.site.bylines import Author
from generator.site.citations import SEASONS
from generator.site.dates import LAST_YEAR, date_note, date_text
from generator.site.locales import subtags

_BY_YEAR = (Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR)

# What BibLaTeX calls languages in `langid` (babel's and polyglossia's names); others are left out.
_LANGIDS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
        "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "fa": "persian", "fi": "finnish",
        "fr": "french", "he": "hebrew", "hr": "croatian", "hu": "hungarian", "it": "italian", "ja": "japanese",
        "ko": "korean", "lt": "lithuanian", "lv": "latvian", "nl": "dutch", "no": "norwegian", "pl": "polish",
        "pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovenian", "sv": "swedish",
        "tr": "turkish", "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
    }
)  # fmt: skip

# What LaTeX would take for itself; all else is text to biber, which reads UTF-8. A brace is a word, since BibTeX counts
# braces and knows no escape.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
_NOT_IN_KEYS = re.compile(r"[^\w:.+/-]+")
_NOT_IN_URLS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})  # a field of BibTeX ends at its own brace


# RIS


def ris(reference: Reference) -> str:
    """A reference in RIS, ended by an empty line. Lines end in CR and LF, as the format asks for."""
    lines = [f"{tag}  - {value}" for tag, value in _ris(reference)]
    return "\r\n".join(lines) + "\r\n\r\n"


def _ris(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", reference.id
    for author in reference.authors:
        yield "AU", author.inverted
    yield "TI", reference.title
    yield "T2", reference.outlet
    if reference.date is not None:
        yield from _ris_dates(reference.date)
    if reference.abstract:
        yield "AB", reference.abstract
    for keyword in reference.keywords:
        yield "KW", keyword
    yield "LA", reference.lang
    yield "UR", reference.url or reference.archive_url
    if reference.retrieved is not None and (day := _slashed(reference.retrieved)):
        yield "Y2", day
    yield "DB", reference.archive
    yield "AV", reference.archive_url
    yield "ER", ""


def _ris_dates(date: EdtfDate) -> Iterator[tuple[str, str]]:
    """The year, and the date as `year/month/day/what else there is to say`."""
    if date.year is not None and 0 < date.year <= LAST_YEAR and date.precision in _BY_YEAR:
        yield "PY", f"{date.year:04}"
    if day := _slashed(date):
        yield "DA", day


def _slashed(date: EdtfDate) -> str:
    """A date in RIS; one that has no single year only says so in words, after the year with which it begins."""
    year = date.earliest[0] if date.earliest else 0
    if not 0 < year <= LAST_YEAR:
        return ""
    if date.precision not in _BY_YEAR:
        return f"{year:04}///{date_text(date, 'en')}"
    month = "" if date.month is None or date.precision is Precision.SEASON else f"{date.month:02}"
    day = "" if date.day is None else f"{date.day:02}"
    also = SEASONS.get(date.text[5:7], "") if date.precision is Precision.SEASON else date_note(date, "en")
    return f"{year:04}/{month}/{day}/{also}"


# BibLaTeX


def biblatex(reference: Reference) -> str:
    """A reference as a BibLaTeX entry, which biber reads; the date is EDTF, as BibLaTeX takes it."""
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _biblatex(reference) if value)
    return f"@article{{{_NOT_IN_KEYS.sub('-', reference.id)},\n{fields}}}\n"


def _biblatex(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "entrysubtype", "newspaper"
    yield "author", " and ".join(map(_biblatex_name, reference.authors))
    yield "title", f"{{{_latex(reference.title)}}}"  # braced, or else a style may take names' capitals away
    yield "journaltitle", _latex(reference.outlet)
    if reference.date is not None:
        yield "date", reference.date.text
    yield "langid", _LANGIDS.get(subtags(reference.lang)[0], "")
    yield "url", (reference.url or reference.archive_url).translate(_NOT_IN_URLS)
    if reference.retrieved is not None:
        yield "urldate", reference.retrieved.text
    yield "addendum", _latex(f"Archived in {reference.archive}, {reference.archive_url}") if reference.url else ""
    yield "library", _latex(reference.archive)
    yield "abstract", _latex(reference.abstract)
    yield "keywords", _latex(", ".join(keyword.replace(",", " ") for keyword in reference.keywords))


def _biblatex_name(author: Author) -> str:
    if not author.family:
        return f"{{{_latex(author.name)}}}"
    return ", ".join(_latex(part) for part in (author.family, author.suffix, author.given) if part)


def _latex(text: str) -> str:
    return text.translate(_LATEX)


# CSL-JSON


def csl_json(reference: Reference) -> str:
    """A reference as an item of CSL-JSON."""
    date, retrieved = reference.date, reference.retrieved
    item: dict[str, object] = {
        "id": reference.id,
        "type": "article-newspaper",
        "title": reference.title,
        "container-title": reference.outlet,
        "author": [_csl_name(author) for author in reference.authors],
        "issued": _csl_date(date) if date else None,
        "language": reference.lang,
        "URL": reference.url or reference.archive_url,
        "accessed": _csl_date(retrieved) if retrieved else None,
        "archive": reference.archive,
        "archive_location": reference.archive_url,
        "abstract": reference.abstract,
        "keyword": ", ".join(reference.keywords),
    }
    return msgspec.json.encode({key: value for key, value in item.items() if value}).decode()


def csl_list(items: Iterable[str]) -> str:
    """Items of CSL-JSON as a file of them, an item a line."""
    lines = ",\n".join(items)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _csl_name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    parts = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {key: part for key, part in parts.items() if part}


def _csl_date(date: EdtfDate) -> dict[str, object] | None:
    """A date as CSL has it: parts for what is known, `circa` where that is not sure; words for one that has no end."""
    parts = [_parts(one) for one in _bounds(date)]
    if not all(parts):
        return {"literal": date_text(date, "en")}
    said: dict[str, object] = {"date-parts": parts}
    if date.precision is Precision.SEASON:
        said["season"] = int(date.text[5:7]) - 20
    doubts = (date, date.start, date.end)
    if date.precision not in {*_BY_YEAR, Precision.INTERVAL} or any(
        one is not None and (one.uncertain or one.approximate) for one in doubts
    ):
        said["circa"] = True
    return said


def _bounds(date: EdtfDate) -> tuple[EdtfDate | None, ...]:
    if date.precision is Precision.INTERVAL:
        return date.start, date.end
    if date.precision in _BY_YEAR or date.earliest is None or date.latest is None:
        return (date,)
    first, last = (EdtfDate(text="", precision=Precision.YEAR, earliest=day) for day in (date.earliest, date.latest))
    return first, last


def _parts(date: EdtfDate | None) -> list[int]:
    """Year, month and day as far as they are known; CSL counts years before Christ as historians do."""
    if date is None or not is_known(date) or date.year is None:
        return []
    year = date.year if date.year > 0 else date.year - 1
    month = None if date.precision is Precision.SEASON else date.month
    return [part for part in (year, month, date.day) if part is not None]
