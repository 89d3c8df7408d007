"""The sections of the site: each is a module with routes and, where it has some, links.

A section is there when its module is: the navigation never leads to what is not installed.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from starlette.routing import BaseRoute

# In the order of the navigation. A module has ROUTES, and LINKS where it stands in the navigation.
SECTIONS = ("front", "search", "story", "report", "relations", "actors", "outlets", "corrections")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation: it is the current one on `path` and below."""

    name: str
    path: str

    def here(self, path: str) -> bool:
        """Return whether a page is of this entry."""
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


@cache
def _modules() -> Sequence[ModuleType]:
    package = "quoth.serve.web"
    return [
        importlib.import_module(f"{package}.{name}")
        for name in SECTIONS
        if importlib.util.find_spec(f"{package}.{name}")
    ]


def routes() -> list[BaseRoute]:
    """Return the routes of all sections."""
    return [route for module in _modules() for route in module.ROUTES]


def links() -> list[Link]:
    """Return the navigation."""
    return [link for module in _modules() for link in getattr(module, "LINKS", ())]
