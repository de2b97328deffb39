"""Refusals become pages, and the size of the text is kept without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from xiangchuang.procedure.errors import NotFound, NotPermitted, Refusal, Stale
from xiangchuang.workbench.middleware import RefusalMiddleware

REFUSALS: dict[str, Callable[[], Refusal]] = {
    "stale": lambda: Stale("周明远已退回这个案卷。", remedy="看过最新状态再决定。"),
    "foreign": lambda: NotFound("没有这个案卷，或者它不归您办理。"),
    "stranger": lambda: NotPermitted("推荐不由您办理。"),
    "kept": lambda: Refusal("还不能提交。", kept={"reason": "建议补充财税专家意见"}),
}


@csrf_exempt
def _refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]()


def _work(request: HttpRequest) -> HttpResponse:
    return HttpResponse("work")


urlpatterns = [
    path("", include(([path("work/", _work, name="work-list")], "workbench"))),
    path("refuse/<str:kind>/", _refuse),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("kind", "status"), [("stale", 409), ("foreign", 404), ("stranger", 403), ("kept", 422)]
)
def test_a_refusal_is_a_page_with_its_status_and_cause(client: Client, kind: str, status: int) -> None:
    response = client.post(f"/refuse/{kind}/")
    assert response.status_code == status
    assert REFUSALS[kind]().message in response.content.decode()


def test_a_refusal_says_what_to_do(client: Client) -> None:
    assert "看过最新状态再决定。" in client.post("/refuse/stale/").content.decode()


def test_the_text_a_refusal_keeps_is_shown_again(client: Client) -> None:
    assert "建议补充财税专家意见" in client.post("/refuse/kept/").content.decode()


def test_long_text_is_shown_again_even_when_the_verb_kept_none_but_never_a_password(client: Client) -> None:
    typed = {"note": "第一条意见\n第二条意见", "old_password": "a-very-long-secret-pass-phrase"}
    page = client.post("/refuse/stale/", typed).content.decode()
    assert "第二条意见" in page and "a-very-long-secret" not in page


def test_any_other_exception_goes_its_way() -> None:
    middleware = RefusalMiddleware(_work)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("x")) is None


def test_the_text_size_is_kept_and_the_rest_of_the_address_stays(client: Client) -> None:
    response: Any = client.get("/work-list/?stage=review&text_size=large")
    assert response.status_code == 302
    assert response["Location"] == "/work-list/?stage=review"
    assert response.cookies["text_size"].value == "large"


def test_the_way_back_never_leaves_the_site() -> None:
    request = RequestFactory().get("/?text_size=large")
    request.path = "//elsewhere.example/"
    assert RefusalMiddleware(_work)(request)["Location"] == "/elsewhere.example/"
