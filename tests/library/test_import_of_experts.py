"""Experts from a spreadsheet: kinds, fields, languages; what nobody used yet is taken out again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.registers import ExpertFactory, OrganizationFactory, UserFactory, actor_as, valid_uscc
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.kinds import batch_kind, sheet_columns
from xiangchuang.batches.preview import preview_batch
from xiangchuang.batches.undo import undo_batch
from xiangchuang.experts.models import Expert
from xiangchuang.library.forms import field_choices
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db
HEAD = "姓名,任职单位代码,职称,专家类别,第二类别,专业领域,外语,任现职起,登录名"


def table(*lines: str) -> SimpleUploadedFile:
    text = "\r\n".join([HEAD, *lines]) + "\r\n"
    return SimpleUploadedFile("专家.csv", text.encode("utf-8-sig"), content_type="text/csv")


def test_an_officer_imports_experts_of_two_kinds_and_takes_them_out_again() -> None:
    officer = actor_as(Role.OFFICER)
    OrganizationFactory(uscc=valid_uscc(9001))
    UserFactory(username="chenshili")
    field = field_choices(current_pack())[0]
    line = f"陈示例,{valid_uscc(9001)},研究员,技术专家,财税专家,{field[1]},英语,2019-09-01,chenshili"
    batch = preview_batch(actor=officer, kind=batch_kind("experts"), target_key="all", upload=table(line))
    assert not [row["faults"] for row in batch.rows if row["faults"]]

    apply_batch(actor=officer, batch=batch, seen=1)

    expert = Expert.objects.get()
    assert (expert.name, expert.languages) == ("陈示例", "英语")
    assert sorted(k.kind for k in expert.kinds.all()) == ["finance", "technical"]
    assert [f.field for f in expert.fields.all()] == [field[0]]
    assert expert.user is not None and expert.steps.get().what == "imported"
    batch.refresh_from_db()
    undo_batch(actor=officer, batch=batch, seen=batch.version)
    assert not Expert.objects.exists()


def test_what_is_wrong_is_said_at_its_cell() -> None:
    officer, known = actor_as(Role.OFFICER), ExpertFactory()
    lines = (
        f"陈甲,{valid_uscc(9002)},,技术专家,,,,,",
        f"{known.name},{known.employer.uscc},,技术专家,,,,,",
        f"陈乙,{known.employer.uscc},,技术专家,技术专家,没有的领域,,2099-01-01,nobody",
    )
    batch = preview_batch(actor=officer, kind=batch_kind("experts"), target_key="all", upload=table(*lines))
    told = [str(row["faults"]) for row in batch.rows]
    assert "没有这个代码" in told[0] and "同名专家" in told[1]
    for words in ("第一类别相同", "没有领域", "晚于今天", "没有这个登录名"):
        assert words in told[2]


def test_the_sheet_asks_for_no_phone_and_only_an_officer_imports() -> None:
    kind = batch_kind("experts")
    labels = {column.label for column in sheet_columns(actor_as(Role.OFFICER), kind, None)}
    assert not labels & {"手机", "身份证号", "银行账号"}
    with pytest.raises(NotFound):
        preview_batch(actor=actor_as(Role.DIVISION_HEAD), kind=kind, target_key="all", upload=table("x"))
