"""What the preview answers to those who want more than its pages: nothing that is not published, whatever they ask.

Every answer is looked at as a whole: it may hold no secret, open no door to another site's pages, lead nowhere else,
and, if it is a page, be one of the archive's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from tests.output.given import write
from tests.preview.served import (
    MINISTER,
    MUTINY,
    Reply,
    Served,
    connect,
    heard_on,
    replies,
    request,
    served,
    write_archive,
)
from tests.published.built import build
from tests.site.written import article

HIDDEN = "nobody-may-read-this"
SECRETS = {
    "../secret.txt": HIDDEN,
    "../secret/index.html": f"<!doctype html><title>{HIDDEN}</title>",
    "secret.txt": HIDDEN,
    ".git/config": HIDDEN,
    ".pressmark/secret.txt": HIDDEN,
    "public/secret.txt": HIDDEN,
    "content/secret.txt": HIDDEN,
    "content/.secret.md": article(HIDDEN),
    "content/articles/secret.txt": HIDDEN,
    "content/articles/2023-06-27-draft.md": article(HIDDEN, HIDDEN, draft="true"),
    "content/articles/2999-06-27-future.md": article(HIDDEN, HIDDEN, id="future", date="2999-06-27"),
    "content/assets/.secret.txt": HIDDEN,
}


@dataclass
class Attacked:
    """A preview under attack; `pages` are all that it may ever show."""

    preview: Served
    front: bytes
    token: str
    pages: frozenset[bytes]

    @property
    def host(self) -> str:
        """What it is called."""
        return f"127.0.0.1:{self.preview.port}"

    def answers(self, said: bytes) -> list[Reply]:
        """What is answered to some bytes, once nobody could have minded."""
        with connect(self.preview.port) as connection:
            connection.sendall(said)
            heard = heard_on(connection)
        assert HIDDEN.encode() not in heard
        found = replies(heard)
        for reply in found:
            assert not [name for name, _ in reply.headers if name.startswith("access-control-")], reply
            assert re.fullmatch(r"(/([^/\\].*)?)?", reply.header("location")), reply
            if "html" in reply.header("content-type") and reply.body:
                is_known = reply.body in self.pages
                assert is_known, reply.body[:2000]
            if reply.status == 200:
                assert reply.header("cross-origin-resource-policy") == "same-origin"
                assert reply.header("x-content-type-options") == "nosniff"
        return found

    def get(self, target: str, *headers: str, host: str | None = None, method: str = "GET") -> Reply:
        """The answer to one request."""
        [reply] = self.answers(request(target, self.host if host is None else host, *headers, method=method))
        return reply

    def handshake(self, said: bytes) -> int:
        """The status of the answer to a WebSocket handshake."""
        with connect(self.preview.port) as connection:
            connection.sendall(said)
            heard = b""
            while b"\r\n\r\n" not in heard and (part := connection.recv(4096)):
                heard += part
        [reply] = replies(heard.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        assert not [name for name, _ in reply.headers if name.startswith("access-control-")], reply
        return reply.status


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """One preview for all attacks, of an archive with secrets above, in and beside everything that is published."""
    folder = tmp_path_factory.mktemp("attacked") / "archive"
    write_archive(folder)
    built = tmp_path_factory.mktemp("built")
    build(folder, built, "https://example.org/archive/")
    write(folder, SECRETS)
    paths = sorted(path.relative_to(built).as_posix() for path in built.rglob("*.html"))
    with served(folder) as preview:
        shown = {path: body_of(preview, path) for path in paths}
        token = re.search(rb'data-token="([^"]+)"', shown["index.html"])
        assert token is not None
        not_found = shown["404.html"].replace(b'data-version="', b'data-version="404 ')
        yield Attacked(preview, shown["index.html"], token[1].decode(), frozenset([*shown.values(), not_found]))


def body_of(preview: Served, path: str) -> bytes:
    """A page that is published, as it is shown."""
    with connect(preview.port) as connection:
        connection.sendall(request(preview.root + quote(path), f"127.0.0.1:{preview.port}"))
        [reply] = replies(heard_on(connection))
    assert reply.status == 200, path
    return reply.body


# Paths

UP = [
    "../",
    "%2e%2e/",
    "%2E%2E/",
    ".%2e/",
    "%2e./",
    "..%2f",
    "%2e%2e%2f",
    "%2E%2E%2F",
    "%252e%252e/",
    "..%252f",
    "%252e%252e%252f",
    "%25252e%25252e%25252f",
    "..\\",
    "..%5c",
    "%2e%2e%5c",
    "..%255c",
    "..\\/",
    "..%5c/",
    "..%00/",
    "%00../",
    "..%09/",
    "..%20/",
    "..%0a/",
    "..%0d%0a/",
    "..;/",
    "..;a=b/",
    "../;/",
    "..?/",
    "..#/",
    "./../",
    "//../",
    "..//",
    "....//",
    "..././",
    ".../",
    "..../",
    "%c0%ae%c0%ae/",  # a dot in more bytes than it needs
    "%c0%ae%c0%ae%c0%af",
    "..%c0%af",
    "..%c1%9c",
    "%e0%80%ae%e0%80%ae/",
    "%f0%80%80%ae%f0%80%80%ae/",
    "%u002e%u002e/",
    "%u002e%u002e%u2215",
    "%uff0e%uff0e%uff0f",
    "%ef%bc%8e%ef%bc%8e/",  # full width
    "%ef%bc%8e%ef%bc%8e%ef%bc%8f",
    "%e2%80%a5/",  # two dots in one letter
    "%e2%80%a4%e2%80%a4/",  # one dot leaders
    "..%e2%88%95",  # a division slash
    "%ff%fe../",
]
BELOW = [
    "/",
    "/archive/",
    "/archive/assets/",
    "/archive/static/",
    "/archive/static/fonts/",
    "/archive/files/",
    f"/archive/{MUTINY}",
    "/__pressmark__/",
]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("up", UP)
def test_nobody_climbs_out(up: str, below: str, attacked: Attacked) -> None:
    for height in range(1, 5):
        assert attacked.get(f"{below}{up * height}secret.txt").status == 404, height


@pytest.mark.parametrize(
    "target",
    [
        "/secret.txt",
        "/secret/",
        "/secret/index.html",
        "/etc/passwd",
        "/archive/secret.txt",
        "/archive/secret/",
        "/archive/site.yaml",
        "/archive/content/secret.txt",
        "/archive/content/articles/2023-06-25-mutiny.md",
        "/archive/articles/2023-06-25-mutiny.md",
        "/archive/articles/secret.txt",
        "/archive/files/secret.txt",
        "/archive/files/articles/secret.txt",
        "/archive/2023/06/mutiny.md",
        "/archive/2023/06/mutiny/index.md",
        "/archive/2023/06/draft/",
        "/archive/2023/06/draft/index.html",
        "/archive/2999/06/future/",
        "/archive/assets/",
        "/archive/assets/.secret.txt",
        "/archive/static/",
        "/archive/static/theme.yaml",
        "/archive/themes/broadsheet/templates/base.html",
        "/archive/templates/base.html",
        "/archive/base.html",
        "/archive/public/secret.txt",
        "/archive/public/index.html",
        "/archive/.git/config",
        "/archive/.pressmark/secret.txt",
        "/archive/.pressmark-manifest.json",
        "/archive//etc/passwd",
        "/archive/%2Fetc%2Fpasswd",
        "/archive/proc/self/environ",
        "/archive/~root/",
        "/archive/C:/Windows/win.ini",
        "/archive/C:%5CWindows%5Cwin.ini",
        "/archive/%5C%5Clocalhost%5CC$%5Cwin.ini",
        "/archive/file:///etc/passwd",
        "/archive/con",
        "/archive/NUL",
        "/archive/aux.html",
        "/archive/assets/com1.svg",
        "/archive/assets/photo.svg::$DATA",
        "/archive/assets/photo.svg:secret",
        "/archive/__pressmark__/preview.js",
        "/__pressmark__",
        "/__pressmark__/",
        "/__pressmark__/app.py",
        "/__pressmark__/client/preview.js",
        "/__pressmark__/./preview.js",
        "/__pressmark__//preview.js",
        "/__pressmark__/preview.js/",
        "/__pressmark__/preview.js%00",
        "/__pressmark__/preview.js%00.html",
        "/__pressmark__/PREVIEW.JS",
        "/__pressmark__/socket",
        "//__pressmark__/preview.js",
    ],
)
def test_what_is_not_published_is_not_there(target: str, attacked: Attacked) -> None:
    assert attacked.get(target).status == 404


NEARLY = [
    "//",
    "///",
    "/./",
    "/%",
    "/*",
    "/\\",
    "/\\evil.example/",
    "//evil.example",
    "//evil.example/",
    "//evil.example/archive",
    "//evil.example/%2f..",
    "//evil.example/archive/..",
    "/%2fevil.example/",
    "/%5cevil.example/",
    "/archive//",
    "/archive/./",
    "/archive/.",
    "/archive/..",
    "/archive/;",
    "/archive/;a=b",
    "/archive/about;a=b/",
    "/archive/about/;",
    "/archive/#about",
    "/archive/about/#",
    "/archive/about//",
    "/archive/about/.",
    "/archive/about%2f%2f",
    "/archive/about%00",
    "/archive/about/%00",
    "/archive/about%0d%0aLocation:%20http://evil.example/",
    "/archive/about/%0a",
    "/archive/about%20",
    "/archive/about.",
    "/archive/ABOUT/",
    "/ARCHIVE/",
    "/archive\\about\\",
    "/archive/%61bout%252f",
    "/archive//evil.example",
    "/archive/%2f%2fevil.example",
    "/archive/assets/photo.svg/",
    "/archive/assets/photo.svg/.",
    "/archive/assets/photo.svg.",
    "/archive/assets/photo.svg...",
    "/archive/assets/photo.svg%20",
    "/archive/assets/photo.svg%2f",
    "/archive/assets/PHOTO.SVG",
    "/archive/assets//photo.svg",
    "/archive/assets/photo",
    "/archive/404.html/",
    "/archive/%ff",
    "/archive/%zz",
    "/archive/%d0%b0bout/",  # a Cyrillic letter that looks like its Latin one
    "/archive/%ef%bd%81bout/",  # a full width one
    "/archive/ab%e2%80%8bout/",  # with a space of no width
    "/archive/ab%c2%adout/",  # with a soft hyphen
    "/archive/about%ef%bc%8f",
    "/%ef%bc%8farchive/",
    "/archive/" + "a" * 15_000,
    "/archive/" + "../" * 5_000,
    "/archive/" + "%2e%2e%2f" * 1_600,
    "/archive/" + "a/" * 7_000,
    "/archive/" + "%cc%81" * 2_500,  # accents without a letter
    "/archive/" + "%25" * 5_000 + "2e",
]


@pytest.mark.parametrize("target", NEARLY)
def test_what_is_nearly_an_address_is_none(target: str, attacked: Attacked) -> None:
    reply = attacked.get(target)
    assert (reply.status, reply.header("location")) == (404, "")


@pytest.mark.parametrize(
    "target", ["/archive/about\xe9", "/archive/a b", "/archive/a\tb", "/archive/\x00", "/\x7f", ""]
)
def test_what_may_not_be_in_an_address_is_no_request(target: str, attacked: Attacked) -> None:
    assert attacked.get(target).status == 400


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/archive/",
        "http://127.0.0.1/archive/",
        "http://127.0.0.1@evil.example/archive/",
        "https://evil.example/archive/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "evil.example:80",
        "archive/",
        "../secret.txt",
        "..%2fsecret.txt",
        "*",
        "?",
        "#",
    ],
)
def test_a_target_that_is_no_path_is_not_there(target: str, attacked: Attacked) -> None:
    assert attacked.get(target).status == 404


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/archive/", "/archive/"),
        ("/archive/?", "/archive/"),
        ("/archive/?../../secret.txt", "/archive/"),
        ("/archive/?file=../secret.txt", "/archive/"),
        ("/archive/?//evil.example", "/archive/"),
        ("/archive/?" + "a" * 15_000, "/archive/"),
        ("/archive/index.html", "/archive/"),
        ("/archive%2F", "/archive/"),
        ("/%61rchive/%61bout/", "/archive/about/"),
        ("/archive/about/index.html?x#y", "/archive/about/"),
        (f"/archive/{quote(MINISTER).lower()}", f"/archive/{quote(MINISTER)}"),
        ("/archive/entities/people/%E1%84%8B%E1%85%B5%E1%86%B7%E1%84%8E%E1%85%A5%E1%86%AB%E1%84%8B%E1%85%B5%E1%86%AF/",
         f"/archive/{quote(MINISTER)}"),  # the same name in its smaller parts
    ],
)  # fmt: skip
def test_what_means_a_page_shows_that_page(target: str, path: str, attacked: Attacked) -> None:
    reply = attacked.get(target)
    assert (reply.status, reply.body) == (200, attacked.get(path).body)


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/", "/archive/"),
        ("/?//evil.example", "/archive/"),
        ("/archive", "/archive/"),
        ("/archive?next=http://evil.example/", "/archive/"),
        ("/archive/index", "/archive/"),
        ("/archive/about", "/archive/about/"),
        ("/archive/about?next=//evil.example", "/archive/about/"),
        ("/archive/about/index", "/archive/about/"),
        ("/archive/404", "/archive/404.html"),
        (f"/archive/{quote(MINISTER[:-1])}", f"/archive/{quote(MINISTER)}"),
    ],
)
def test_a_redirect_leads_to_a_page(target: str, location: str, attacked: Attacked) -> None:
    reply = attacked.get(target)
    assert (reply.status, reply.header("location"), reply.body) == (301, location, b"")
    assert attacked.get(location).status == 200


# A line break in a path is where patterns for paths give up.


@pytest.mark.parametrize("target", ["/a%0a/", "/archive/%0a/", "/archive/about%0a/", "//evil.example/%0a/", "/%0d%0a/"])
def test_a_line_break_in_a_path_leads_nowhere(target: str, attacked: Attacked) -> None:
    assert attacked.get(target).status == 404


# Names

RIGHT = ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "[::1]:{port}", " 127.0.0.1:{port} "]
WRONG = [
    "",
    ":{port}",
    ":",
    "127.0.0.1",
    "127.0.0.1:",
    "127.0.0.1:80",
    "127.0.0.1:1{port}",
    "127.0.0.1:0{port}",
    "127.0.0.1:+{port}",
    "127.0.0.1:{port}:{port}",
    "127.0.0.1 :{port}",
    "127.0.0.1:{port}, evil.example",
    "evil.example, 127.0.0.1:{port}",
    "127.0.0.1:{port}/",
    "127.0.0.1:{port}/.evil.example",
    "127.0.0.1:{port}#evil.example",
    "http://127.0.0.1:{port}",
    "evil.example",
    "evil.example:{port}",
    "evil.example:80",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "localhost.:{port}",
    "127.0.0.1.:{port}",
    "evil.localhost:{port}",
    "localhost@evil.example:{port}",
    "user@127.0.0.1:{port}",
    "user:{port}@127.0.0.1:{port}",
    "0.0.0.0:{port}",
    "0:{port}",
    "127.1:{port}",
    "127.0.0.2:{port}",
    "127.000.000.001:{port}",
    "0177.0.0.1:{port}",
    "0x7f000001:{port}",
    "2130706433:{port}",
    "192.168.0.1:{port}",
    "[::]:{port}",
    "::1:{port}",
    "[::1%25lo]:{port}",
    "[0:0:0:0:0:0:0:1]:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "[::1]",
    "[::1]{port}",
    "localhost\\:{port}",
    "localhost%00:{port}",
    "l\xf6calhost:{port}",
    "xn--lcalhost-n4a:{port}",
    "a" * 10_000 + ":{port}",
]
ANYTHING = [
    "/",
    "/archive/about/",
    "/archive/nowhere/",
    "/archive/assets/photo.svg",
    "/__pressmark__/preview.js",
    "/__pressmark__/socket",
]


@pytest.mark.parametrize("name", RIGHT)
def test_it_answers_to_the_names_of_this_machine(name: str, attacked: Attacked) -> None:
    reply = attacked.get("/archive/", host=name.format(port=attacked.preview.port))
    assert (reply.status, reply.body) == (200, attacked.front)


@pytest.mark.parametrize("name", WRONG)
def test_by_another_name_it_is_not_known(name: str, attacked: Attacked) -> None:
    assert attacked.get("/archive/", host=name.format(port=attacked.preview.port)).status == 421


@pytest.mark.parametrize("target", ANYTHING)
def test_nothing_at_all_is_told_by_another_name(target: str, attacked: Attacked) -> None:
    reply = attacked.get(target, f"X-Forwarded-Host: {attacked.host}", f"Forwarded: host={attacked.host}", host="evil")
    assert (reply.status, reply.body) == (421, b"This preview is not known by that name.\n")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "BREW"])
@pytest.mark.parametrize("target", ["/archive/", "/a%0a/", "/a%0ab", "http://127.0.0.1/archive/", "*"])
def test_no_method_and_no_target_is_a_way_around_the_name(method: str, target: str, attacked: Attacked) -> None:
    assert attacked.get(target, host="evil.example", method=method).status == 421


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Prefix: /../secret.txt",
        "X-Forwarded-For: 203.0.113.1",
        "Forwarded: host=evil.example;proto=https",
        "X-Original-URL: /secret.txt",
        "X-Rewrite-URL: /../secret.txt",
        "X-HTTP-Method-Override: DELETE",
        "X-Script-Name: /archive",
        "Origin: http://evil.example",
        "Origin: null",
        "Referer: http://evil.example/",
        "Sec-Fetch-Site: cross-site",
        "Cookie: session=1",
        "Authorization: Basic dXNlcjpwYXNz",
        "Range: bytes=0-9",
        "If-None-Match: *",
        "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
        "Accept: ../secret.txt",
        "Accept-Encoding: gzip, ../secret",
        "Accept-Language: ../secret.txt",
        "Upgrade: h2c",
        "Connection: upgrade, keep-alive, close",
        "Service-Worker: script",
    ],
)
def test_no_other_header_changes_a_page(header: str, attacked: Attacked) -> None:
    reply = attacked.get("/archive/", header)
    assert (reply.status, reply.body) == (200, attacked.front)


# Methods


@pytest.mark.parametrize("target", ["/archive/", "/archive/nowhere/", "/", "/__pressmark__/preview.js"])
@pytest.mark.parametrize(
    "method",
    ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW", "get", "Head", "GETT"],
)
def test_it_can_be_read_and_nothing_else(method: str, target: str, attacked: Attacked) -> None:
    reply = attacked.get(target, "X-Echo: echo-this", method=method)
    assert (reply.status, reply.header("allow")) == (405, "GET, HEAD")
    assert b"echo-this" not in reply.body


@pytest.mark.parametrize(
    "headers",
    [
        ["Origin: http://evil.example", "Access-Control-Request-Method: GET"],
        ["Origin: http://evil.example", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: x"],
        ["Origin: http://evil.example", "Access-Control-Request-Method: GET",
         "Access-Control-Request-Private-Network: true"],
        ["Origin: null", "Access-Control-Request-Method: DELETE"],
    ],
)  # fmt: skip
def test_who_asks_whether_he_may_read_is_not_told_so(headers: list[str], attacked: Attacked) -> None:
    assert attacked.get("/archive/", *headers, method="OPTIONS").status == 405


@pytest.mark.parametrize(
    "target",
    [
        "/archive/",
        f"/archive/{quote(MINISTER)}",
        "/archive/nowhere/",
        "/archive/feed.xml",
        "/archive/assets/photo.svg",
        "/archive",
        "/__pressmark__/preview.js",
        "/__pressmark__/nothing",
    ],
)
def test_head_is_get_without_the_body(target: str, attacked: Attacked) -> None:
    got, head = attacked.get(target), attacked.get(target, method="HEAD")
    assert head.body == b""
    assert (head.status, undated(head)) == (got.status, undated(got))


def undated(reply: Reply) -> list[tuple[str, str]]:
    """An answer's headers but for the time."""
    return [header for header in reply.headers if header[0] != "date"]


