"""The Hunan pack says what the notice says, and marks as its own what the notice leaves open."""

import hashlib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from xiangchuang.policy.pack import (
    BINDING,
    OUTCOMES,
    PHASES,
    Pack,
    Sourced,
    load_pack,
    pack_sha256,
)

HUNAN = Path(__file__).resolve().parents[2] / "policies" / "hunan-tic-2020"


def test_the_notice_has_its_103_clauses_each_with_words(hunan_pack: Pack) -> None:
    assert len(hunan_pack.clauses) == 103
    assert all(clause.text for clause in hunan_pack.clauses.values())
    assert Counter(clause.chapter for clause in hunan_pack.clauses.values()) == {
        "0": 4, "1": 13, "2": 3, "3": 24, "4": 17, "5": 7, "6": 14, "A": 21,
    }  # fmt: skip


def test_a_clause_knows_its_headings_and_a_hash_of_its_words(hunan_pack: Pack) -> None:
    clause = hunan_pack.clause("3.1.1-2")

    assert clause.heading_path == ("3 建设布局与重点建设领域", "3.1 建设布局", "3.1.1 综合类")
    assert (
        clause.text == "采取“中心（本部）+专业化创新研发机构”的组织架构，形成大协作、网络化的技术创新平台。"
    )
    assert clause.sha256 == hashlib.sha256(clause.text.encode()).hexdigest()


def test_every_clause_is_classed_and_accounted_for(hunan_pack: Pack) -> None:
    for clause in hunan_pack.clauses.values():
        if clause.class_ in BINDING:
            assert clause.implements or clause.pending, clause.anchor
        else:
            assert clause.placed and clause.reason, clause.anchor


def test_what_a_clause_names_in_the_policy_itself_exists(hunan_pack: Pack) -> None:
    for clause in hunan_pack.clauses.values():
        for name in (*clause.implements, clause.placed or ""):
            if name.startswith("policy."):
                module, _, thing = f"xiangchuang.{name}".rpartition(".")
                assert hasattr(import_module(module), thing), f"{clause.anchor}: {name}"


def test_encouragements_are_permissive_and_never_operative(hunan_pack: Pack) -> None:
    for anchor in ("3.3-5", "3.3-6", "4.1-2", "4.1-5", "4.2-2", "4.3-2", "4.6-3", "6.2-3"):
        assert hunan_pack.clause(anchor).class_ == "permissive", anchor


def test_every_binding_clause_without_a_rule_says_what_implements_it_or_what_is_missing(
    hunan_pack: Pack,
) -> None:
    silent = [c for c in hunan_pack.binding_clauses() if not hunan_pack.citations()[c.anchor]]

    assert all(c.implements or c.pending for c in silent)
    assert {c.anchor for c in silent} <= {
        "0-2", "0-3", "3.1-1", "3.1.3-1", "3.3-2", "5.1-2", "5.4-1",
        "6.1-1", "6.1-2", "6.1-3", "6.5-1", "6.5-3",
    }  # fmt: skip


def test_a_citation_names_the_rule_and_says_when_it_is_only_our_reading(hunan_pack: Pack) -> None:
    publicity = [c for c in hunan_pack.citations()["5.3-1"] if c.path.endswith("stages.publicity")]
    window = [c for c in hunan_pack.citations()["5.3-1"] if c.path.endswith("publicity.deadline")]

    told = [(c.file, c.label, c.label_en, c.interpretation) for c in publicity]
    assert told == [("procedure.yaml", "公示", "Publicity", False)]
    assert [c.interpretation for c in window] == [True]


@pytest.mark.clause("3.1-1")
def test_there_are_two_categories(hunan_pack: Pack) -> None:
    assert [c.label.zh for c in hunan_pack.categories] == ["综合类", "领域类"]


@pytest.mark.clause("3.1.1-1")
def test_a_comprehensive_center_names_its_strategy_and_its_chain_to_engineering(hunan_pack: Pack) -> None:
    questions = hunan_pack.category("comprehensive").questions

    assert [(q.code, q.clause) for q in questions] == [
        ("major_strategy", "3.1.1-1"),
        ("chain_to_engineering", "3.1.1-1"),
    ]


