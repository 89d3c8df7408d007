"""`quoth mcp`: the verbs on an archive as tools of language-model clients."""

from __future__ import annotations

from typing import Annotated

import typer

from quoth.serve.archiveoptions import ASK, ArchiveFile, existing
from quoth.serve.messages import Messages, one_line_errors

app = typer.Typer()


@app.command(rich_help_panel=ASK)
def mcp(
    archive: ArchiveFile = None,
    http: Annotated[
        int | None,
        typer.Option(
            "--http",
            min=1,
            max=65535,
            metavar="PORT",
            help="Serve at http://127.0.0.1:PORT/mcp instead of standard input and output.",
            show_default=False,
        ),
    ] = None,
    sql: Annotated[
        bool, typer.Option("--sql/--no-sql", help="Offer questions in SQL, too.")
    ] = True,
) -> None:
    """Serve an archive to language-model clients (Model Context Protocol), for reading only."""
    with one_line_errors(), Messages() as messages:
        file = existing(archive)
        from quoth.archive import Archive

        with Archive(file, read_only=True):  # what is wrong with it is told now, not to the client
            pass
        import anyio

        from quoth.serve.mcp import McpOptions, serve_http, serve_stdio, server

        made = server(file, options=McpOptions(allow_sql=sql))
        if http is not None:
            messages.line(f"serving {file} at http://127.0.0.1:{http}/mcp; end with Ctrl+C")
            serve_http(made, port=http)
            return
        anyio.run(serve_stdio, made)
