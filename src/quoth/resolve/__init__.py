"""Resolve: who the actors of a report are, and who speaks each statement."""

from __future__ import annotations

from quoth.resolve.names import same_name
from quoth.resolve.tables import NewsAgency
from quoth.resolve.world import canonical, news_agencies, state_of

__all__ = ["NewsAgency", "canonical", "news_agencies", "same_name", "state_of"]
