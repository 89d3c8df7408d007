"""Connections: bounded in time as a whole, and to public addresses unless the user says otherwise.

A name is looked up once for a connection, and what was looked up is what is connected to: a name
that changes between the check and the connection cannot lead inside. Through a proxy the proxy
looks names up; then only numbers are checked.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quoth.config import FetchOptions

if TYPE_CHECKING:
    import ssl

    from urllib3 import PoolManager
    from urllib3.response import BaseHTTPResponse

# Numbers of one name that are tried; a few names have a dozen.
_MAX_TRIED = 4
# Networks that carry an IPv4 number inside an IPv6 one: NAT64 and 6to4.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """A host whose number is not of the public internet."""


class Deadline:
    """Ends the connection of a request when its time is up, whatever it is waiting for."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0.001), self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, sock: socket.socket) -> None:
        """Take the socket to end."""
        self._socket = sock

    def _end(self) -> None:
        self.over = True
        if (sock := self._socket) is not None:
            with suppress(OSError):
                # Not the method of a TLS socket, which would touch what its own thread uses.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class Transport:
    """Sends single requests; `named` are the hosts ("host" or "host:port") that may be private."""

    def __init__(self, options: FetchOptions, named: set[str]) -> None:
        self._options = options
        self._named = named
        self._pools: dict[
            bool, PoolManager
        ] = {}  # by whether they use TLS, which is slow to set up
        self._proxied: dict[str, PoolManager] = {}
        self._lock = threading.Lock()

    @contextmanager
    def request(
        self,
        url: str,
        headers: dict[str, str],
        deadline: Deadline,
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Iterator[BaseHTTPResponse]:
        """Send a request and give its answer, before its body is read.

        Raises what urllib3 raises, PrivateAddressError, and any of them when the time is up.
        """
        from urllib3 import Timeout

        from quoth.ingest.connections import REQUEST

        REQUEST.connect, REQUEST.watch = self._connect, deadline.watch
        try:
            response = self._pool(url).urlopen(
                method,
                url,
                headers=headers,
                body=body,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=Timeout(connect=self._options.connect_s, read=self._options.read_s),
            )
            if deadline.over:  # what came of the head may look like a whole one
                response.close()
                raise TimeoutError
            with closing(response):  # what is not read of a body is not waited for
                yield response
        finally:
            REQUEST.connect = REQUEST.watch = None

    def may_be_private(self, host: str, port: int | None) -> bool:
        """Say whether the user named this host, so that it may be one of theirs."""
        return host in self._named or f"{host}:{port}" in self._named

    def _pool(self, url: str) -> PoolManager:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        proxy = None if self.may_be_private(host, port) else self._proxy(parts.scheme, host)
        with self._lock:
            if proxy is None:
                tls = parts.scheme == "https"
                if tls not in self._pools:
                    self._pools[tls] = self._make_pools(tls=tls)
                return self._pools[tls]
            refuse_private([host], allowed=False)
            if proxy not in self._proxied:
                from urllib3 import ProxyManager

                self._proxied[proxy] = ProxyManager(
                    proxy, ssl_context=trusting(self._options.ca_file)
                )
            return self._proxied[proxy]

    def _proxy(self, scheme: str, host: str) -> str | None:
        if self._options.proxy is not None:
            return self._options.proxy or None
        from urllib.request import getproxies_environment, proxy_bypass

        proxies = getproxies_environment()
        proxy = proxies.get(scheme) or proxies.get("all")
        if not proxy or proxy_bypass(host):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"

    def _make_pools(self, *, tls: bool) -> PoolManager:
        """Return pools whose connections look names up here and tell the deadline their socket."""
        from urllib3 import PoolManager

        from quoth.ingest.connections import HttpPool, HttpsPool

        context = trusting(self._options.ca_file) if tls else None
        pools = PoolManager(num_pools=64, maxsize=1, ssl_context=context)
        pools.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}
        return pools

    def _connect(self, connection: Any) -> socket.socket:  # noqa: ANN401 - urllib3's
        """Connect to one of the numbers of a host, the first that answers."""
        from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

        host = connection.host.strip("[]")
        try:
            found = socket.getaddrinfo(host, connection.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            fault = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(host, connection, fault) from error
        numbers = [str(entry[4][0]) for entry in found]
        refuse_private(numbers, allowed=self.may_be_private(host, connection.port))
        fault_seen: OSError | None = None
        for family, kind, protocol, _, address in found[:_MAX_TRIED]:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(self._options.connect_s)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect(address)
            except OSError as error:
                sock.close()
                fault_seen = error
            else:
                return sock
        if isinstance(fault_seen, TimeoutError):
            raise ConnectTimeoutError(connection, "no connection in time") from fault_seen
        raise NewConnectionError(connection, str(fault_seen)) from fault_seen


def host_key(url: str) -> str:
    """Return the host and port of an address ("news.example:443")."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


@cache
def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """Return what TLS trusts: the certificates of a file, or the system's and certifi's."""
    from urllib3.util import create_urllib3_context

    context = create_urllib3_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    else:
        import certifi

        context.load_default_certs()
        context.load_verify_locations(certifi.where())
    return context


def refuse_private(numbers: list[str], *, allowed: bool) -> None:
    """Raise PrivateAddressError where one of the numbers of a host is not public.

    Names are passed over: they have no number yet.
    """
    if allowed:
        return
    for number in numbers:
        try:
            found = ipaddress.ip_address(number.split("%")[0].strip("[]"))
        except ValueError:
            if number.lower() == "localhost" or number.lower().endswith(".localhost"):
                raise PrivateAddressError(number) from None
            continue
        if not is_public(found):
            raise PrivateAddressError(number)


def is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether a number is of the public internet, also one carried inside another."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is None and number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return number.is_global and not number.is_multicast
