"""Template words and parts, drawn as a page draws them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, TemplateSyntaxError, engines
from django.test import RequestFactory
from django.urls import include, path
from django.utils.datastructures import MultiValueDict

from xiangchuang.pages.parts import (
    Action,
    Block,
    Column,
    DueReading,
    Entry,
    FileLine,
    ListTable,
    Now,
    Row,
    Step,
    Tab,
)
from xiangchuang.workbench.templatetags.words import STATUS_WORDS

CLAUSES = {"5.2-1": SimpleNamespace(text="组建专家组"), "5.3-1": SimpleNamespace(text="经公示无异议")}


def _clause(request: HttpRequest, anchor: str) -> HttpResponse:
    return HttpResponse(anchor)


urlpatterns = [path("", include(([path("policy/<str:anchor>/", _clause, name="clause")], "portal")))]
pytestmark = pytest.mark.urls(__name__)


def draw(source: str, address: str = "/", **context: Any) -> str:
    request = RequestFactory().get(address)
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    template = engines["django"].from_string(source).template  # type: ignore[attr-defined]
    return str(template.render(RequestContext(request, {"request": request, **context}, processors=[])))


def test_the_product_has_six_status_words_each_with_a_shape() -> None:
    assert len(STATUS_WORDS) == 6
    for code in STATUS_WORDS:
        drawn = draw("{% status code %}", code=code)
        assert "<svg" in drawn and str(STATUS_WORDS[code][0]) in drawn


def test_a_seventh_status_word_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% status 'excellent' %}")


def test_role_label_is_the_roles_own_name() -> None:
    assert draw("{% role_label 'officer' %}") == "经办"


def test_a_citation_links_to_its_clause_and_is_printed_once_as_a_footnote() -> None:
    drawn = draw(
        "{% cite '5.2-1' clauses=c %}{% cite '5.3-1' clauses=c %}{% cite '5.2-1' clauses=c %}{% footnotes %}",
        c=CLAUSES,
    )
    assert drawn.count('href="/policy/5.2-1/"') == 2
    assert drawn.count("[1]") == 2 and drawn.count("[2]") == 1
    assert drawn.count("<li>5.2-1　组建专家组</li>") == 1


def test_our_own_rule_is_cited_as_practice_without_a_link() -> None:
    drawn = draw("{% cite 'default' origin='同类计划的形式审查' %}")
    assert "惯例" in drawn and "同类计划的形式审查" in drawn and "href" not in drawn


def test_a_clause_the_policy_does_not_hold_does_not_break_the_page() -> None:
    assert "9.9-9" in draw("{% cite '9.9-9' clauses=c %}", c=CLAUSES)


def test_due_says_working_days_and_the_hour() -> None:
    drawn = draw("{% due d %}", d=DueReading(date(2099, 11, 26), 3))
    assert "还剩 3 个工作日" in drawn and "2099年11月26日 24:00 截止" in drawn


def test_a_provisional_due_day_says_so() -> None:
    assert "暂定" in draw("{% due d %}", d=DueReading(date(2099, 2, 1), 3, provisional=True))


def test_the_rail_says_the_state_in_words_and_the_round_from_the_second_on() -> None:
    steps = [Step("意向", "done"), Step("方案论证", "current", round=2), Step("公示", "waiting")]
    drawn = draw("{% rail steps %}", steps=steps)
    assert drawn.count("aria-current") == 1
    assert "，已完成" in drawn and "，办理中" in drawn and "，未到" in drawn
    assert "第 2 轮" in drawn and "第 1 轮" not in drawn


def test_the_now_box_answers_its_four_questions_and_names_what_blocks() -> None:
    now = Now(
        waiting="法律专家 1 人提交意见",
        holder="省科技厅 经办",
        due=DueReading(date(2099, 12, 2), 7),
        blocks=[Block("专家组缺财税专家", remedy="补选", url="/panel/")],
        actions=[Action("补选专家", "/panel/add/", kind="primary", fields={"seen": 3})],
    )
    drawn = draw("{% now_box now %}", now=now)
    for word in (
        "等待",
        "持有人",
        "截止",
        "依据",
        "法律专家 1 人提交意见",
        "省科技厅 经办",
        "专家组缺财税专家",
    ):
        assert word in drawn
    assert 'href="/panel/"' in drawn


def test_a_post_action_carries_its_version_and_token() -> None:
    drawn = draw("{% actions a %}", a=[Action("补选", "/x/", fields={"seen": 3})], csrf_token="t")
    assert 'name="seen" value="3"' in drawn and "csrfmiddlewaretoken" in drawn


def test_an_action_that_must_wait_is_disabled_and_says_why() -> None:
    drawn = draw("{% actions a %}", a=[Action("通过", "/x/", reason="还差 1 份意见")])
    assert "disabled" in drawn and "还差 1 份意见" in drawn and "<form" not in drawn


def test_hostile_text_is_escaped_in_every_part() -> None:
    evil = "<script>x</script>"
    drawn = draw(
        "{% timeline e %}{% file_list f %}{% tabs t %}{% definitions p %}"
        "{% list_table l %}{% empty_state s s %}",
        e=[Entry(datetime(2026, 1, 1, tzinfo=UTC), evil, evil, detail=evil)],
        f=[FileLine(evil, note=evil)],
        t=[Tab(evil, "#")],
        p=[(evil, evil)],
        l=ListTable([Column(evil)], [Row([evil])], evil),
        s=evil,
    )
    assert "<script" not in drawn


def test_a_list_tells_each_cell_its_column_for_narrow_screens() -> None:
    table = ListTable(
        [Column("案卷", is_lead=True), Column("预算", unit="万元", is_number=True)],
        [Row(["地下空间智能装备", "6,000.00"], url="/case/1/")],
        "案卷",
    )
    drawn = draw("{% list_table t %}", t=table)
    assert 'data-label="预算（万元）"' in drawn
    assert '<a class="row-link" href="/case/1/">地下空间智能装备</a>' in drawn


def test_a_row_with_a_missing_cell_is_a_mistake_of_the_view() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw("{% list_table t %}", t=ListTable([Column("一"), Column("二")], [Row(["1"])], "表"))


def test_pagination_keeps_the_filters_of_the_address() -> None:
    page = Paginator(range(100), 10).page(2)
    drawn = draw("{% pagination page %}", "/cases/?stage=review&page=2", page=page)
    assert "stage=review&amp;page=3" in drawn and "第 11–20 条，共 100 条" in drawn


class CenterForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label="中心名称", error_messages={"required": "中心名称没有填写。"})
    budget = forms.DecimalField(label="预算（万元）", error_messages={"invalid": "预算要写成数字。"})
    plan = forms.FileField(label="建设方案", error_messages={"required": "还没有选择文件。"})


def test_errors_stand_above_with_links_and_again_beside_the_field() -> None:
    form = CenterForm({"name": "", "budget": "六千"}, MultiValueDict())
    drawn = draw("{% error_summary form %}{{ form }}", form=form)
    assert '<a href="#id_name">中心名称没有填写。</a>' in drawn
    assert drawn.count("中心名称没有填写。") == 2
    assert 'aria-describedby="id_name_error"' in drawn and 'id="id_name_error"' in drawn


def test_what_was_typed_into_a_number_field_is_kept_even_when_it_is_no_number() -> None:
    drawn = draw("{{ form.budget }}", form=CenterForm({"budget": "六千"}))
    assert 'value="六千"' in drawn and 'type="text"' in drawn


def test_an_upload_field_tells_kinds_and_limit_before_the_upload(settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 60 * 1024 * 1024
    drawn = draw("{% upload_field form.plan kinds='.docx' %}", form=CenterForm())
    assert 'accept=".docx"' in drawn and "不超过 60 MB" in drawn


def test_no_part_needs_an_inline_style_or_script() -> None:
    drawn = draw(
        "{% rail s %}{% status 'met' %}{% due d %}",
        s=[Step("意向", "done")],
        d=DueReading(date(2099, 1, 1), 1),
    )
    assert "style=" not in drawn and "onclick" not in drawn
