"""A pack with a fault is refused, and its author is told the file, the line and the clause."""

import pytest

from tests.policy.draft import Draft
from xiangchuang.policy.pack import PackError, load_pack


def test_a_misspelt_key_is_named_with_file_line_and_clause(draft: Draft) -> None:
    draft.edit("panel.yaml", "finance_reading:\n  clause", "finance_reading:\n  colour: red\n  clause")

    problem = draft.problem()

    assert problem.file == "panel.yaml"
    assert problem.line == draft.line_of("panel.yaml", "colour: red")
    assert "colour" in problem.reason
    assert str(problem).startswith(f"panel.yaml:{problem.line}（默认规则）：")


def test_the_clause_told_is_that_of_the_innermost_rule(draft: Draft) -> None:
    draft.edit("procedure.yaml", "kind: visit\n", "kind: outing\n")

    problem = draft.problem()

    assert problem.line == draft.line_of("procedure.yaml", "kind: outing")
    assert problem.clause == "5.2-1"
    assert "outing" in problem.reason


def test_a_clause_that_the_notice_does_not_have_is_refused(draft: Draft) -> None:
    draft.edit(
        "governance.yaml", 'registered_capital:\n  clause: "4.1-1"', 'registered_capital:\n  clause: "4.1-9"'
    )

    problem = draft.problem()

    assert (problem.file, problem.line) == ("governance.yaml", draft.line_of("governance.yaml", '"4.1-9"'))
    assert "没有条款 4.1-9" in problem.reason


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("layout.yaml", 'fields_clause: "3.2-8"', 'fields_clause: "3.2-9"'),
        ("outline.yaml", 'speaks_to: ["3.3-3"]', 'speaks_to: ["3.3-7"]'),
        ("reporting.yaml", 'interprets: "A.7.1"', 'interprets: "A.7.9"'),
    ],
)
def test_every_way_of_citing_is_checked(draft: Draft, file: str, old: str, new: str) -> None:
    draft.edit(file, old, new)

    assert "text.md 中没有条款" in draft.problem().reason


def test_a_default_without_the_practice_it_comes_from_is_refused(draft: Draft) -> None:
    draft.edit("pack.yaml", "  origin: 湖南省科学技术厅公开文件的发文机关代字（如湘科发〔2020〕67号）\n", "")

    problem = draft.problem()

    assert (problem.file, problem.clause) == ("pack.yaml", "default")
    assert "origin" in problem.reason


def test_an_origin_beside_a_clause_is_refused_because_it_would_blur_law_and_practice(draft: Draft) -> None:
    draft.edit(
        "panel.yaml", 'nomination:\n  clause: "5.2-1"', 'nomination:\n  clause: "5.2-1"\n  origin: 惯例'
    )

    assert "origin 只用于 clause: default" in draft.problem().reason


def test_two_stages_of_one_code_are_refused(draft: Draft) -> None:
    draft.edit("procedure.yaml", "- code: revision\n", "- code: review\n")

    reasons = [p.reason for p in draft.problems()]

    assert any("编码 review 重复" in reason for reason in reasons)


def test_one_field_code_under_two_orientations_is_refused(draft: Draft) -> None:
    draft.edit("layout.yaml", "code: circuit_equipment", "code: integrated_circuits")

    problem = draft.problem()

    assert "integrated_circuits" in problem.reason
    assert problem.clause == "3.2-5"


def test_a_doubled_key_is_refused_instead_of_the_last_one_winning(draft: Draft) -> None:
    draft.edit("panel.yaml", "  min: 7\n", "  min: 7\n  min: 3\n")

    problem = draft.problem()

    assert problem.line == draft.line_of("panel.yaml", "min: 7") + 1
    assert "min 重复" in problem.reason


def test_an_outcome_that_leads_to_no_stage_is_refused(draft: Draft) -> None:
    draft.edit_first("procedure.yaml", "{passed: publicity, deferred", "{passed: publicty, deferred")

    reasons = " ".join(p.reason for p in draft.problems())

    assert "结果 passed 指向不存在的阶段 publicty" in reasons
    assert "没有任何结果通到阶段 publicity" in reasons


def test_an_outcome_that_the_kind_of_stage_does_not_have_is_refused(draft: Draft) -> None:
    draft.edit_first("procedure.yaml", "deferred: meeting", "postponed: meeting")

    assert "meeting 类阶段没有结果 postponed" in draft.problem().reason


