"""Public pages answered from memory, so that they stay up while the signed-in part is under load.

Only for readers without a session: a page for someone signed in is neither kept nor answered from what is
kept. A page is kept for a minute at most, and not beyond a change of the public content or of the day: its
key holds the version of the content, the Shanghai day, the address, the language and the size of the text.
"""

import time
from collections.abc import Callable, Hashable
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from xiangchuang.calendars import clock
from xiangchuang.pages.public import is_public_page
from xiangchuang.portal.page_store import KeptPage, PageStore, etag_of
from xiangchuang.search.content_version import content_version
from xiangchuang.workbench.frame import TEXT_SIZE_COOKIE

LANGUAGE: Final = "lang"
"""The parameter that names the language in the address; it is remembered for the pages after."""
_ONE_YEAR: Final = 365 * 24 * 60 * 60
_VERSION_SECONDS: Final = 1.0
_LONGEST_ADDRESS: Final = 500
_NEVER_KEPT: Final = (b"csrfmiddlewaretoken",)

store = PageStore(settings.PUBLIC_PAGES_MB * 1024 * 1024)


class PublicPageMiddleware:
    """Stands before sessions: what is kept is answered without asking who reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._version = (0.0, 0)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = _take_language(request)
        response = self._answer(request)
        if chosen and isinstance(response, HttpResponse):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_ONE_YEAR, samesite="Lax")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return _private(self.get_response(request))
        key = self._key(request)
        page = store.get(key)
        if page is None or page.until <= clock.now():
            with store.rendering(key):
                page = store.get(key)
                if page is None or page.until <= clock.now():
                    rendered = self.get_response(request)
                    page = _keep(key, rendered)
                    if page is None:
                        return _private(rendered)
        return _conditional(request, page)

    def _key(self, request: HttpRequest) -> Hashable:
        language = translation.get_language_from_request(request)
        large = request.COOKIES.get(TEXT_SIZE_COOKIE) == "large"
        query = request.META.get("QUERY_STRING", "")
        return (
            request.get_host(), request.path, query, language, large, clock.today(), self._content_version()
        )  # fmt: skip

    def _content_version(self) -> int:
        """Return the number of the newest public change, asked for once a second."""
        at, _version = self._version
        now = time.monotonic()
        if now - at > _VERSION_SECONDS:
            self._version = (now, content_version())
        return self._version[1]


def _take_language(request: HttpRequest) -> str:
    """Let the language named in the address be the reader's; return it, or "" when none is."""
    chosen = request.GET.get(LANGUAGE, "") if request.method in ("GET", "HEAD") else ""
    if chosen not in dict(settings.LANGUAGES):
        return ""
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
    return chosen


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether nobody in particular asks: no session, no message left for a browser, no choice to be noted."""
    return (
        settings.PUBLIC_PAGES_SECONDS > 0
        and request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and TEXT_SIZE_COOKIE not in request.GET
        and len(request.META.get("QUERY_STRING", "")) <= _LONGEST_ADDRESS
    )


def _keep(key: Hashable, response: HttpResponseBase) -> KeptPage | None:
    """Keep the answer if it is a public page that carries nothing of a reader; None when it is not."""
    if not isinstance(response, HttpResponse) or not is_public_page(response) or response.status_code != 200:
        return None
    if response.cookies != SimpleCookie() or any(token in response.content for token in _NEVER_KEPT):
        return None
    now, etag, before = clock.now(), etag_of(response.content), store.get(key)
    lasts = timedelta(seconds=settings.PUBLIC_PAGES_SECONDS)
    page = KeptPage(
        response.content, {name: value for name, value in response.items() if name != "Vary"}, etag,
        since=before.since if before and before.etag == etag else now,
        until=min(now + lasts, clock.end_of_day(clock.today())),
    )  # fmt: skip
    store.put(key, page)
    return page


def _conditional(request: HttpRequest, page: KeptPage) -> HttpResponseBase:
    response = HttpResponse(page.body, headers=dict(page.headers))
    left = max(int((page.until - clock.now()).total_seconds()), 0)
    response["Cache-Control"] = f"public, max-age={left}"
    response["ETag"], response["Last-Modified"] = page.etag, http_date(page.since.timestamp())
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    answer = get_conditional_response(
        request, etag=page.etag, last_modified=int(page.since.timestamp()), response=response
    )
    return answer if answer is not None else response


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Tell caches on the way that a public page drawn for someone in particular is theirs alone."""
    if isinstance(response, HttpResponse) and is_public_page(response):
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
