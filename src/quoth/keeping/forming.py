"""Joins the forming of stories and copies to the archive, which knows no rule of either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from quoth.archive import Forming
from quoth.keeping import leads


def forming(encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> Forming:
    """Return how stories and copies form.

    `encode` turns texts into unit vectors, shape (number of texts, dimensions).
    """
    return Forming(
        outline=partial(leads.outline, encode=encode),
        read_outline=leads.LeadOutline.from_bytes,
        former=leads.LeadFormer,
        copies=leads.LeadCopies,
    )
