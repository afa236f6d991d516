"""What a page says about itself to machines: schema.org, as JSON-LD.

A data block that the page's content security policy allows and that no text of the archive can break out of: `<`, `>`,
`&` and the line separators of old JavaScript are escaped. Says only what the archive knows: an article without a day
gets no invented one, and what the archive cannot tell (whether "AFP" is a person) is guessed in one place, `bylines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from generator.archive.quotations import reported_in
from generator.archive.records import EntityKey, Entry, key_of
from generator.model import ArticleType, EdtfDate, Entity, Outlet, Precision, Quote, Story
from generator.site import dates, routes
from generator.site.bylines import Author, authors_of
from generator.site.context import Context, language_of, quote_title, target_path
from generator.site.parts import LinkView

Node = dict[str, object]

HEADLINE_LENGTH = 110  # Google's limit for article markup
_TYPES = {
    ArticleType.NEWS: "NewsArticle",
    ArticleType.ANALYSIS: "AnalysisNewsArticle",
    ArticleType.OPINION: "OpinionNewsArticle",
    ArticleType.DISPATCH: "ReportageNewsArticle",
    ArticleType.INTERVIEW: "NewsArticle",
    ArticleType.EDITORIAL: "OpinionNewsArticle",
}
_SPEAKERS = frozenset({"Person", "Organization"})  # what schema.org lets speak
_ESCAPES = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


def article_jsonld(context: Context, entry: Entry, crumbs: Sequence[LinkView] = ()) -> str:
    """An article as a NewsArticle or the subtype its `type` calls for, with its way from the front page if given."""
    article, archive = entry.article, context.archive
    url = context.base.absolute(context.paths[entry.id])
    source = article.provenance.url if article.provenance else None
    parents = [parent.article for parent in entry.parents if parent.article is not None]
    image = target_path(context, entry.image) if entry.image else None
    node: Node = {
        "@type": _TYPES[article.type],
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "headline": headline(article.title),
        "name": article.title if len(article.title) > HEADLINE_LENGTH else "",
        "description": entry.summary,
        "inLanguage": language_of(context, entry),
        "datePublished": dates.iso_for_html(article.date) if article.date.precision is Precision.DAY else "",
        "dateModified": dates.iso_for_html(article.updated) if article.updated else "",
        "dateline": article.dateline,
        "author": [_author(context, author) for author in authors_of(context, entry)],
        "publisher": _publisher(archive.outlets[entry.outlet]),
        "image": context.base.absolute(image) if image else "",
        "keywords": [archive.tags[tag].name for tag in entry.tags],
        "wordCount": article.body.words or None,
        "license": article.rights.statement or context.config.rights.statement,
        "copyrightHolder": _named("Thing", article.rights.holder),
        "isBasedOn": [*filter(None, [source]), *(context.base.absolute(context.paths[parent]) for parent in parents)],
        "archivedAt": [capture.url for capture in article.provenance.captures] if article.provenance else [],
        "about": [_story(context, archive.stories[story]) for story in entry.stories],
        "mentions": [_mentioned(context, mention.entity) for mention in entry.mentions],
        "hasPart": _quotations(context, entry),
        "isPartOf": _site_reference(context),
        "workExample": _kept_copy(context, url),
    }
    return _written(node, *_breadcrumbs(context, crumbs))


def with_words(jsonld: str, words: int) -> str:
    """An article's JSON-LD with another number of words in place of the one it has."""
    block = msgspec.json.decode(jsonld)
    nodes = block.get("@graph", [block])
    nodes[0]["wordCount"] = words
    return _written(*nodes)


def site_jsonld(context: Context) -> str:
    """The front page: the site itself."""
    config = context.config
    return _written(
        {
            "@type": "WebSite",
            "@id": _site_id(context),
            "url": context.base.absolute(routes.HOME),
            "name": config.title,
            "description": config.description,
            "inLanguage": config.language,
            "author": {"@type": "Organization", "name": config.author} if config.author else None,
        }
    )


def outlet_jsonld(context: Context, outlet: Outlet, crumbs: Sequence[LinkView] = ()) -> str:
    """An outlet's page: the outlet as a NewsMediaOrganization."""
    page = context.base.absolute(routes.outlet(outlet.id))
    node = _publisher(outlet) | {
        "@id": f"{page}#outlet",
        "alternateName": [alias.name for alias in outlet.aliases],
        "description": outlet.body.excerpt,
        "mainEntityOfPage": page,
    }
    return _written(node, *_breadcrumbs(context, crumbs))


def entity_jsonld(context: Context, entity: Entity, crumbs: Sequence[LinkView] = ()) -> str:
    """An entity's page: the person, organisation, place or work, as its type's schema.org class."""
    key = key_of(entity)
    node = _mentioned(context, key) | {
        "alternateName": [alias.name for alias in entity.aliases],
        "description": entity.body.excerpt,
        "mainEntityOfPage": context.base.origin + context.chips[key].url,
    }
    if node["@type"] == "Person":
        node["jobTitle"] = [role.title for role in entity.roles]
    different = context.archive.different_from.get(key, ())
    node["disambiguatingDescription"] = _not_to_be_confused([context.archive.entities[key].name for key in different])
    return _written(node, *_breadcrumbs(context, crumbs))


