"""The self-check: anybody types numbers and reads which conditions they meet; nothing is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, nothing_changes
from tests.workbench.browser import text_of
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import FactRecord
from xiangchuang.procedure.packs import current_policy, forget_packs

PAGE = "/self-check/"
FIELD = "artificial_intelligence"
NOW = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
YEARS = (2023, 2024, 2025)
RESEARCH_KINDS = ("university", "institute", "new_rd_institution")
MEAN, SHARE, CASES = "近三年平均研发经费", "对外技术服务收入占年收入的比例", "科技成果转化成功案例"


@pytest.fixture(autouse=True)
def today(db: None) -> Iterator[None]:
    """A day in 2026 under a registered policy: the three years before are 2023 to 2025."""
    forget_packs()
    current_policy()
    with clock.at(NOW):
        yield


def check(kind: str, **typed: str) -> HttpResponse:
    data = {name.replace("__", "-"): value for name, value in typed.items()}
    return Client().post(PAGE, {"kind": kind, "field": FIELD, **data})


def spends(*wan: str) -> dict[str, str]:
    return {f"lead__rd_expenditure__{year}": value for year, value in zip(YEARS, wan, strict=True)}


def earns(income: str, outside: str) -> dict[str, str]:
    return {"lead__income__2025": income, "lead__service_income__2025": outside}


def outcome(answer: HttpResponse, label: str) -> str:
    """Return the status word drawn before the condition of that name."""
    assert answer.status_code == 200, text_of(answer.content.decode())
    for article in answer.content.decode().split("<article")[1:]:
        heading = " ".join(text_of('id="content"<p ' + article.split("</h3>")[0]).split())
        if f" {label} " in f"{heading} ":
            return next(word for word in ("不满足", "缺证据", "待判断", "满足") if word in heading)
    raise AssertionError(f"{label} is not among the conditions")


def said(answer: HttpResponse) -> str:
    return text_of(answer.content.decode())


@pytest.mark.clause("3.4-2")
@pytest.mark.parametrize(
    ("wan", "expected"),
    [
        (("4000", "4000", "4000"), "满足"),
        (("4,000.00", "4,000.00", "3,999.999999"), "不满足"),
        (("４，０００．００", "4000万元", " 4 000 "), "满足"),
        (("9000", "", "9000"), "缺证据"),
        (("0", "0", "0"), "不满足"),
        (("", "", ""), "缺证据"),
        (("92233720368", "92233720368", "92233720368"), "满足"),
    ],
)
def test_the_mean_of_three_years_to_the_fen(wan: tuple[str, str, str], expected: str) -> None:
    assert outcome(check("enterprise", **spends(*wan)), MEAN) == expected


def test_one_fen_short_is_told_as_one_fen_short() -> None:
    page = said(check("enterprise", **spends("4000", "4000", "3999.999999")))
    assert "还差 0.01 元，达到 12,000 万元即满足" in page


@pytest.mark.clause("3.4-2")
def test_a_missing_middle_year_is_named() -> None:
    assert "缺 2024 年" in said(check("enterprise", **spends("9000", "", "9000")))


@pytest.mark.clause("3.4-3")
@pytest.mark.parametrize("kind", RESEARCH_KINDS)
@pytest.mark.parametrize(
    ("income", "outside", "expected"),
    [
        ("1000", "300", "满足"),
        ("1000", "299.999999", "不满足"),
        ("0", "0", "缺证据"),
        ("1000", "1000.000001", "缺证据"),
        ("1000", "", "缺证据"),
    ],
)
def test_thirty_per_cent_of_an_income_that_exists(
    kind: str, income: str, outside: str, expected: str
) -> None:
    assert outcome(check(kind, **earns(income, outside)), SHARE) == expected


@pytest.mark.clause("3.4-3")
@pytest.mark.parametrize(
    ("count", "expected"),
    [("5", "满足"), ("４", "不满足"), ("", "缺证据"), ("0", "不满足"), ("5 例", "满足")],
)
def test_five_cases_and_four(count: str, expected: str) -> None:
    assert outcome(check("institute", transfer_cases_in_field=count), CASES) == expected


@pytest.mark.clause("3.4-3")
def test_a_university_is_asked_neither_sales_nor_a_three_year_mean() -> None:
    asked = said(Client().get(PAGE, {"kind": "university", "field": FIELD}))
    assert "销售" not in asked and "研发经费" not in asked
    assert "年收入（2025 年）" in asked
    articles = check("university", **earns("1000", "300")).content.decode().split("<article")[1:]
    judged = [text_of('id="content"<p ' + article.split("</article>")[0]) for article in articles]
    assert len(judged) > 13
    assert not [words for words in judged if MEAN in words or "销售" in words]


@pytest.mark.clause("4.1-1")
@pytest.mark.parametrize(
    ("capital", "expected"), [("1000", "满足"), ("999.999999", "待判断"), ("", "缺证据")]
)
def test_the_capital_is_the_centers_and_binds_in_principle(capital: str, expected: str) -> None:
    answer = check("enterprise", center__registered_capital__2026=capital)
    assert outcome(answer, "中心注册资金") == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("四千", "“四千”不是数。只填万元数"),
        ("-1", "不会是负数"),
        ("NaN", "不是数"),
        ("1e9", "不是数"),
        ("0.4亿元", "不是数"),
        ("12,34", "不是数"),
        ("4000.0000001", "最多精确到分"),
        ("9" * 20, "数太大"),
        ("9" * 41, "数太长"),
        ("=1+1", "不是数"),
        ("<b>1</b>", "&lt;b&gt;1&lt;/b&gt;"),
    ],
)
def test_what_is_no_amount_is_answered_in_words_and_kept_in_its_box(typed: str, words: str) -> None:
    answer = check("enterprise", **spends("4000", typed, "4000"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="4000"' in page and "自评结果" not in page


def test_it_keeps_nothing_no_row_no_session_no_cookie_of_its_own() -> None:
    client = Client()
    with nothing_changes():
        client.get(PAGE, {"kind": "enterprise", "field": FIELD})
        answer = client.post(
            PAGE, {"kind": "enterprise", "field": FIELD, "lead-rd_expenditure-2025": "1234.56"}
        )
    assert 'value="1234.56"' in answer.content.decode() and "自评结果" in said(answer)
    assert not Session.objects.exists()
    assert set(client.cookies) <= {"csrftoken"}
    assert "no-store" in answer["Cache-Control"]


def test_without_the_forms_token_nothing_is_judged() -> None:
    answer = Client(enforce_csrf_checks=True).post(PAGE, {"kind": "enterprise", "field": FIELD})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "who", [{}, {"kind": "bureau", "field": FIELD}, {"kind": "enterprise", "field": "x"}]
)
def test_who_asks_is_chosen_first(who: dict[str, str]) -> None:
    answer = Client().post(PAGE, who)
    assert answer.status_code == 422
    assert "单位类型" in said(answer) and "自评结果" not in said(answer)


def test_the_public_pages_lead_there() -> None:
    assert f'href="{PAGE}"' in Client().get("/").content.decode()


def test_staff_check_their_own_organisation_on_the_registers_data(world: LineWorld) -> None:
    visitor = Visitor(world.user("lead"))
    address = f"/organizations/{world.lead.pk}/self-check/"
    assert address in visitor.client.get("/intentions/begin/").content.decode()
    assert address in visitor.client.get(f"/organizations/{world.lead.pk}/").content.decode()
    asked = visitor.client.get(address)
    assert "自评结果" not in said(asked)
    field = "deep_equipment"
    with nothing_changes():
        answer = visitor.client.get(address, {"field": field})
    assert outcome(answer, MEAN) == "满足"
    assert "示例数据：年度统计与审计报告" in said(answer)
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure", year=2024).delete()
    assert outcome(visitor.client.get(address, {"field": field}), MEAN) == "缺证据"


def test_another_organisations_register_is_not_theirs_to_check(world: LineWorld) -> None:
    visitor = Visitor(world.user("lead"))
    assert visitor.client.get(f"/organizations/{world.stranger.pk}/self-check/").status_code == 404
    bureau = Visitor(world.user("officer")).client.get(f"/organizations/{world.bureau.pk}/self-check/")
    assert bureau.status_code == 404
    anonymous = Client().get(f"/organizations/{world.lead.pk}/self-check/")
    assert anonymous.status_code == 302
