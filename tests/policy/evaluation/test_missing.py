"""What nobody knows earns nothing, is left out in the open, or waits for a person, as the set says."""

from decimal import Decimal

import pytest

from tests.policy.evaluation.rounds import a_round, a_set, center, indicator, of, rules
from xiangchuang.policy.evaluation import IndicatorSet, InputsError, evaluate, sentence


def three(when_missing: str) -> IndicatorSet:
    """A dimension of 10 points: 5 for staff, 3 for standards, 2 for patents."""
    share = {"by": "linear", "zero_at": "0 %", "full_at": "100 %"}
    staff = indicator(
        "staff", weight=5, unit="%", source=of("full_time_staff", per=("staff",)),
        score=share, when_missing=when_missing,
    )  # fmt: skip
    return a_set(("one", [
        staff,
        indicator("standards", weight=3, source=of("standards")),
        indicator("patents", weight=2),
    ]))  # fmt: skip


KNOWN = {"standards": 1, "patents": 2}


def test_a_division_by_nothing_is_missing_and_earns_nothing_where_the_set_says_zero() -> None:
    results = evaluate(
        a_round(three("zero"), center("a", figures=KNOWN | {"full_time_staff": 0, "staff": 0}))
    )
    staff = results.subject("a").indicators[0]

    assert (staff.how, str(staff.points), str(staff.most)) == ("zero", "0.00", "5.00")
    assert [sentence(step) for step in staff.steps] == [
        "专职人员：0", "人员：0", "分母为 0，不能计算比例", "没有数值，按规则不得分",
    ]  # fmt: skip
    assert str(results.subject("a").total) == "3.00"


def test_what_is_left_out_hands_its_weight_to_the_rest_by_their_weights() -> None:
    results = evaluate(a_round(three("leave_out"), center("a", figures=KNOWN)))
    staff, standards, patents = results.subject("a").indicators

    assert (staff.how, str(staff.most)) == ("left_out", "0.00")
    assert [str(i.most) for i in (standards, patents)] == ["6.00", "4.00"]
    assert [str(i.points) for i in (standards, patents)] == ["2.00", "4.00"]
    assert "本维度有指标不参评，满分由 3.00 分调为 6.00 分" in [sentence(step) for step in standards.steps]


def test_weights_handed_on_add_up_to_the_dimension_to_the_cent() -> None:
    parts = [indicator(f"i{n}", weight=1) for n in range(3)]
    lost = indicator("lost", weight=7, source=of("standards"), when_missing="leave_out")
    results = evaluate(a_round(a_set(("one", [*parts, lost])), center("a", figures={"patents": 9})))

    mosts = [i.most for i in results.subject("a").indicators]
    assert [str(most) for most in mosts] == ["3.34", "3.33", "3.33", "0.00"]
    assert sum(mosts) == Decimal(10)


def test_a_dimension_of_which_nothing_is_left_waits_for_a_person() -> None:
    lost = indicator("lost", source=of("standards"), when_missing="leave_out")
    subject = evaluate(a_round(a_set(("one", [lost]), ("two", [indicator()])), center("a"))).subject("a")

    assert subject.undecided == ("lost",)
    assert str(subject.dimensions[0].weight) == "10.00"


def test_what_a_person_must_say_is_told_until_it_is_said() -> None:
    inputs = a_round(three("judge"), center("a", figures=KNOWN))
    subject = evaluate(inputs).subject("a")

    assert subject.undecided == ("staff",)
    assert subject.reasons[-1].code == "undecided"

    ruling = {"indicator": "staff", "points": Decimal("4.5"), "reason": "中心补报了花名册"}
    ruled = evaluate(a_round(three("judge"), center("a", figures=KNOWN, rulings=(ruling,)))).subject("a")
    assert (ruled.undecided, str(ruled.total)) == ((), "7.50")
    assert "裁定按原权重得 4.5 分：中心补报了花名册" in [sentence(s) for s in ruled.indicators[0].steps]


def test_a_ruling_stands_before_the_value_which_stays_to_be_read() -> None:
    ruling = {"indicator": "it", "points": Decimal(9), "reason": "申诉成立"}
    subject = center("a", figures={"patents": 3}, rulings=(ruling,))
    found = evaluate(a_round(a_set(("one", [indicator()])), subject)).subject("a").indicators[0]

    assert (str(found.points), found.how, str(found.value)) == ("9.00", "ruled", "3")


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"rulings": ({"indicator": "it", "points": Decimal(11), "reason": "x"},)}, "高于权重"),
        ({"rulings": ({"indicator": "no", "points": Decimal(1), "reason": "x"},)}, "没有指标 no"),
        ({"state": "asleep"}, "没有名为 asleep 的状态"),
        ({"vetoes": ({"code": "charm", "reason": "x"},)}, "没有名为 charm"),
        ({"set": "other"}, "没有指标体系 other"),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(known: dict[str, object], said: str) -> None:
    with pytest.raises(InputsError, match=said):
        evaluate(a_round(a_set(("one", [indicator()])), center("a", **known)))


def test_one_center_cannot_stand_in_a_round_twice() -> None:
    with pytest.raises(InputsError, match="评价对象 a 重复"):
        evaluate(a_round(a_set(("one", [indicator()])), center("a"), center("a")))


def test_a_snapshot_that_forgot_what_a_veto_reads_is_refused_and_the_veto_not_passed_over() -> None:
    inputs = a_round(a_set(("one", [indicator()])), center("a"))
    without = tuple(figure for figure in inputs.figures if figure.code != "reports_missing")

    with pytest.raises(InputsError, match="一票否决所依据的数据 reports_missing"):
        evaluate(inputs.model_copy(update={"figures": without}))


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (indicator(source=of("unheard")), "没有数据 unheard 的名称和单位"),
        (indicator(source=of("patents", "outside_hours")), "单位不同，不能相加"),
        (indicator(source=of("rd_spending")), "另一种单位"),
    ],
)
def test_figures_of_another_unit_are_refused(item: dict[str, object], said: str) -> None:
    with pytest.raises(InputsError, match=said):
        evaluate(a_round(a_set(("one", [item])), center("a"), by=rules()))