def story_jsonld(context: Context, story: Story, crumbs: Sequence[LinkView] = ()) -> str:
    """A story's page: a collection of articles about one event."""
    url = context.base.absolute(routes.story(story.id))
    node: Node = {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": story.title,
        "description": story.summary or story.body.excerpt,
        "about": _story(context, story),
        "isPartOf": _site_reference(context),
    }
    return _written(node, *_breadcrumbs(context, crumbs))


def quote_jsonld(context: Context, quote: Quote, crumbs: Sequence[LinkView] = ()) -> str:
    """A quote's page: a Quotation, of whoever said it, based on the articles that reported it first."""
    archive, url = context.archive, context.base.absolute(routes.quote_page(quote.id))
    speaker = archive.speakers.get(quote.id)
    whose = _mentioned(context, speaker.entity) if speaker else {}
    carried = archive.carried.get(quote.id)
    reported = (context.base.absolute(context.paths[article]) for article in reported_in(archive, quote.id))
    node: Node = {
        "@type": "Quotation",
        "@id": f"{url}#quote",
        "url": url,
        "mainEntityOfPage": url,
        "name": quote_title(quote),
        "text": carried.text if carried else quote.body.excerpt,
        "spokenByCharacter": whose if whose.get("@type") in _SPEAKERS else None,
        "dateCreated": dates.iso_for_html(quote.said) if quote.said and _is_a_sure_day(quote.said) else "",
        "isBasedOn": list(reported),
        "isPartOf": _site_reference(context),
    }
    return _written(node, *_breadcrumbs(context, crumbs))


def _is_a_sure_day(date: EdtfDate) -> bool:
    return date.precision is Precision.DAY and not (date.uncertain or date.approximate)


def headline(title: str) -> str:
    """A title of at most 110 characters, cut between words where it is longer."""
    if len(title) <= HEADLINE_LENGTH:
        return title
    cut = title[: HEADLINE_LENGTH - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _written(*nodes: Node) -> str:
    """JSON-LD text, compact, keys in the order given, empty values left out, safe inside a script element."""
    kept = [{key: value for key, value in node.items() if value} for node in nodes]
    block: Node = {"@context": "https://schema.org", **kept[0]}
    if len(kept) > 1:
        block = {"@context": "https://schema.org", "@graph": kept}
    text = msgspec.json.encode(block).decode()
    for character, escaped in _ESCAPES:  # quicker than str.translate, which looks up every character
        if character in text:  # seldom, and str.replace copies a text also when there is nothing to replace
            text = text.replace(character, escaped)
    return text


def _breadcrumbs(context: Context, crumbs: Sequence[LinkView]) -> Iterable[Node]:
    if not crumbs:
        return ()
    origin = context.base.origin
    items = [
        {"@type": "ListItem", "position": place, "name": crumb.text, "item": origin + crumb.url}
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return ({"@type": "BreadcrumbList", "itemListElement": items},)


def _site_id(context: Context) -> str:
    return f"{context.base.absolute(routes.HOME)}#site"


def _site_reference(context: Context) -> Node:
    return {"@type": "WebSite", "@id": _site_id(context), "name": context.config.title}


def _publisher(outlet: Outlet) -> Node:
    node: Node = {"@type": "NewsMediaOrganization", "name": outlet.name}
    if outlet.url:
        node["url"] = outlet.url
    if outlet.same_as:
        node["sameAs"] = list(outlet.same_as)
    return node


def _story(context: Context, story: Story) -> Node:
    url = context.base.absolute(routes.story(story.id))
    return {"@type": "Thing", "@id": f"{url}#event", "name": story.title, "url": url}


def _mentioned(context: Context, key: EntityKey) -> Node:
    entity, page = context.archive.entities[key], context.base.origin + context.chips[key].url
    node: Node = {
        "@type": context.types[entity.type].schema,
        "@id": f"{page}#entity",
        "name": entity.name,
        "url": page,
    }
    if entity.same_as:
        node["sameAs"] = list(entity.same_as)
    return node


def _author(context: Context, author: Author) -> Node:
    if author.entity is not None:
        return _mentioned(context, author.entity)
    if author.organization:
        return {"@type": "Organization", "name": author.name}
    node: Node = {"@type": "Person", "name": author.name}
    return node | {"familyName": author.family, "givenName": author.given} if author.family else node


def _quotations(context: Context, entry: Entry) -> list[Node]:
    """The quotes with a page that the article carries."""
    found = {quote.id: quote for quote, _ in context.quoted_in.get(entry.id, ())}
    return [
        {
            "@type": "Quotation",
            "@id": f"{context.base.absolute(routes.quote_page(identifier))}#quote",
            "name": quote_title(quote),
        }
        for identifier, quote in found.items()
    ]


def _kept_copy(context: Context, url: str) -> Node:
    """The article as this archive holds it. Only an ArchiveComponent has a `holdingArchive`."""
    return {"@type": "ArchiveComponent", "@id": f"{url}#copy", "url": url, "holdingArchive": _archive(context)}


def _archive(context: Context) -> Node:
    home = context.base.absolute(routes.HOME)
    return {"@type": "ArchiveOrganization", "@id": f"{home}#archive", "name": context.config.title, "url": home}


def _named(schema: str, name: str | None) -> Node | None:
    return {"@type": schema, "name": name} if name else None


def _not_to_be_confused(names: list[str]) -> str:
    return f"Not to be confused with {', '.join(names)}." if names else ""
