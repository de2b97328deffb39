"""A file is uploaded once, linked to each statement it proves, and unlinked without being forgotten."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.registers import (
    CapabilityRecordFactory,
    FactRecordFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.files.proofs import proofs_of
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.link_evidence import link_evidence, unlink_evidence
from xiangchuang.organizations.models import EvidenceLink, FactRecord, Organization

pytestmark = pytest.mark.django_db
YEAR = clock.today().year - 1


@pytest.fixture
def firm() -> Organization:
    return OrganizationFactory(name="示例掘进装备股份有限公司")


@pytest.fixture
def li(firm: Organization) -> Actor:
    return actor_as(Role.LEAD, firm)


@pytest.fixture
def report(firm: Organization, li: Actor) -> StoredFile:
    """Evidence of the firm's R&D spending already."""
    file = StoredFileFactory(name="审计报告.pdf", purpose="evidence", uploaded_by=li.user)
    fact_of(firm, YEAR, evidence=file)
    return file


def fact_of(firm: Organization, year: int, **values: object) -> FactRecord:
    return FactRecordFactory(organization=firm, code="rd_expenditure", year=year, **values)


def test_one_file_proves_several_statements_and_its_page_lists_them(
    li: Actor, firm: Organization, report: StoredFile
) -> None:
    earlier = fact_of(firm, YEAR - 1)
    platform = CapabilityRecordFactory(organization=firm, title="示例重点实验室")
    link_evidence(actor=li, statement=earlier, file=report)
    link_evidence(actor=li, statement=platform, file=report)
    page = text_of(read(signed_in(li), f"/files/{report.pk}/about/"))
    for proved in (f"研发经费 {YEAR}", f"研发经费 {YEAR - 1}", "示例重点实验室", firm.name):
        assert proved in page
    assert StoredFile.objects.count() == 1
    assert [entry.verb for entry in LedgerEntry.objects.order_by("pk")] == ["link_evidence"] * 2


def test_the_page_of_the_fact_leads_to_the_file_and_back(
    li: Actor, firm: Organization, report: StoredFile
) -> None:
    earlier = fact_of(firm, YEAR - 1)
    client, at = signed_in(li), f"/organizations/{firm.pk}/facts/{earlier.pk}/"
    offered = read(client, f"{at}evidence/")
    assert "审计报告.pdf（" in offered
    assert client.post(f"{at}evidence/", {"file": report.pk}).status_code == 302
    page = read(client, at)
    assert f'href="/files/{report.pk}/about/"' in page
    link = EvidenceLink.objects.get()
    assert client.post(f"{at}evidence/{link.pk}/unlink/", {"reason": ""}).status_code == 422
    assert client.post(f"{at}evidence/{link.pk}/unlink/", {"reason": "关联错了年度"}).status_code == 302
    after = text_of(read(client, at))
    assert "已取消关联：关联错了年度" in after and "审计报告.pdf" in after
    assert "取消关联：关联错了年度" in text_of(read(client, f"/files/{report.pk}/about/"))
    client.post(f"{at}evidence/", {"file": report.pk})
    assert EvidenceLink.objects.count() == 2


def test_what_may_not_be_linked(li: Actor, firm: Organization, report: StoredFile) -> None:
    earlier = fact_of(firm, YEAR - 1)
    link = link_evidence(actor=li, statement=earlier, file=report)
    with pytest.raises(Stale):
        link_evidence(actor=li, statement=earlier, file=report)
    with pytest.raises(Stale):
        link_evidence(actor=li, statement=FactRecord.objects.get(evidence=report), file=report)
    with pytest.raises(NotFound):
        link_evidence(actor=li, statement=earlier, file=StoredFileFactory(purpose="evidence"))
    with pytest.raises(NotFound):
        link_evidence(
            actor=li, statement=earlier, file=StoredFileFactory(purpose="letter", uploaded_by=li.user)
        )
    with pytest.raises(NotPermitted):
        link_evidence(actor=actor_as(Role.LEAD), statement=earlier, file=report)
    with pytest.raises(Blocked):
        old = fact_of(firm, YEAR - 2, is_current=False)
        link_evidence(actor=li, statement=old, file=report)
    with pytest.raises(Invalid):
        unlink_evidence(actor=li, link=link, reason="  ")
    unlink_evidence(actor=li, link=link, reason="关联错了")
    with pytest.raises(Stale):
        unlink_evidence(actor=li, link=link, reason="关联错了")


def test_the_link_opens_the_file_to_the_readers_of_the_register_and_unlinking_closes_it(
    li: Actor, firm: Organization
) -> None:
    file = StoredFileFactory(purpose="evidence", uploaded_by=li.user)
    officer, rival = actor_as(Role.OFFICER), actor_as(Role.LEAD)
    assert not may_read(officer, file)
    link = link_evidence(actor=li, statement=fact_of(firm, YEAR), file=file)
    assert may_read(officer, file) and not may_read(rival, file)
    unlink_evidence(actor=li, link=link, reason="不是这一份")
    assert not may_read(officer, file)


def test_in_two_worlds_that_differ_in_a_rivals_statement_the_page_is_the_same(
    li: Actor, firm: Organization, report: StoredFile
) -> None:
    """The rival has brought the same bytes; whether it did is not to be read off one's own file."""
    client, pages = signed_in(li), []
    for is_there in (False, True):
        if is_there:
            rival = OrganizationFactory(name="对手公司")
            same = StoredFileFactory(sha256=report.sha256, purpose="evidence")
            fact_of(rival, YEAR, evidence=same)
        pages.append(text_of(read(client, f"/files/{report.pk}/about/")))
    assert pages[0] == pages[1]
    assert [proof.whose for proof in proofs_of(li, report)] == [firm.name]
    assert signed_in(actor_as(Role.LEAD)).get(f"/files/{report.pk}/about/").status_code == 404


def test_both_pages_ask_as_much_for_three_links_as_for_one(
    li: Actor, firm: Organization, report: StoredFile
) -> None:
    client = signed_in(li)
    fact = fact_of(firm, YEAR - 1)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = (f"/files/{report.pk}/about/", f"/organizations/{firm.pk}/facts/{fact.pk}/")
    counts: list[list[int]] = []
    link: Callable[..., EvidenceLink] = link_evidence
    for more in (1, 2):
        for _number in range(more):
            other = StoredFileFactory(purpose="evidence", uploaded_by=li.user)
            link(actor=li, statement=fact, file=other)
            link(actor=li, statement=CapabilityRecordFactory(organization=firm), file=report)
        counts.append([asked(address) for address in pages])
    assert counts[0] == counts[1]
