"""A chat robot's webhook: one JSON text posted, one JSON answer; only `errcode` 0 means that it was taken.

Both services answer HTTP 200 even when they refuse (unknown key, missing keyword, rate exceeded), so the
status alone says nothing.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Collection
from typing import Final

from xiangchuang.notify.channels.transport import Letter, UndeliveredError

_PATIENCE_SECONDS: Final = 20
_MOST_ANSWER_BYTES: Final = 64 * 1024


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A robot does not move; whoever answers with another address is not the robot."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener: Final = urllib.request.build_opener(_NoRedirect)


def post_text(url: str, content: str, *, final_codes: Collection[int]) -> None:
    """Post a text. Raises UndeliveredError, final for one of `final_codes`; the message names no key."""
    if not url.startswith(("https://", "http://")):
        raise UndeliveredError("robot address of the settings is no http(s) address", is_final=True)
    payload = json.dumps({"msgtype": "text", "text": {"content": content}}, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
        url, data=payload, headers={"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with _opener.open(request, timeout=_PATIENCE_SECONDS) as answer:
            said = json.loads(answer.read(_MOST_ANSWER_BYTES))
    except urllib.error.HTTPError as error:
        raise UndeliveredError(f"HTTP {error.code}") from None
    except (OSError, ValueError) as error:
        raise UndeliveredError(type(error).__name__) from None
    code = said.get("errcode") if isinstance(said, dict) else None
    if code != 0:
        raise UndeliveredError(f"errcode {code}", is_final=code in final_codes)


def text_of(letter: Letter, *, most_bytes: int) -> str:
    """Return title, text and link; a text that is too long is cut, never the link."""
    link = f"\n{letter.url}"
    room = most_bytes - len(link.encode())
    words = f"{letter.title}\n{letter.text}" if letter.text else letter.title
    if len(words.encode()) > room:
        words = words.encode()[: room - len("…".encode())].decode(errors="ignore") + "…"
    return words + link