@pytest.mark.clause("1.1-1")
def test_technology_is_of_four_types(hunan_pack: Pack) -> None:
    words = hunan_pack.clause("1.1-1").text

    assert [t.code for t in hunan_pack.technology_types] == [
        "frontier", "key_common", "modern_engineering", "disruptive",
    ]  # fmt: skip
    assert all(word in words for word in ("产业前沿引领技术", "关键共性技术", "现代工程技术", "颠覆性技术"))


@pytest.mark.parametrize(
    ("anchor", "orientation"),
    [
        pytest.param("3.2-2", "science_frontier", marks=pytest.mark.clause("3.2-2")),
        pytest.param("3.2-4", "economic_battlefield", marks=pytest.mark.clause("3.2-4")),
        pytest.param("3.2-6", "major_needs", marks=pytest.mark.clause("3.2-6")),
        pytest.param("3.2-8", "life_health", marks=pytest.mark.clause("3.2-8")),
    ],
)
def test_an_orientations_fields_are_the_clauses_words_and_its_open_end_leaves_them_open(
    hunan_pack: Pack, anchor: str, orientation: str
) -> None:
    words = hunan_pack.clause(anchor).text
    named = hunan_pack.orientation(orientation)

    listed = words[words.index("包括") + 2 : words.index("等。")].split("、")
    assert [f.label.zh for f in named.fields] == listed
    assert named.open
    assert named.fields_clause == anchor


@pytest.mark.parametrize(
    ("anchor", "orientation", "questions"),
    [
        pytest.param("3.2-2", "science_frontier", ["disruptive"], marks=pytest.mark.clause("3.2-2")),
        pytest.param(
            "3.2-4",
            "economic_battlefield",
            ["bottleneck", "marked_benefit"],
            marks=pytest.mark.clause("3.2-4"),
        ),
        pytest.param("3.2-6", "major_needs", ["security_or_chokepoint"], marks=pytest.mark.clause("3.2-6")),
    ],
)
def test_the_test_inside_an_orientation_is_a_question_with_evidence(
    hunan_pack: Pack, anchor: str, orientation: str, questions: list[str]
) -> None:
    asked = hunan_pack.orientation(orientation).questions

    assert [q.code for q in asked] == questions
    assert all(q.clause == anchor and q.evidence for q in asked)


@pytest.mark.clause("3.3-1")
def test_a_center_rests_on_an_enterprise_a_university_or_an_institute(hunan_pack: Pack) -> None:
    from_clause = [k.kind for k in hunan_pack.lead_kinds if k.clause == "3.3-1"]

    assert from_clause == ["enterprise", "university", "institute"]


@pytest.mark.parametrize(
    ("mode", "leads"),
    [
        pytest.param("lead_enterprise", {"enterprise"}, marks=pytest.mark.clause("3.3-4")),
        pytest.param("consortium", {"enterprise"}, marks=pytest.mark.clause("3.3-5")),
        pytest.param(
            "university_led",
            {"university", "institute", "new_rd_institution"},
            marks=pytest.mark.clause("3.3-6"),
        ),
    ],
)
def test_each_formation_mode_has_its_kind_of_lead(hunan_pack: Pack, mode: str, leads: set[str]) -> None:
    assert set(hunan_pack.formation_mode(mode).leads) == leads


@pytest.mark.clause("5.1-3")
def test_a_case_begins_with_an_intention_that_the_city_recommends_before_anyone_checks_it(
    hunan_pack: Pack,
) -> None:
    approval = hunan_pack.procedure("approval")

    assert (approval.first.code, approval.first.role) == ("intention", "lead")
    recommendation = approval.stage(approval.after("intention", "passed"))
    assert (recommendation.role, recommendation.phase) == ("city_bureau", "intake")
    assert recommendation.outcomes["declined"] == "end:not_recommended"
    assert "letter_attached" in {g.name for g in recommendation.guards}


@pytest.mark.clause("5.1-1")
def test_an_invitation_does_not_stand_for_the_citys_recommendation(hunan_pack: Pack) -> None:
    invitation = hunan_pack.recommendation.invitation

    assert not invitation.suffices
    assert (invitation.is_default, invitation.interprets) == (True, "5.1-1")


