"""Which HTML a body may hold, as tables: the allow-list, and the names HTML knows beside it.

Data only. `sanitise` applies it; docs/markdown.md explains it to authors, and a test holds the two together.
"""

from __future__ import annotations

from typing import Final

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# The reading text breaks before and after these.
BLOCKS: Final = HEADINGS | {
    *("blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p"),
    *("pre", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}

VOID: Final = frozenset({"br", "col", "hr", "img", "wbr"})  # without an end tag

ALLOWED: Final = BLOCKS | {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "col", "colgroup", "del", "dfn", "em", "i", "img", "ins"),
    *("kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "td", "th"),
    *("time", "u", "var", "wbr"),
}

# Removed with what they hold: it is code, not text.
CODE: Final = frozenset({"script", "style"})

EVERYWHERE: Final = frozenset({"class", "dir", "id", "lang", "title"})
ATTRIBUTES: Final = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope", "abbr"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open"}),
}

CLASSES: Final = frozenset(
    {"align-center", "align-left", "align-right", "footnote", "footnote-backref", "footnote-ref"}
)

# What an attribute's value must look like to stay.
VALUES: Final = {
    "dir": r"ltr|rtl|auto",
    "lang": r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?",
    "width": r"[1-9][0-9]{0,4}",
    "height": r"[1-9][0-9]{0,4}",
    "span": r"[1-9][0-9]{0,2}",
    "colspan": r"[1-9][0-9]{0,2}",
    "rowspan": r"[1-9][0-9]{0,2}",
    "start": r"-?[0-9]{1,9}",
    "value": r"-?[0-9]{1,9}",
    "type": r"[1aAiI]",
    "scope": r"row|col|rowgroup|colgroup",
    "datetime": r"[0-9]{4}(-(0[1-9]|1[0-2]))?",
}

# Elements of HTML, SVG and MathML that are not allowed. Any other name in angle brackets is a text like `<name>`.
REFUSED: Final = CODE | {
    *("acronym", "address", "applet", "area", "article", "aside", "audio", "base", "basefont", "bgsound", "big"),
    *("blink", "body", "button", "canvas", "center", "data", "datalist", "dialog", "dir", "embed", "fieldset", "font"),
    *("footer", "form", "frame", "frameset", "head", "header", "hgroup", "html", "iframe", "image", "input"),
    *("isindex", "keygen", "label", "layer", "legend", "link", "listing", "main", "map", "marquee", "menu"),
    *("menuitem", "meta", "meter", "multicol", "nav", "nobr", "noembed", "noframes", "nolayer", "noscript", "object"),
    *("optgroup", "option", "output", "param", "picture", "plaintext", "portal", "progress", "rb", "rtc", "search"),
    *("section", "select", "slot", "source", "spacer", "strike", "svg", "math", "template", "textarea", "title"),
    *("track", "tt", "video", "xml", "xmp"),
    *("animate", "animatemotion", "animatetransform", "circle", "clippath", "defs", "desc", "ellipse", "feimage"),
    *("filter", "foreignobject", "g", "line", "lineargradient", "marker", "mask", "metadata", "path", "pattern"),
    *("polygon", "polyline", "radialgradient", "rect", "set", "stop", "switch", "symbol", "text", "textpath"),
    *("tspan", "use", "view"),
    *("annotation-xml", "maction", "mfenced", "mfrac", "mglyph", "mi", "mmultiscripts", "mn", "mo", "mover", "mrow"),
    *("ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder"),
    *("semantics",),
}

# One letter long, so that "a<b and c>d" looks like one of them.
LETTERS: Final = frozenset({"a", "b", "i", "p", "q", "s", "u", "g"})