def test_a_stage_from_which_no_way_leads_to_an_end_is_refused(draft: Draft) -> None:
    draft.edit("procedure.yaml", '{passed: "end:granted", failed: "end:refused"}', "{passed: approval}")
    draft.edit("procedure.yaml", '{passed: approval, failed: "end:refused"}', "{passed: approval}")

    problems = draft.problems()

    stranded = {p.reason for p in problems if "走不到任何终点" in p.reason}
    assert stranded == {f"阶段 {code} 走不到任何终点（end:…）" for code in ("publicity", "approval")}


def test_a_center_cannot_be_granted_by_a_stage_other_than_a_decision(draft: Draft) -> None:
    draft.edit_first("procedure.yaml", "{passed: publicity, deferred", '{passed: "end:granted", deferred')

    assert any("只有组建审批的 decision 类阶段可以通到 end:granted" in p.reason for p in draft.problems())


def test_passing_cannot_lead_back_to_an_earlier_phase(draft: Draft) -> None:
    draft.edit("procedure.yaml", "{passed: integrity, revise", "{passed: formal_check, revise")

    assert any("通过后不能回到更早的时期" in p.reason for p in draft.problems())


def test_a_setting_of_another_kind_of_stage_is_refused(draft: Draft) -> None:
    draft.edit(
        "procedure.yaml", "settings: {subject: lead}", "settings: {subject: lead, answers_opinions: true}"
    )

    problem = draft.problem()

    assert (problem.clause, problem.reason) == ("3.4-1", "conditions 类阶段没有设置项 answers_opinions")


def test_a_guard_that_code_does_not_know_is_refused(draft: Draft) -> None:
    known = frozenset({"letter_attached"})

    problems = draft.problems(guard_names=known)

    assert "没有名为 panel_size 的守护条件" in " ".join(p.reason for p in problems)
    assert not any("letter_attached" in p.reason for p in problems)


def test_a_site_visit_without_a_checklist_is_refused(draft: Draft) -> None:
    (draft.directory / "visit.yaml").unlink()

    problem = draft.problem()

    assert (problem.file, problem.clause) == ("procedure.yaml", "5.2-1")
    assert "visit.yaml" in problem.reason


def test_a_parameter_that_holds_before_its_notice_was_issued_is_refused(draft: Draft) -> None:
    draft.edit(
        "parameters.yaml", "from: 2020-12-31, value: 4000000000", "from: 2019-01-01, value: 4000000000"
    )

    problem = draft.problem()

    assert (problem.file, problem.clause) == ("parameters.yaml", "3.4-2")
    assert "早于通知印发之日 2020-12-31" in problem.reason


def test_a_condition_outside_the_grammar_is_refused_at_its_line(draft: Draft) -> None:
    draft.edit(
        "conditions.yaml",
        "expression: platforms_in_field >= :platforms_floor",
        "expression: platforms_in_field / 2 >= :platforms_floor",
    )

    problem = draft.problem()

    assert problem.line == draft.line_of("conditions.yaml", "platforms_in_field / 2")
    assert problem.clause == "3.4-1"


def test_a_condition_on_a_fact_nobody_defined_is_refused(draft: Draft) -> None:
    draft.edit(
        "conditions.yaml",
        "expression: platforms_in_field >= :platforms_floor",
        "expression: castles_in_air >= :platforms_floor",
    )

    assert "castles_in_air" in draft.problem().reason


def test_a_quotation_that_is_not_the_clauses_wording_is_refused(draft: Draft) -> None:
    draft.edit("conditions.yaml", "text: 在申报领域方向具有省级以上创新平台支撑", "text: 具有国家级创新平台")

    problem = draft.problem()

    assert "不是条款 3.4-1 的原文" in problem.reason


def test_a_requirement_whose_number_is_no_parameter_is_refused(draft: Draft) -> None:
    draft.edit("governance.yaml", "parameter: ", "parameter: nowhere_")

    problem = draft.problem()

    assert (problem.file, problem.clause) == ("governance.yaml", "4.1-1")


def test_a_clause_without_a_class_is_refused_at_its_line_of_the_text(draft: Draft) -> None:
    draft.edit(
        "clauses.yaml",
        '  "6.4-2":\n    class: heading\n    placed: portal.views.policy.clause\n'
        "    reason: 人才高地的总句，由 6.4-3 落实\n",
        "",
    )

    problem = draft.problem()

    assert (problem.file, problem.clause) == ("text.md", "6.4-2")
    assert problem.line == draft.line_of("text.md", "**6.4-2**")


def test_a_binding_clause_that_nothing_answers_for_is_refused(draft: Draft) -> None:
    draft.edit(
        "clauses.yaml",
        "    implements: [policy.duties.Reporting, centers.obligations.owe_annual_report, "
        "centers.obligations.owe_reports, reporting.reminders.remind]\n",
        "",
    )

    problem = draft.problem()

    assert problem.line == draft.line_of("clauses.yaml", '"5.4-1"')
    assert "implements" in problem.reason


