"""What is said on standard error: a line each, and what goes wrong as a line and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from quoth.errors import QuothError

if TYPE_CHECKING:
    from rich.status import Status


class Messages:
    """What is said on standard error: lines, and a sign of progress where it is a terminal."""

    def __init__(self) -> None:
        self._status: Status | None = None

    def __enter__(self) -> Messages:
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def line(self, text: str) -> None:
        """Print one line."""
        from quoth.forms.wording import clean

        self.pause()
        typer.echo(f"quoth: {clean(text)}", err=True)

    def progress(self, text: str) -> None:
        """Show what is being done now."""
        if not sys.stderr.isatty():
            return
        if self._status is None:
            from rich.console import Console
            from rich.status import Status

            self._status = Status("", console=Console(stderr=True))
        self._status.update(text)
        self._status.start()

    def pause(self) -> None:
        """Take the sign of progress away, so that something else can be printed."""
        if self._status is not None:
            self._status.stop()


@contextlib.contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what goes wrong into one line and an exit code."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("quoth: interrupted", err=True)
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # Standard output is flushed once more when Python ends: give it somewhere to go.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(141) from None
    except QuothError as error:
        _fail(str(error))
        raise typer.Exit(2) from None
    except typer.Exit:
        raise
    except Exception as error:
        if os.environ.get("QUOTH_DEBUG"):
            raise
        _fail(
            f"{type(error).__name__}: {error} (a fault of the program; QUOTH_DEBUG=1 shows where)"
        )
        raise typer.Exit(1) from None


def _fail(message: str) -> None:
    from quoth.forms.wording import clean

    typer.echo(f"quoth: {clean(message)}", err=True)
