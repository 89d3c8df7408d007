"""Tells matches to an address: a POST of JSON, again where it fails for the moment."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

from quoth.config import FetchOptions
from quoth.errors import FetchError
from quoth.ingest.canonical import normal
from quoth.ingest.faults import failure
from quoth.ingest.fetch import user_agent
from quoth.ingest.pace import Clock, SystemClock, retry_after_s
from quoth.ingest.transport import Deadline, Transport, host_key
from quoth.watch.news import Match

_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))


class Webhook:
    """Posts matches to an address, as `{"matches": [...]}`; an answer from 200 to 299 takes them.

    Each match has the fields of `Match.form`; its `id` is the same when it comes again, so that a
    receiver can tell. Where there is a `secret`, the header `X-Quoth-Signature` is "sha256=" and
    the HMAC of the body in hex. Redirections are not followed. The host may be a private one, since
    the user names it. `options.retries` more tries follow one that fails for the moment.
    """

    def __init__(
        self,
        address: str,
        *,
        secret: str | None = None,
        options: FetchOptions | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._address = normal(address)
        # The name is stored; an address may hold a secret.
        digest = hashlib.blake2b(self._address.encode(), digest_size=8).hexdigest()
        self.name = f"webhook {digest}"
        self._secret = secret
        self._options = options or FetchOptions()
        self._clock = clock or SystemClock()
        self._transport = Transport(self._options, {host_key(self._address)})

    def tell(self, matches: Sequence[Match]) -> None:
        """Post matches, all in one message.

        Raises:
            FetchError: the address did not take them.
        """
        if not matches:
            return
        form = {"matches": [match.form() for match in matches]}
        body = json.dumps(form, ensure_ascii=True).encode()
        for attempt in range(self._options.retries + 1):
            try:
                self._post(body)
            except FetchError as error:
                pause = error.retry_after_s if error.retry_after_s is not None else 2.0**attempt
                last = attempt == self._options.retries or pause > self._options.max_wait_s
                if last or not error.again:
                    raise
                self._clock.sleep(pause)
            else:
                return

    def _post(self, body: bytes) -> None:
        headers = {
            "content-type": "application/json",
            "user-agent": user_agent(self._options),
            "accept-encoding": "identity",
        }
        if self._secret is not None:
            sign = hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()
            headers["x-quoth-signature"] = f"sha256={sign}"
        name = self._address
        with (
            Deadline(self._options.total_s) as deadline,
            failure(name, self._options, deadline),
            self._transport.request(name, headers, deadline, method="POST", body=body) as answer,
        ):
            status = answer.status
            if not 200 <= status < 300:
                wait = retry_after_s(answer.headers.get("retry-after"), self._clock.wall())
                reason = f"did not take the message ({status}): check the address"
                again = status in _PASSING
                raise FetchError(name, reason, status=status, retry_after_s=wait, again=again)