def test_the_city_bureau_acts_for_the_city_government_by_our_reading_only(hunan_pack: Pack) -> None:
    (recommender,) = hunan_pack.recommendation.recommenders

    assert (recommender.body, recommender.clause) == ("city_government", "5.1-3")
    assert (recommender.acted_for_by, recommender.acting.is_default) == ("city_bureau", True)


@pytest.mark.clause("0-1")
def test_of_the_addressees_only_the_14_city_bureaus_may_recommend(hunan_pack: Pack) -> None:
    words = hunan_pack.clause("0-1").text
    recommending = [a for a in hunan_pack.addressees if a.may_recommend]

    assert all(a.label.zh in words for a in hunan_pack.addressees)
    assert len(hunan_pack.addressees) == len(words.rstrip("：").split("，"))

    assert [a.code for a in recommending] == ["city_bureau"]
    assert len(set(recommending[0].prefectures)) == 14
    assert all(p.startswith(hunan_pack.province.prefix) for p in recommending[0].prefectures)


@pytest.mark.clause("5.2-1")
def test_the_panel_has_the_five_kinds_the_clause_names_at_least_one_of_each(hunan_pack: Pack) -> None:
    words = hunan_pack.clause("5.2-1").text

    assert all(kind.label.zh in words for kind in hunan_pack.panel.kinds)
    assert [(k.code, k.min) for k in hunan_pack.panel.kinds] == [
        ("technical", 1), ("management", 1), ("policy", 1), ("legal", 1), ("finance", 1),
    ]  # fmt: skip


def test_panel_size_oddness_and_three_technical_seats_are_defaults(hunan_pack: Pack) -> None:
    panel = hunan_pack.panel
    technical = panel.kind("technical")

    assert (panel.size.min, panel.size.odd, panel.size.is_default) == (7, True, True)
    assert (technical.seats, technical.raised is not None and technical.raised.is_default) == (3, True)


@pytest.mark.clause("5.2-1")
def test_the_plan_is_revised_after_the_review_and_only_a_mature_plan_is_visited(hunan_pack: Pack) -> None:
    approval = hunan_pack.procedure("approval")

    revision = approval.stage(approval.after("review", "revise"))
    assert (revision.kind, revision.settings.answers_opinions) == ("plan", True)
    assert approval.after("revision", "passed") == "review"
    assert approval.stage(approval.after("review", "passed")).kind == "visit"


@pytest.mark.clause("5.3-1")
def test_nothing_is_granted_but_by_a_decision_after_publicity(hunan_pack: Pack) -> None:
    approval = hunan_pack.procedure("approval")

    granting = [s.code for s in approval.stages if "end:granted" in s.outcomes.values()]
    before = [s.code for s in approval.stages if "approval" in s.outcomes.values()]

    assert (granting, before) == (["approval"], ["publicity"])
    assert "no_open_objection" in {g.name for g in approval.stage("publicity").guards}


def test_publicity_lasts_five_working_days_by_practice_not_by_the_notice(hunan_pack: Pack) -> None:
    deadline = hunan_pack.procedure("approval").stage("publicity").deadline

    assert deadline is not None
    assert (deadline.days, deadline.unit, deadline.is_default) == (5, "working", True)


def test_the_notice_sets_no_term_for_any_stage_so_all_are_defaults(hunan_pack: Pack) -> None:
    terms = [s.deadline for s in hunan_pack.procedure("approval").stages if s.deadline]

    assert terms
    assert all(term.is_default and term.origin for term in terms)


def test_stages_that_only_practice_knows_are_marked_so(hunan_pack: Pack) -> None:
    defaults = {s.code for s in hunan_pack.procedure("approval").stages if s.is_default}

    assert defaults == {"formal_check", "integrity", "meeting"}


def test_every_outcome_of_a_stages_kind_leads_somewhere(hunan_pack: Pack) -> None:
    for stage in hunan_pack.procedure("approval").stages:
        assert set(stage.outcomes) == set(OUTCOMES[stage.kind]), stage.code


def test_the_straight_line_passes_every_phase_in_order_and_ends_granted(hunan_pack: Pack) -> None:
    approval = hunan_pack.procedure("approval")
    code, phases = approval.first.code, []
    while not code.startswith("end:"):
        phases.append(PHASES.index(approval.stage(code).phase))
        code = approval.after(code, "passed")

    assert code == "end:granted"
    assert phases == sorted(phases)
    assert set(phases) == set(range(len(PHASES)))