# The socket

SOCKET = "/__pressmark__/socket"
OURS = "http://127.0.0.1:{port}"


def asking(target: str, host: str, *origins: str, method: str = "GET") -> bytes:
    """A WebSocket handshake."""
    lines = [
        f"{method} {target} HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *(f"Origin: {origin}" for origin in origins),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize("name", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"])
def test_a_page_of_this_run_gets_its_socket(name: str, attacked: Attacked) -> None:
    host = name.format(port=attacked.preview.port)
    assert attacked.handshake(asking(f"{SOCKET}?token={attacked.token}", host, f"http://{host}")) == 101


@pytest.mark.parametrize(
    "origins",
    [
        [],
        [""],
        ["null"],
        ["http://evil.example"],
        ["http://evil.example:{port}"],
        ["https://127.0.0.1:{port}"],
        ["ws://127.0.0.1:{port}"],
        ["http://127.0.0.1"],
        ["http://127.0.0.1:1{port}"],
        ["http://127.0.0.1:{port}/"],
        ["http://127.0.0.1:{port}.evil.example"],
        ["http://127.0.0.1:{port}@evil.example"],
        ["http://localhost:{port}"],
        ["HTTP://127.0.0.1:{port}"],
        ["127.0.0.1:{port}"],
        ["file://"],
        ["*"],
    ],
)
def test_a_page_of_somebody_else_s_gets_no_socket(origins: list[str], attacked: Attacked) -> None:
    written = [origin.format(port=attacked.preview.port) for origin in origins]
    assert attacked.handshake(asking(f"{SOCKET}?token={attacked.token}", attacked.host, *written)) == 403


