"""The construction plan: read by the outline of the annex, its targets confirmed, frozen with a receipt."""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.line import LineWorld, remembered_readings, sample_plan
from xiangchuang.files.store import RefusedUpload
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan import (
    TargetDraft,
    confirm_targets,
    content_sha256,
    in_ten_thousandths,
    submit_plan,
    upload_plan,
)

TARGETS = [TargetDraft("发明专利申请", "件", {2027: Decimal(10), 2028: Decimal("12.5")})]


@pytest.fixture
def case(world: LineWorld) -> Case:
    """The lead may write its plan now."""
    return world.at_stage("plan")


def upload(world: LineWorld, path: Path | None = None) -> PlanRevision:
    file = path or sample_plan(current_pack().outline)
    with remembered_readings():
        return upload_plan(actor=world.actor("lead"), case=world.case, seen=world.case.version, upload=file)


def confirm(world: LineWorld, targets: list[TargetDraft] | None = None) -> PlanRevision:
    return confirm_targets(
        actor=world.actor("lead"), case=world.case, seen=world.case.version,
        targets=TARGETS if targets is None else targets,
    )  # fmt: skip


def submit(world: LineWorld) -> PlanRevision:
    return submit_plan(actor=world.actor("lead"), case=world.case, seen=world.case.version)


def test_a_plan_has_each_section_of_the_pack_s_outline_with_the_author_s_text(
    world: LineWorld, case: Case, hunan_pack: Pack
) -> None:
    revision = upload(world)
    sections = revision.sections.all()
    assert [s.code for s in sections] == [s.code for s in hunan_pack.outline.sections]
    assert all(section.words for section in sections) and revision.missing == []


@pytest.mark.parametrize("code", ["A.1.1", "A.4.1", "A.6.0", "A.7.3"])
def test_a_plan_without_one_of_the_sections_is_not_submitted(world: LineWorld, case: Case, code: str) -> None:
    revision = upload(world)
    revision.sections.filter(code=code).update(blocks=[])
    confirm(world)
    with pytest.raises(Blocked, match="方案缺 1 节") as refused:
        submit(world)
    assert code in refused.value.message and refused.value.clause == code


def test_three_missing_sections_are_named_and_the_reading_is_kept(world: LineWorld, case: Case) -> None:
    revision = upload(world, sample_plan(current_pack().outline, omit=("A.1.2", "A.5.1", "A.7.2")))
    assert revision.missing == ["A.1.2", "A.5.1", "A.7.2"]
    confirm(world)
    with pytest.raises(Blocked, match="方案缺 3 节") as refused:
        submit(world)
    for words in ("A.1.2 我省相关技术", "A.5.1 管理机制", "A.7.2 建设资金经费预算"):
        assert words in refused.value.message
    revision.refresh_from_db()
    assert revision.frozen_at is None and revision.sections.filter(words__gt=0).count() >= 18


@pytest.mark.clause("A.2.4")
def test_targets_are_read_from_the_plan_and_confirmed_with_unit_and_years(
    world: LineWorld, case: Case
) -> None:
    revision = upload(world)
    assert revision.targets.exists() and revision.targets_confirmed_at is None
    with pytest.raises(Blocked, match="年度目标还没有确认"):
        submit(world)
    confirm(world)
    stored = [(t.name, t.unit, t.year, t.value) for t in revision.targets.all()]
    assert stored == [
        ("发明专利申请", "件", 2027, Decimal(10)),
        ("发明专利申请", "件", 2028, Decimal("12.5")),
    ]


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ([], "至少确认一项"),
        ([TargetDraft("专利", " ", {2027: Decimal(1)})], "第 1 项目标要有名称、单位"),
        ([TargetDraft("专利", "件", {})], "至少一年的数值"),
        ([TargetDraft("专利", "件", {2027: Decimal(1)})] * 2, "目标名称重复"),
        ([TargetDraft("专利", "件", {2027: Decimal("NaN")})], "太大或不是数"),
        ([TargetDraft("专利", "件", {2027: Decimal(10) ** 12})], "太大或不是数"),
    ],
)
def test_a_target_that_could_not_be_measured_is_refused(
    world: LineWorld, case: Case, targets: list[TargetDraft], words: str
) -> None:
    before = upload(world).targets.count()
    with pytest.raises(Invalid, match=words):
        confirm(world, targets)
    assert PlanRevision.objects.get().targets.count() == before


