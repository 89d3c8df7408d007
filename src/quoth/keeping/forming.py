"""Joins the forming of stories and copies to the archive, which knows no rule of either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from quoth.archive import Forming
from quoth.archive.forming import CopyIndex, Former
from quoth.keeping import leads


def forming(encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> Forming:
    """Return how stories and copies form.

    `encode` turns texts into unit vectors, shape (number of texts, dimensions).
    """
    return Forming(
        outline=partial(leads.outline, encode=encode),
        read_outline=leads.LeadOutline.from_bytes,
        former=_former,
        copies=_copies,
    )


# The archive hands back the outlines that it was given, which its protocols cannot say.
def _former() -> Former:
    return cast("Former", leads.LeadFormer())


def _copies() -> CopyIndex:
    return cast("CopyIndex", leads.LeadCopies())