@pytest.mark.parametrize("second", ["http://evil.example", OURS])
def test_a_page_of_two_sites_gets_no_socket(second: str, attacked: Attacked) -> None:
    origins = [origin.format(port=attacked.preview.port) for origin in (OURS, second)]
    assert attacked.handshake(asking(f"{SOCKET}?token={attacked.token}", attacked.host, *origins)) == 400


@pytest.mark.parametrize("name", ["evil.example:{port}", "evil.example", "localhost.:{port}", "0.0.0.0:{port}", ""])
def test_by_another_name_there_is_no_socket_even_for_its_own_pages(name: str, attacked: Attacked) -> None:
    host = name.format(port=attacked.preview.port)
    assert attacked.handshake(asking(f"{SOCKET}?token={attacked.token}", host, f"http://{host}")) == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?token",
        "?token=",
        "?token=x",
        "?token={token}x",
        "?token={short}",
        "?token={token}%00",
        "?token={token}%20",
        "?token={token}&token=x",
        "?token=x&token=",
        "?Token={token}",
        "?token[]={token}",
        "?token=%ff%fe",
        "?token=%F0%9F%94%91",
        "?x={token}",
        "?{token}",
        "#token={token}",
    ],
)
def test_without_the_token_of_this_run_there_is_no_socket(query: str, attacked: Attacked) -> None:
    target = SOCKET + query.format(token=attacked.token, short=attacked.token[:-1])
    assert attacked.handshake(asking(target, attacked.host, f"http://{attacked.host}")) == 403


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/archive/",
        "/archive/__pressmark__/socket",
        "/__pressmark__/",
        "/__pressmark__/preview.js",
        "/__pressmark__/socket/",
        "/__pressmark__//socket",
        "//__pressmark__/socket",
        "/__pressmark__/../__pressmark__/socket",
        "/__pressmark__/Socket",
        "/__pressmark__/socket%00",
        "http://evil.example/__pressmark__/socket",
    ],
)
def test_no_other_address_is_a_socket(path: str, attacked: Attacked) -> None:
    asked = asking(f"{path}?token={attacked.token}", attacked.host, f"http://{attacked.host}")
    assert attacked.handshake(asked) == 403


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "CONNECT"])
def test_a_socket_is_asked_for_with_get(method: str, attacked: Attacked) -> None:
    asked = asking(f"{SOCKET}?token={attacked.token}", attacked.host, f"http://{attacked.host}", method=method)
    assert attacked.handshake(asked) == 405


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 8"),
        (b"Sec-WebSocket-Version: 13\r\n", b""),
        (b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", b""),
        (b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Key: x"),
    ],
)
def test_a_handshake_that_is_none_is_refused(right: bytes, wrong: bytes, attacked: Attacked) -> None:
    said = asking(f"{SOCKET}?token={attacked.token}", attacked.host, f"http://{attacked.host}")
    assert attacked.handshake(said.replace(right, wrong)) in {400, 426}


