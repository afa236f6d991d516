"""Where a host publishes what is pushed to it, as far as the address of the remote tells."""

from __future__ import annotations

import re

_GITHUB = re.compile(r"(?:https?://|ssh://)?(?:[^@/]+@)?github\.com(?::\d+/|[:/])/?([^/]+)/([^/]+?)(?:\.git)?/?")


def pages_address(remote: str, domain: str = "") -> str | None:
    """The address of the GitHub Pages of a remote repository, at a `domain` of one's own if there is one.

    None for what is no repository of GitHub's.
    """
    found = _GITHUB.fullmatch(remote)
    if found is None:
        return None
    if domain:
        return f"https://{domain}/"
    owner, name = found[1].lower(), found[2]
    host = f"https://{owner}.github.io/"
    return host if name.lower() == f"{owner}.github.io" else f"{host}{name}/"
