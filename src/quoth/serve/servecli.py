"""`quoth serve`: the local web application over an archive, in a browser."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from quoth.errors import QuothError
from quoth.serve import steps
from quoth.serve.archiveoptions import ASK, ArchiveFile, existing
from quoth.serve.correcting import user_name
from quoth.serve.messages import Messages, one_line_errors

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from quoth.serve.web import SiteOptions

app = typer.Typer()
PORT = 8737
COMPARING = "comparing"  # the thread of `quoth.serve.web.desk`
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ALL = ("0.0.0.0", "::", "")
_ENDING = (signal.SIGINT, signal.SIGTERM)
# Who serves to more than one program at a time has a proxy before it.
_CONNECTIONS = 100


@app.command(rich_help_panel=ASK)
def serve(
    archive: ArchiveFile = None,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="HOST",
            help="The address to listen at; beyond this machine a token is asked for.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes any that is free."),
    ] = PORT,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TEXT",
            envvar="QUOTH_TOKEN",
            show_envvar=False,
            help="What a browser has to show, in the link that is printed; made where HOST is not "
            "this machine.",
            show_default=False,
        ),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Keep no comparison and take no correction.")
    ] = False,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare",
            help="Compare all stories from the start, not each when it is first looked at.",
        ),
    ] = False,
    browser: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open",
            help="Open the browser; by default where this runs in a terminal.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show an archive in the browser; without one, invented reports."""
    with one_line_errors(), Messages() as messages, contextlib.ExitStack() as stack:
        if token is not None and len(token) < 8:
            raise QuothError("--token is too short to keep others out; give 8 characters or more")
        here = host in _LOOPBACK
        if not here and token is None:
            token = secrets.token_urlsafe(18)
        listening = stack.enter_context(_listening(host, port))
        invented = archive is None or not str(archive)
        file = stack.enter_context(_invented(messages)) if invented else existing(archive)
        messages.progress("starting")
        from quoth.serve.web import SiteOptions, site

        options = SiteOptions(
            hosts=_hosts(host, token), token=token, read_only=read_only,
            compare=compare or invented, invented=invented, who=user_name() if here else "",
        )  # fmt: skip
        application = site(file, options=options)
        messages.pause()
        address = _address(host, listening.getsockname()[1], token)
        wanted = browser if browser is not None else sys.stdout.isatty() and here
        _run(application, listening, address, file, options, wanted)
    _leave()


def _leave() -> None:
    """End at once where a comparison is still being made: models cannot be interrupted.

    All that is kept is kept by then; Python would end that thread in the middle of native code.
    """
    if any(thread.name == COMPARING for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _run(
    application: Starlette,
    listening: socket.socket,
    address: str,
    file: Path,
    options: SiteOptions,
    browser: bool,
) -> None:
    """Serve until Ctrl-C; says where once the first page can be had."""
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """End at the first Ctrl-C, and let no second one break into that."""
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            before = {s: signal.signal(s, self.handle_exit) for s in _ENDING}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

        def handle_exit(self, sig: int, frame: object) -> None:
            self.should_exit = True

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                name = "invented reports" if options.invented else str(file)
                typer.echo(f"{name} at {address} (Ctrl-C ends it)")
                sys.stdout.flush()
                if browser:
                    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server = Server(
        uvicorn.Config(
            application, log_level="warning", access_log=False, server_header=False,
            limit_concurrency=_CONNECTIONS, timeout_keep_alive=10, timeout_graceful_shutdown=2,
            proxy_headers=False, lifespan="on", ws="none",
        )
    )  # fmt: skip
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    if not server.started:
        raise QuothError(f"{file}: could not be served; the lines above say why")


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Give a socket that is bound; raises QuothError where the port is taken."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=1)[0]
        listening = socket.socket(found[0], socket.SOCK_STREAM)
    except OSError as error:
        raise QuothError(f"{host}: is no address of this machine; give another --host") from error
    with listening:
        if os.name != "nt":  # there it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(found[4])
            listening.listen(_CONNECTIONS)
        except PermissionError as error:
            raise QuothError(f"port {port}: no permission to listen there; give --port") from error
        except OSError as error:
            raise QuothError(
                f"port {port} at {host}: is taken or cannot be had ({error.strerror}); give "
                "another with --port, 0 for any that is free"
            ) from error
        yield listening


def _hosts(host: str, token: str | None) -> tuple[str, ...]:
    """Return the names that may be asked by; any where only the token tells who may."""
    if host in _ALL and token is not None:
        return ()
    return (*_LOOPBACK, host.lower())


def _address(host: str, port: int, token: str | None) -> str:
    name = socket.gethostname() if host in _ALL else host
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{port}/" + (f"?token={quote(token, safe='')}" if token else "")


@contextlib.contextmanager
def _invented(messages: Messages) -> Iterator[Path]:
    """Give a temporary archive of the invented reports that come with the program."""
    from quoth.keeping import Keeper

    messages.progress("making an archive of invented reports")
    with tempfile.TemporaryDirectory(prefix="quoth-") as folder:
        file = Path(folder) / "invented.duckdb"
        with (
            resources.as_file(resources.files("quoth.serve.web") / "invented.jsonl") as lines,
            Keeper(file, reader=steps.make_reader()) as keeper,
        ):
            for _ in keeper.load(lines):
                pass
        yield file
