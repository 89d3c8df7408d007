"""The verbs as tools of the Model Context Protocol, for language-model clients: `quoth mcp`.

server     the tools and resources as the protocol has them, over stdio or HTTP
tools      which tools there are: their options, what they mean, what they answer
answers    what each tool answers: facts with the words that state them, small enough to be read
quoting    words at spans
"""

from quoth.serve.mcp.server import McpOptions, serve_http, serve_stdio, server

__all__ = ["McpOptions", "serve_http", "serve_stdio", "server"]