# What is no request

HERE = b"GET /archive/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n"
NEXT = b"GET /archive/secret.txt HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n"
OPEN = HERE.replace(b"Connection: close\r\n", b"")


@pytest.mark.parametrize(
    "said",
    [
        b"GET /archive/ HTTP/1.1\r\nConnection: close\r\n\r\n",
        HERE + b"Host: 127.0.0.1:PORT\r\n\r\n",
        HERE + b"Host: evil.example\r\n\r\n",
        b"GET /archive/ HTTP/1.1\r\nHost: evil.example\r\n" + HERE.partition(b"\r\n")[2] + b"\r\n",
        HERE + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        HERE + b"Content-Length: 5, 6\r\n\r\n",
        HERE + b"Content-Length: -5\r\n\r\n",
        HERE + b"Content-Length: +5\r\n\r\n",
        HERE + b"Content-Length: 0x5\r\n\r\n",
        HERE + b"Content-Length: 99999999999999999999999\r\n\r\n",
        HERE + b"Transfer-Encoding: xchunked\r\n\r\n",
        HERE + b"Transfer-Encoding: chunked, identity\r\n\r\n",
        HERE + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
        HERE + b"Transfer-Encoding : chunked\r\n\r\n",
        HERE + b"Transfer-Encoding\x0b: chunked\r\n\r\n",
        HERE + b"X: a\x00b\r\n\r\n",
        HERE + b"X\x00: a\r\n\r\n",
        HERE + b": a\r\n\r\n",
        HERE + b"no colon\r\n\r\n",
        HERE + b"X: a\rGET /archive/secret.txt HTTP/1.1\r\n\r\n",
        b" " + HERE + b"\r\n",
        b"\r\n" + HERE + b"\r\n",
        HERE.replace(b"\r\nHost", b"\r\n X: folded before any header\r\nHost") + b"\r\n",
        HERE.replace(b"GET ", b"GET  ") + b"\r\n",
        HERE.replace(b"GET ", b"GET\t") + b"\r\n",
        HERE.replace(b"GET", b"G\x00T") + b"\r\n",
        HERE.replace(b" HTTP/1.1", b"") + b"\r\n",
        HERE.replace(b"HTTP/1.1", b"HTTP/1.10") + b"\r\n",
        HERE.replace(b"HTTP/1.1", b"HTTP/11") + b"\r\n",
        HERE.replace(b"HTTP/1.1", b"http/1.1") + b"\r\n",
        HERE.replace(b"HTTP/1.1", b"HTTP/1.1 HTTP/1.1") + b"\r\n",
        HERE.replace(b"\r\n", b"\r") + b"\r\n\r\n",
        b"GET /archive/\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(160),  # a TLS client's first words
        b"\x00" * 100,
        bytes(range(256)) * 8,
        "Привет\r\n\r\n".encode(),
        b"SSH-2.0-OpenSSH_9.0\r\n\r\n",
        b"EHLO evil.example\r\n\r\n",
        b"*1\r\n$4\r\nPING\r\n\r\n",
        HERE + b"X: " + b"a" * (17_000 - len(HERE)),  # a head that is too long, and not at its end
        HERE + b"X: a\r\n" * 3_000,
        b"GET /" + b"a" * 17_000,
    ],
)
def test_what_is_no_request_is_refused(said: bytes, attacked: Attacked) -> None:
    [reply] = attacked.answers(said.replace(b"PORT", str(attacked.preview.port).encode()))
    assert reply.status == 400


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        (HERE + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [200]),
        (OPEN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, [200, 404]),
        (OPEN + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, [200, 404]),
        (OPEN + b"Content-Length: %d\r\n\r\n" % len(NEXT.replace(b"PORT", b"12345")) + NEXT + NEXT, [200, 404]),
        (OPEN + b"Content-Length: 0\r\n\r\n" + NEXT, [200, 404]),
        (OPEN + b"\r\n" + NEXT, [200, 404]),
        (OPEN.replace(b"GET", b"HEAD").replace(b"archive/", b"archive") + b"\r\n" + NEXT, [301, 404]),
        (OPEN.replace(b"GET", b"POST") + b"\r\n" + NEXT, [405, 404]),
        (OPEN + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc" + NEXT, [200, 404]),
        (OPEN + b"\r\n" + NEXT.replace(b"127.0.0.1", b"evil.example"), [200, 421]),
        (OPEN + b"\r\n" + b"garbage\r\n\r\n", [200, 400]),
        (HERE + b"\r\n" + NEXT, [200]),
        (HERE + b"X: a\r\n Host: evil.example\r\n\r\n", [200]),
        (HERE + b"X: \xff\xfe\r\n\r\n", [200]),
        (HERE.replace(b"PORT\r\n", b"PORT\r\n\tevil.example\r\n") + b"\r\n", [421]),
        (HERE.replace(b"\r\n", b"\n") + b"\n", [200]),
        (HERE + b"X: a\r\n" * 500 + b"\r\n", [200]),
        (b"GET /archive/ HTTP/1.0\r\n\r\n", [421]),
        (b"GET /archive/ HTTP/1.0\r\nHost: 127.0.0.1:PORT\r\n\r\n", [200]),
        (HERE.replace(b"GET", b"POST") + b"Content-Length: 9\r\n\r\n/../a.txt", [405]),
        (HERE.replace(b"GET", b"POST") + b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n", [405]),
    ],
)
def test_a_request_ends_where_it_says(said: bytes, statuses: list[int], attacked: Attacked) -> None:
    found = attacked.answers(said.replace(b"PORT", str(attacked.preview.port).encode()))
    assert [reply.status for reply in found] == statuses


def test_after_all_that_the_front_page_is_as_it_was(attacked: Attacked) -> None:
    reply = attacked.get("/archive/")
    assert (reply.status, reply.body) == (200, attacked.front)
