"""Where a host publishes what is pushed to it, as far as the address of the remote tells."""

from __future__ import annotations

import re

_GITHUB = re.compile(r"(?:https?://|ssh://)?(?:[^@/]+@)?github\.com(?::\d+/|[:/])/?([^/]+)/([^/]+?)(?:\.git)?/?")


def pages_address(remote: str, *, own_domain: bool) -> str | None:
    """The address of the GitHub Pages of a remote repository; None where another host, or a domain, decides it."""
    found = _GITHUB.fullmatch(remote)
    if found is None or own_domain:
        return None
    owner, name = found[1].lower(), found[2]
    host = f"https://{owner}.github.io/"
    return host if name.lower() == f"{owner}.github.io" else f"{host}{name}/"