def test_values_keep_four_decimals_exactly() -> None:
    assert in_ten_thousandths(Decimal("12.3456")) == 123_456
    assert in_ten_thousandths(Decimal("-0.00005")) == 0


@pytest.mark.clause("5.1-3")
def test_a_submitted_plan_is_frozen_with_its_hashes_and_a_receipt(world: LineWorld, case: Case) -> None:
    upload(world)
    confirm(world)
    revision = submit(world)
    assert case.stage_code == "review"
    assert revision.content_sha256 == content_sha256(revision)
    assert revision.receipt_number.startswith("HZ") and revision.receipt_number.endswith("000001")
    entry = entries_of_case(case.number).get(verb="submit_plan")
    assert entry.detail["file"] == revision.file.sha256
    assert entry.detail["receipt"] == revision.receipt_number


def test_the_submitted_plan_s_pdf_waits_in_the_queue(world: LineWorld, case: Case) -> None:
    from django_tasks_db.models import DBTaskResult

    upload(world)
    confirm(world)
    revision = submit(world)
    waiting = DBTaskResult.objects.filter(task_path__endswith="build_plan_pdf")
    assert [t.args_kwargs["args"] for t in waiting] == [[revision.pk]]


def test_sent_twice_the_plan_has_one_receipt(world: LineWorld, case: Case) -> None:
    upload(world)
    confirm(world)
    seen = case.version
    lead = world.actor("lead")
    submit_plan(actor=lead, case=case, seen=seen)
    with pytest.raises(Stale):
        submit_plan(actor=lead, case=case, seen=seen)
    assert PlanRevision.objects.exclude(receipt_number="").count() == 1


def test_a_new_upload_replaces_the_draft_and_asks_for_the_targets_again(world: LineWorld, case: Case) -> None:
    upload(world)
    confirm(world)
    upload(world)
    revision = PlanRevision.objects.get()
    assert (revision.number, revision.targets_confirmed_at) == (1, None)


def test_a_submitted_revision_is_never_replaced(world: LineWorld, case: Case) -> None:
    upload(world)
    confirm(world)
    first = submit(world)
    with pytest.raises(Blocked, match="现在的阶段不能办理"):
        upload(world)
    assert PlanRevision.objects.get() == first


def test_pictures_and_text_boxes_come_along(world: LineWorld, case: Case) -> None:
    revision = upload(world)
    kinds = {block["kind"] for section in revision.sections.all() for block in section.blocks}
    assert {"paragraph", "table", "image"} <= kinds
    assert revision.images.count() == 1
    assert revision.images.get().file.media_type == "image/png"


def test_a_plan_that_is_no_word_file_is_refused_with_the_cause(
    world: LineWorld, case: Case, tmp_path: Path
) -> None:
    for name, content in (
        ("方案.docx", b"%PDF-1.7 not word"),
        ("方案.doc", b"\xd0\xcf\x11\xe0"),
        ("空.docx", b""),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(RefusedUpload) as refused:
            upload(world, tmp_path / name)
        assert refused.value.message
    assert not PlanRevision.objects.exists()


def test_a_docx_bomb_is_refused_and_the_case_stays_as_it_was(
    world: LineWorld, case: Case, tmp_path: Path
) -> None:
    bomb = tmp_path / "方案.docx"
    before = case.version
    with (
        zipfile.ZipFile(sample_plan(current_pack().outline)) as plan,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in plan.infolist():
            target.writestr(item, plan.read(item))
        target.writestr("word/media/padding.bin", b"\0" * 150_000_000)
    with pytest.raises(RefusedUpload):
        upload(world, bomb)
    case.refresh_from_db()
    assert case.version == before and not PlanRevision.objects.exists()


def test_only_the_lead_brings_the_plan(world: LineWorld, case: Case) -> None:
    path = sample_plan(current_pack().outline)
    for part, refusal in (("member", NotPermitted), ("officer", NotPermitted), ("stranger", NotFound)):
        with pytest.raises(refusal):
            upload_plan(actor=world.actor(part), case=case, seen=case.version, upload=path)


def test_targets_before_a_plan_are_refused(world: LineWorld, case: Case) -> None:
    with pytest.raises(Blocked, match="先上传建设方案"):
        confirm(world)


def test_a_plan_without_anything_uploaded_is_not_submitted(world: LineWorld, case: Case) -> None:
    with pytest.raises(Blocked, match="还没有建设方案"):
        submit(world)