@pytest.mark.clause("5.4-2")
def test_the_annual_report_is_the_lead_units_due_at_the_end_of_january_from_the_next_year(
    hunan_pack: Pack,
) -> None:
    report = hunan_pack.reporting.annual_report

    assert (report.author, report.due_month, report.due_day) == ("lead", 1, "last")
    assert report.first_year_after_approval == 1
    assert [part.zh for part in report.parts] == ["上年度工作总结", "本年度工作计划"]
    assert hunan_pack.reporting.rolling.is_default


@pytest.mark.clause("3.3-3")
def test_the_construction_cycle_is_three_years(hunan_pack: Pack) -> None:
    assert (hunan_pack.reporting.cycle.years, hunan_pack.reporting.cycle.clause) == (3, "3.3-3")


@pytest.mark.clause("4.1-1")
def test_capital_of_ten_million_and_legal_person_bind_the_center_in_principle(hunan_pack: Pack) -> None:
    governance = hunan_pack.governance
    capital = hunan_pack.parameters[governance.registered_capital.parameter]
    fen_per_yuan = 100

    assert capital.value_on(hunan_pack.issued_on) == 10_000_000 * fen_per_yuan
    (legal_person,) = (r for r in governance.requirements if r.clause == "4.1-1")
    assert legal_person.strength == "principle"
    assert governance.incorporate_within.is_default


def test_the_outline_has_seven_chapters_and_21_sections(hunan_pack: Pack) -> None:
    assert [c.code for c in hunan_pack.outline.chapters] == [f"A.{n}" for n in range(1, 8)]
    assert len(hunan_pack.outline.sections) == 21


@pytest.mark.parametrize(
    "anchor", [pytest.param(a, marks=pytest.mark.clause(a)) for a in (
        "A.1.1", "A.1.2", "A.1.3", "A.1.4", "A.1.5", "A.2.1", "A.2.2", "A.2.3", "A.2.4", "A.3.1", "A.3.2",
        "A.3.3", "A.4.1", "A.4.2", "A.4.3", "A.5.1", "A.5.2", "A.7.1", "A.7.2", "A.7.3",
    )]
)  # fmt: skip
def test_a_section_has_the_annexs_title_and_its_bracketed_requirement(hunan_pack: Pack, anchor: str) -> None:
    section = hunan_pack.outline.section(anchor)
    words = section.title.zh + (f"（{section.guidance}）" if section.guidance else "")

    assert words == hunan_pack.clause(anchor).text
    assert section.own_heading


@pytest.mark.clause("A.6.0")
def test_the_safeguards_are_the_body_of_chapter_six_which_has_no_heading_of_its_own(hunan_pack: Pack) -> None:
    section = hunan_pack.outline.section("A.6.0")

    assert not section.own_heading
    assert section.guidance == hunan_pack.clause("A.6.0").text
    assert hunan_pack.outline.chapter_of("A.6.0").code == "A.6"


def test_conditions_facts_and_parameters_come_with_the_pack(hunan_pack: Pack) -> None:
    subjects = {rule.subject for rule in hunan_pack.conditions}

    assert subjects == {"lead", "center"}
    assert "rd_sum_3y" in hunan_pack.facts


def test_the_hash_follows_the_content_and_not_the_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\nb: 2\n")
    first = pack_sha256(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"a: 1\r\nb: 2\r\n")
    again = pack_sha256(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"a: 1\nb: 3\n")

    assert first == again
    assert pack_sha256(tmp_path) != first


def test_a_pack_cannot_be_changed_after_loading(hunan_pack: Pack) -> None:
    with pytest.raises(TypeError):
        hunan_pack.clauses["9-9"] = hunan_pack.clause("0-1")  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        hunan_pack.panel.size.min = 1  # type: ignore[misc]


def test_loading_twice_gives_the_same_pack() -> None:
    assert load_pack(HUNAN).sha256 == load_pack(HUNAN).sha256


def test_a_rule_names_the_clauses_it_rests_on() -> None:
    read = Sourced(clause="default", origin="惯例", interprets="5.3-1")

    assert (read.anchors, read.is_default) == (("5.3-1",), True)
    assert Sourced(clause="5.3-1").anchors == ("5.3-1",)
