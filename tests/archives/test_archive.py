"""Closed cases are archived with their periods, found, packed, and destroyed only when it is time."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.decisions.test_render_document import fonts  # noqa: F401
from tests.decisions.world import World, at, signed_in
from xiangchuang.accounts.actor import Actor
from xiangchuang.archives import archive_cases
from xiangchuang.archives.archive_cases import archive_case, archive_closed
from xiangchuang.archives.destroy_papers import destroy_papers
from xiangchuang.archives.invariants import (
    every_kept_paper_is_the_one_that_was_archived,
    nothing_was_destroyed_before_its_time,
)
from xiangchuang.archives.models import ArchivedPaper, Volume
from xiangchuang.archives.package import BrokenPackageError, verify_package
from xiangchuang.archives.queries import papers_past_their_period
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import OfficialDocument
from xiangchuang.files.invariants import every_row_has_its_bytes
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import Case
from xiangchuang.search.models import PublicText


def refused(world: World) -> Case:
    case = world.case_at("meeting")
    world.meet(case, "refuse", reasons="同一领域已有布局。")
    return case


def archived(world: World) -> list[ArchivedPaper]:
    archive_closed(clock.today())
    return list(ArchivedPaper.objects.order_by("pk"))


def test_what_has_closed_is_archived_with_the_period_of_its_kind(world: World) -> None:
    running, closed = world.case_at("meeting"), refused(world)
    assert archive_closed(clock.today()) == "归档案卷 1 个"
    assert archive_closed(clock.today()) == ""
    volume = Volume.objects.get()
    assert (volume.case, volume.year) == (closed, 2026)
    kept = {(p.code, p.form): (p.retention, p.keep_until) for p in volume.papers.all()}
    assert kept == {
        ("refusal", "pdf"): ("years_30", date(2056, 12, 31)),
        ("refusal", "docx"): ("years_30", date(2056, 12, 31)),
        ("minutes", "pdf"): ("permanent", None),
    }
    with pytest.raises(Blocked, match="还在办理"):
        archive_case(actor=Actor.system(), case=running)
    assert LedgerEntry.objects.get(verb="archive_case").case_number == closed.number
    assert list(every_kept_paper_is_the_one_that_was_archived()) == []


def test_a_paper_that_cannot_be_set_keeps_no_other_case_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = refused(world), refused(world)
    whole = archive_cases._papers_of

    def held(case: Case) -> Iterator[Any]:
        if case == first:
            raise Blocked("文件暂时不能生成")
        yield from whole(case)

    monkeypatch.setattr(archive_cases, "_papers_of", held)
    assert archive_closed(clock.today()) == "归档案卷 1 个"
    assert Volume.objects.get().case == second
    monkeypatch.undo()
    assert archive_closed(clock.today()) == "归档案卷 1 个"


def test_it_is_found_by_year_kind_and_words_by_the_department_alone(world: World) -> None:
    case = refused(world)
    archived(world)
    officer = signed_in(world.officer)
    for query, there in (
        ("", True), ("?q=湘科发〔2026〕1号", True), ("?year=2026&code=minutes", True), ("?year=2020", False),
        ("?code=approval", False), ("?q=没有这个", False), ("?year=²", True),
    ):  # fmt: skip
        assert (case.number in officer.get(f"/archives/{query}").content.decode()) is there
    page = officer.get(f"/archives/{case.number}/").content.decode()
    for paper in ArchivedPaper.objects.all():
        assert paper.sha256 in page
    assert "国家档案局令第8号" in page
    assert signed_in(world.applicant).get("/archives/").status_code == 404
    assert signed_in(world.applicant).get(f"/archives/{case.number}/").status_code == 404


def package(world: World) -> bytes:
    answer = signed_in(world.officer).post("/archives/export/", {"q": "", "year": "2026", "code": ""})
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_package_is_checked_without_the_product(world: World, tmp_path: Path) -> None:
    refused(world)
    papers = archived(world)
    content = package(world)
    path = tmp_path / "archive.zip"
    path.write_bytes(content)
    assert verify_package(path) == len(papers)
    call_command("verify_archive", str(path), stdout=(said := io.StringIO()))
    assert "档案包完整：3 个文件" in said.getvalue()
    with zipfile.ZipFile(path) as opened:
        sums = opened.read("SHA256SUMS").decode()
    assert all(f"{paper.sha256}  2026/" in sums for paper in papers)
    assert LedgerEntry.objects.get(verb="export_archive").detail["files"] == 3


@pytest.mark.parametrize("harm", ["alter", "drop", "add", "twice", "manifest"])
def test_a_package_that_was_touched_is_told(world: World, tmp_path: Path, harm: str) -> None:
    refused(world)
    archived(world)
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(io.BytesIO(package(world))) as whole, zipfile.ZipFile(path, "w") as touched:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith(".docx") and harm == "drop":
                continue
            if name.endswith(".docx") and harm == "alter":
                content += b" "
            if name == "manifest.json" and harm == "manifest":
                content = content.replace(b"years_30", b"years_10")
            touched.writestr(name, content)
        if harm == "twice":
            with pytest.warns(UserWarning, match="Duplicate name"):
                touched.writestr("SHA256SUMS", whole.read("SHA256SUMS"))
        if harm == "add":
            touched.writestr("2026/more.pdf", b"%PDF")
    with pytest.raises(BrokenPackageError):
        verify_package(path)
    with pytest.raises(CommandError, match="不完整"):
        call_command("verify_archive", str(path))


def test_nothing_is_destroyed_before_its_time_and_the_permanent_never(world: World) -> None:
    refused(world)
    papers = archived(world)
    letter = next(p for p in papers if p.code == "refusal")
    minutes = next(p for p in papers if p.code == "minutes")
    with pytest.raises(Blocked, match="保管到 2056-12-31"):
        destroy_papers(actor=world.leadership, papers=[letter.pk], reason="期满。")
    with at(clock.moment_on(date(2057, 1, 1))):
        leadership = Actor.of(world.leadership.user, date(2057, 1, 1))  # type: ignore[arg-type]
        with pytest.raises(Blocked, match="永久保管"):
            destroy_papers(actor=leadership, papers=[letter.pk, minutes.pk], reason="期满。")
    assert ArchivedPaper.objects.filter(file=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_after_the_period_the_leadership_destroys_and_the_list_stays(world: World) -> None:
    case = refused(world)
    letters = [p for p in archived(world) if p.code == "refusal"]
    paths = [p.file.path for p in letters if p.file]
    with at(clock.moment_on(date(2057, 1, 1))):
        people = {
            name: Actor.of(getattr(world, name).user, date(2057, 1, 1)) for name in ("officer", "leadership")
        }
        assert papers_past_their_period(people["leadership"], clock.today()).count() == 2
        with pytest.raises(NotPermitted):
            destroy_papers(actor=people["officer"], papers=[letters[0].pk], reason="期满。")
        with pytest.raises(Invalid, match="鉴定"):
            destroy_papers(actor=people["leadership"], papers=[letters[0].pk], reason="")
        destroy_papers(
            actor=people["leadership"], papers=[p.pk for p in letters], reason="经鉴定无保存价值。"
        )
        with pytest.raises(NotFound):
            destroy_papers(actor=people["leadership"], papers=[letters[0].pk], reason="再来。")
    assert not any(path.exists() for path in paths)
    document = OfficialDocument.objects.get(case=case)
    assert document.is_destroyed
    assert document.number == "湘科发〔2026〕1号"
    assert "同一领域" not in str(document.content)
    kept = ArchivedPaper.objects.filter(code="refusal")
    assert {p.sha256 for p in kept} == {p.sha256 for p in letters}
    assert list(nothing_was_destroyed_before_its_time()) == []
    assert not [said for said in every_row_has_its_bytes() for p in letters if p.sha256 in said]


def test_a_day_before_the_period_is_over_nothing_is_listed(world: World) -> None:
    refused(world)
    archived(world)
    last = date(2056, 12, 31)
    assert not papers_past_their_period(world.leadership, last).exists()
    assert papers_past_their_period(world.leadership, last + timedelta(days=1)).count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_a_destroyed_notice_said_is_found_no_more(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    Case.objects.filter(pk=notice.case_id).update(state="refused", closed_at=clock.now())
    paper = next(p for p in archived(world) if p.code == "notice")
    assert "示例理工大学" in PublicText.objects.get(kind="notice").body
    with at(clock.moment_on(date(2057, 1, 1))):
        leadership = Actor.of(world.leadership.user, date(2057, 1, 1))  # type: ignore[arg-type]
        destroy_papers(actor=leadership, papers=[paper.pk], reason="期满，无保存价值。")
    assert "示例理工大学" not in PublicText.objects.get(kind="notice").body
