"""The frame around every page: places by role, the person, work that waits, the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.calendars import clock
from xiangchuang.notify.queries import COUNTED_TO as MESSAGES_COUNTED_TO
from xiangchuang.notify.queries import unread_count
from xiangchuang.procedure.errands import Errand, errands_of
from xiangchuang.procedure.work_list import COUNTED_TO, work_count
from xiangchuang.scans.permissions import may_scan

TEXT_SIZE_COOKIE = "text_size"
SIGN_IN = "accounts:sign-in"
_sign_in_hints: list[Callable[[], Mapping[str, Any]]] = []
_APPLICANTS = frozenset({Role.LEAD, Role.MEMBER})
_CASE_ROLES = (
    DEPARTMENT_STAFF
    | _APPLICANTS
    | {Role.CITY_BUREAU, Role.DEPARTMENT, Role.SUPERVISING_DEPARTMENT, Role.CENTER_STAFF}
)
# Those who plan, are asked, or say what technology is wanted.
_PLANNING = _CASE_ROLES | {Role.SERVED_FIRM}
_ADDRESSEES = frozenset({Role.CITY_BUREAU, Role.DEPARTMENT, Role.SUPERVISING_DEPARTMENT})
_EVERYBODY = frozenset(Role)
_OF_A_CENTER = frozenset({Role.CENTER_STAFF, Role.LEAD})
# The department and the leads, whose places are full, find the reports among the centers.
_OVER_REPORTS = frozenset({Role.CITY_BUREAU, Role.SUPERVISING_DEPARTMENT, Role.CENTER_STAFF})
_SERVED_AND_SERVING = _APPLICANTS | {Role.SERVED_FIRM, Role.CENTER_STAFF, Role.OFFICER, Role.DIVISION_HEAD}

# ui.md: at most nine places, these names, each role only its own.
_PLACES: tuple[tuple[str, str | Promise, frozenset[Role]], ...] = (
    ("workbench:work-list", _("工作台"), _EVERYBODY),
    ("layouts:board", pgettext_lazy("place", "布局"), _PLANNING),
    ("workbench:cases", _("申报（案卷）"), _CASE_ROLES),
    (
        "workbench:organizations",
        pgettext_lazy("place", "单位"),
        DEPARTMENT_STAFF | _APPLICANTS | {Role.CITY_BUREAU},
    ),
    ("library:experts", pgettext_lazy("place", "专家"), DEPARTMENT_STAFF | {Role.DEPARTMENT}),
    ("library:own", pgettext_lazy("place", "专家"), frozenset({Role.EXPERT})),
    ("decisions:desk", _("公示与批复"), DEPARTMENT_STAFF),
    ("portal:notices", _("公示与批复"), _EVERYBODY - DEPARTMENT_STAFF),
    ("centers:list", _("中心"), _CASE_ROLES),
    ("portal:centers", _("中心"), _EVERYBODY - _CASE_ROLES),
    ("reporting:reports", _("年报"), _OVER_REPORTS),
    ("evaluation:rounds", _("评价"), DEPARTMENT_STAFF | {Role.EVALUATOR}),
    ("evaluation:my-results", _("评价"), _OF_A_CENTER),
    ("marketplace:home", _("服务"), _SERVED_AND_SERVING),
    # The department, with places more than it has room for, finds the policy in the top bar, and reads the
    # receipts from its page.
    ("portal:policy", _("政策"), _EVERYBODY - DEPARTMENT_STAFF),
    ("workbench:addressees", _("收文签收"), _ADDRESSEES),
    ("workbench:ledger", _("设置与审计"), frozenset({Role.AUDIT_ADMIN, Role.LEADERSHIP})),
)
# What words and keeps the papers: a person there is still at publicity and approvals.
_OF_DECISIONS = ("/meetings/", "/wordings/", "/archives/")
# Counts of the cases: a person who reads them is still at the cases.
_OF_CASES = "/dashboard/"
# Lists over all centers: a person who reads them is still at the centers.
_OF_CENTERS = ("/center-progress/", "/governance/", "/support/", "/adjustments/", "/overview/", "/network/")
_OF_REPORTS = "/annual-reports/"
_OF_ORGANIZATIONS = "/platform-registry/"
_PUBLIC_PLACES: tuple[tuple[str, str | Promise], ...] = (
    ("portal:home", _("首页")),
    ("portal:policy", _("政策")),
    ("portal:layout", pgettext_lazy("place", "布局")),
    ("proposals:self-check", _("自评")),
    ("portal:notices", _("公示与批复")),
    ("portal:centers", _("中心")),
    ("network:public-platforms", _("创新平台")),
    ("marketplace:home", _("服务")),
    ("portal:statistics", pgettext_lazy("place", "数据")),
    ("portal:verify", _("核验")),
)


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    url: str
    label: str
    current: bool


class Frame:
    """What base.html reads as `frame`; whatever costs a query is asked for only when drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        """Who looks at the page."""
        return getattr(self._request, "actor", None) or Actor.anonymous()

    @cached_property
    def places(self) -> list[Place]:
        """The places of a signed-in person, in the fixed order."""
        roles = self.actor.roles
        path = self._request.path
        named = [(n, label) for n, label, own in _PLACES if roles & own]
        if path.startswith(_OF_REPORTS) and roles & DEPARTMENT_STAFF:
            path = reverse("centers:list")
        return _resolved(named, _belongs_to(path))

    @property
    def shows_cases(self) -> bool:
        """Whether the person works with the list of cases, and so may search it."""
        return bool(self.actor.roles & _CASE_ROLES)

    @property
    def may_scan(self) -> bool:
        """Whether the register leads the person on to the national scans."""
        return may_scan(self.actor) is not None

    @property
    def oversees(self) -> bool:
        """Whether the person looks over the cases of the province or of an area: the dashboard is theirs."""
        return self.actor.is_department_staff or bool(self.actor.prefectures)

    @cached_property
    def public_places(self) -> list[Place]:
        """The places of the public pages."""
        return _resolved(list(_PUBLIC_PLACES), self._request.path)

    @cached_property
    def work_count(self) -> int:
        """How many items wait for the person, in cases and outside; counted a little past COUNTED_TO."""
        if not self.actor.is_authenticated:
            return 0
        return work_count(self.actor) + len(self.errands)

    @cached_property
    def errands(self) -> list[Errand]:
        """What waits for the person outside of cases."""
        return errands_of(self.actor)

    @property
    def work_count_text(self) -> str:
        """The number as the bar writes it: "12", or "99+"."""
        return f"{COUNTED_TO}+" if self.work_count > COUNTED_TO else str(self.work_count)

    @cached_property
    def message_count_text(self) -> str:
        """How many messages the person has not read, as the bar writes it; "" for none."""
        count = unread_count(self.actor)
        return "" if not count else f"{MESSAGES_COUNTED_TO}+" if count > MESSAGES_COUNTED_TO else str(count)

    @property
    def feedback_url(self) -> str:
        """Where the person's feedback is: the department handles it, everybody else has one's own."""
        return reverse("feedback:desk" if self.actor.is_department_staff else "feedback:mine")

    @property
    def today(self) -> date:
        """The Shanghai day."""
        return clock.today()

    @property
    def large_text(self) -> bool:
        """Whether the person chose large text."""
        return self._request.COOKIES.get(TEXT_SIZE_COOKIE) == "large"

    @property
    def text_size_url(self) -> str:
        """The address that switches the text size and comes back here; a form's page comes back as a GET."""
        query = self._request.GET.copy()
        query[TEXT_SIZE_COOKIE] = "normal" if self.large_text else "large"
        return f"{self._request.path}?{query.urlencode()}"

    @property
    def here(self) -> str:
        """The address of this page, for the way back after a change of language."""
        return self._request.get_full_path()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for base.html and public_base.html; on the sign-in page, the hints."""
    context: dict[str, Any] = {"frame": Frame(request)}
    match = request.resolver_match
    if match is not None and match.view_name == SIGN_IN:
        context |= {name: value for hint in _sign_in_hints for name, value in hint().items()}
    return context


def register_sign_in_hint(hint: Callable[[], Mapping[str, Any]]) -> None:
    """Let the sign-in page show what `hint` returns: `demo_accounts` and `demo_password`, or nothing.

    The page belongs to the registers, which know no example; the example, above all, comes to it here.
    """
    _sign_in_hints.append(hint)


def _resolved(named: list[tuple[str, str | Promise]], path: str) -> list[Place]:
    """Return the places that are routed; the one whose address begins this page's is current."""
    found: list[tuple[str, str]] = []
    for name, label in named:
        try:
            found.append((reverse(name), str(label)))
        except NoReverseMatch:
            continue
    here = max((url for url, _label in found if _is_within(path, url)), key=len, default="")
    return [Place(url, label, url == here) for url, label in found]


def _belongs_to(path: str) -> str:
    """Return the address of the place that a page without one of its own stands under."""
    if path.startswith(_OF_CENTERS):
        return reverse("centers:list")
    if path.startswith(_OF_DECISIONS):
        return reverse("decisions:desk")
    if path.startswith(_OF_CASES):
        return reverse("workbench:cases")
    return reverse("workbench:organizations") if path.startswith(_OF_ORGANIZATIONS) else path


def _is_within(path: str, url: str) -> bool:
    """The root address begins every other one: it is current only on its own page."""
    return path == url or (url != "/" and path.startswith(url))
