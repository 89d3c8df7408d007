"""The local web application over an archive (`quoth serve`): pages that a browser shows.

Server-rendered; works without JavaScript for reading. Known gaps: one process; a page is made anew
each time it is asked for.
"""

from quoth.serve.web.options import SiteOptions
from quoth.serve.web.site import site

__all__ = ["SiteOptions", "site"]