def test_a_principle_without_a_place_is_refused(draft: Draft) -> None:
    draft.edit("clauses.yaml", "    reason: 原则的标题，由 1.2-9 落实\n", "")

    assert "placed（落在何处）和 reason" in draft.problem().reason


def test_a_score_sheet_that_does_not_add_up_is_refused(draft: Draft) -> None:
    draft.edit("review.yaml", "    weight: 25\n", "    weight: 30\n")

    assert "合计 105，应为 100" in draft.problem().reason


def test_a_tie_parted_by_an_item_that_nobody_scores_is_refused(draft: Draft) -> None:
    draft.edit("review.yaml", "      item: tasks\n", "      item: beauty\n")

    assert "评分项 beauty 不在评分表中" in draft.problem().reason


def test_a_tie_by_an_item_without_naming_it_is_refused(draft: Draft) -> None:
    draft.edit("review.yaml", "      item: tasks\n", "")

    assert "写明 item" in draft.problem().reason


def test_a_panel_too_small_for_its_kinds_is_refused(draft: Draft) -> None:
    draft.edit("panel.yaml", "  min: 7\n", "  min: 5\n")

    assert "多于专家组最少人数 5" in draft.problem().reason


def test_a_section_that_the_outline_does_not_have_is_refused(draft: Draft) -> None:
    draft.edit("panel.yaml", "sections: [A.5.1, A.7.2, A.7.3]", "sections: [A.5.1, A.8.1]")

    assert "编写提纲中没有章节 A.8.1" in draft.problem().reason


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days: 60", 'days: "60"', "days 要写成整数"),
        ("days: 60", "days: 60.5", "days 要写成整数"),
        ("days: 60", "days: true", "days 要写成整数"),
        ("days: 60", "days: 0", "days 要大于 0"),
        ("answers_opinions: true", 'answers_opinions: "yes"', "answers_opinions 要写成 true 或 false"),
    ],
)
def test_no_value_is_quietly_turned_into_another(draft: Draft, old: str, new: str, said: str) -> None:
    draft.edit("procedure.yaml", old, new)

    assert said in draft.problem().reason


def test_broken_yaml_is_told_at_its_line(draft: Draft) -> None:
    draft.edit("panel.yaml", "  sections: [A.5.1, A.7.2, A.7.3]", "  sections: [A.5.1, A.7.2")

    problem = draft.problems()[0]

    assert problem.file == "panel.yaml"
    assert problem.line > 1
    assert "YAML" in problem.reason


def test_an_alias_that_contains_itself_is_refused(draft: Draft) -> None:
    (draft.directory / "panel.yaml").write_text("kinds: &kinds [*kinds]\n", encoding="utf-8")

    assert "引用了自身" in draft.problems()[0].reason


def test_a_file_in_another_encoding_is_told_what_to_do(draft: Draft) -> None:
    (draft.directory / "panel.yaml").write_bytes("kinds: 技术".encode("gbk"))

    assert "不是 UTF-8 编码" in draft.problems()[0].reason


def test_a_missing_file_is_named(draft: Draft) -> None:
    (draft.directory / "outline.yaml").unlink()

    assert (draft.problem().file, draft.problem().reason) == ("outline.yaml", "政策包缺少这个文件")


def test_a_file_the_pack_does_not_know_is_refused_like_an_unknown_key(draft: Draft) -> None:
    (draft.directory / "panels.yaml").write_text("kinds: []", encoding="utf-8")

    assert draft.problem().file == "panels.yaml"


def test_a_doubled_anchor_in_the_text_is_refused(draft: Draft) -> None:
    draft.edit("text.md", "- **6.5-3** ", "- **6.5-2** ")

    assert ("text.md", "6.5-2", "条款编号重复") in {(p.file, p.clause, p.reason) for p in draft.problems()}


def test_all_faults_are_told_at_once_in_the_order_of_files_and_lines(draft: Draft) -> None:
    draft.edit("panel.yaml", "  odd: true\n", "  odd: maybe\n").edit(
        "layout.yaml",
        "open: true\n    fields:\n      - {code: bio",
        "open: true\n    fields:\n      - {colour: red, code: bio",
    )

    problems = draft.problems()

    assert [p.file for p in problems] == ["layout.yaml", "panel.yaml"]


def test_a_directory_that_is_not_there_is_told(draft: Draft) -> None:
    with pytest.raises(PackError, match="没有这个政策包目录"):
        load_pack(draft.directory / "nowhere")
