"""NUL in an address: PostgreSQL would refuse the query that holds it."""

import pytest
from django.test import Client, RequestFactory

from xiangchuang.pages.without_nul import WithoutNulMiddleware


@pytest.mark.parametrize("asked", ["q=%00a", "q=a%00", "q=%0%000a", "q=a"])
def test_it_is_left_out_of_what_is_asked(asked: str) -> None:
    seen: list[str] = []
    request = RequestFactory().get("/search/", QUERY_STRING=asked)
    WithoutNulMiddleware(lambda sent: seen.append(sent.GET["q"]))(request)  # type: ignore[arg-type,func-returns-value]
    assert seen == ["a"]


@pytest.mark.django_db
def test_a_page_with_one_in_its_name_does_not_exist() -> None:
    assert Client().get("/feedback/items/FK2026-0001%00/").status_code == 404
    assert Client().get("/feedback/?clause=%00&kind=%00").status_code == 200
