"""The frame: who sees which places."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import Role
from xiangchuang.workbench.frame import Frame


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_WORKBENCH = [
    path(f"{name}/", _page, name=name)
    for name in ("work-list", "cases", "organizations", "addressees", "ledger")
]
_PORTAL = [path("", _page, name="home")] + [
    path(f"{name}/", _page, name=name) for name in ("notices", "centers", "policy")
]
_LIBRARY = [path("experts/", _page, name="experts"), path("experts/mine/", _page, name="own")]
_DECISIONS = [path("decisions/", _page, name="desk")]
_CENTERS = [path("center-files/", _page, name="list")]
urlpatterns = [
    path("", include((_CENTERS, "centers"))),
    path("", include((_DECISIONS, "decisions"))),
    path("", include((_LIBRARY, "library"))),
    path("", include((_PORTAL, "portal"))),
    path("", include((_WORKBENCH, "workbench"))),
]
pytestmark = pytest.mark.urls(__name__)


def frame_of(*roles: Role, address: str = "/work-list/") -> Frame:
    request = RequestFactory().get(address)
    held = tuple(HeldAppointment(role, 1, "示例单位", "430100") for role in roles)
    request.actor = Actor(User(full_name="周明远"), held, "user") if roles else Actor.anonymous()  # type: ignore[attr-defined]
    return Frame(request)


def labels(*roles: Role) -> list[str]:
    return [place.label for place in frame_of(*roles).places]


def test_an_officer_sees_the_cases_organisations_and_experts() -> None:
    assert labels(Role.OFFICER) == [
        "工作台",
        "申报（案卷）",
        "单位",
        "专家",
        "公示与批复",
        "中心",
    ]


def test_an_applicant_does_not_see_the_experts() -> None:
    assert "专家" not in labels(Role.LEAD)


def test_an_expert_works_from_the_work_list_and_keeps_the_own_record() -> None:
    assert labels(Role.EXPERT) == ["工作台", "专家", "公示与批复", "中心", "政策"]


def test_only_those_who_watch_over_the_ledger_see_settings_and_audit() -> None:
    watchers = {Role.AUDIT_ADMIN, Role.LEADERSHIP}
    assert {role for role in Role if "设置与审计" in labels(role)} == watchers


def test_the_addressees_of_the_notice_see_their_receipts() -> None:
    assert "收文签收" in labels(Role.CITY_BUREAU)
    assert "收文签收" not in labels(Role.LEAD)


def test_nobody_sees_more_than_nine_places() -> None:
    assert max(len(labels(role)) for role in Role) <= 9


def test_the_public_has_no_places_of_the_workbench_and_an_unrouted_page_is_left_out() -> None:
    frame = frame_of(address="/")
    assert frame.places == []
    assert [place.label for place in frame.public_places] == ["首页", "政策", "公示与批复", "中心"]


def test_the_place_one_is_in_is_marked_and_the_home_page_only_on_itself() -> None:
    inside = frame_of(Role.OFFICER, address="/cases/2026-HN-0017/")
    assert [place.label for place in inside.places if place.current] == ["申报（案卷）"]
    assert [place.label for place in frame_of(address="/policy/").public_places if place.current] == ["政策"]


def test_an_anonymous_frame_asks_the_database_nothing() -> None:
    assert frame_of().work_count == 0


def test_the_lists_over_all_centers_are_read_at_the_centers() -> None:
    places = frame_of(Role.OFFICER, address="/support/commitments/").places
    assert [str(place.label) for place in places if place.current] == ["中心"]
