"""Another province's pack loads with the same code: other stages, thresholds, panel and outline."""

from xiangchuang.policy.pack import Pack


def test_its_line_is_shorter_and_still_ends_in_a_decision(minimal_pack: Pack) -> None:
    approval = minimal_pack.procedure("approval")

    assert [s.code for s in approval.stages] == [
        "intention", "formal_check", "plan", "review", "publicity", "approval",
    ]  # fmt: skip
    assert approval.after("review", "revise") == "plan"
    assert approval.after("approval", "passed") == "end:granted"


def test_its_publicity_is_seven_calendar_days_by_its_own_clause(minimal_pack: Pack) -> None:
    deadline = minimal_pack.procedure("approval").stage("publicity").deadline

    assert deadline is not None
    assert (deadline.days, deadline.unit, deadline.clause) == (7, "calendar", "3-3")


def test_its_panel_has_three_kinds_and_three_seats(minimal_pack: Pack) -> None:
    assert [k.code for k in minimal_pack.panel.kinds] == ["technical", "management", "finance"]
    assert minimal_pack.panel.size.min == 3


def test_its_outline_has_six_sections(minimal_pack: Pack) -> None:
    assert len(minimal_pack.outline.sections) == 6


def test_it_knows_neither_visit_nor_recommendation(minimal_pack: Pack) -> None:
    assert minimal_pack.visit.checklist == ()
    assert minimal_pack.integrity.items == ()
    assert minimal_pack.recommendation.recommenders == ()
    assert minimal_pack.recommendation.quota is None
    assert minimal_pack.recommendation.invitation.suffices


def test_its_capital_floor_and_report_month_differ_from_hunans(minimal_pack: Pack, hunan_pack: Pack) -> None:
    def capital(pack: Pack) -> int:
        return pack.parameters[pack.governance.registered_capital.parameter].value_on(pack.effective_from)

    assert capital(minimal_pack) < capital(hunan_pack)
    assert minimal_pack.reporting.annual_report.due_month != hunan_pack.reporting.annual_report.due_month


def test_the_two_packs_have_different_hashes(minimal_pack: Pack, hunan_pack: Pack) -> None:
    assert minimal_pack.sha256 != hunan_pack.sha256
