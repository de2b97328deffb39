"""Equal bytes are kept once, and whoever brings them again is told so, of files they may know of only."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.intake import hostile
from tests.factories.registers import FactRecordFactory, OrganizationFactory, StoredFileFactory, actor_as
from tests.workbench.browser import signed_in
from tests.workbench.test_register_pages import typed
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.files.told import hearing
from xiangchuang.organizations.models import Organization

pytestmark = pytest.mark.django_db
PDF = hostile.pdf()


@pytest.fixture
def firm(media: Path) -> Organization:
    return OrganizationFactory(name="示例掘进装备股份有限公司")


@pytest.fixture
def li(firm: Organization) -> Actor:
    return actor_as(Role.LEAD, firm)


def bring(actor: Actor, content: bytes = PDF, name: str = "证明.pdf") -> StoredFile:
    given = SimpleUploadedFile(name, content)
    return store(actor=actor, upload=given, expect=("pdf",), purpose="evidence")


def test_the_same_file_again_is_said_with_the_day_and_its_name(li: Actor) -> None:
    first = bring(li, name="审计报告.pdf")
    with hearing() as told:
        again = bring(li, name="报告副本.pdf")
    assert again.path == first.path
    assert [re.sub(r"\d{4}-\d\d-\d\d", "某日", words) for words in told] == [
        "“报告副本.pdf”与 某日 上传的“审计报告.pdf”是同一份文件，系统只存一份。"
    ]


def test_the_page_after_the_form_says_so(li: Actor, firm: Organization) -> None:
    bring(li, name="审计报告.pdf")
    given = typed() | {"evidence": SimpleUploadedFile("报告副本.pdf", PDF)}
    answer = signed_in(li).post(f"/organizations/{firm.pk}/facts/record/", given, follow=True)
    assert "上传的“审计报告.pdf”是同一份文件" in answer.content.decode()


def test_colleagues_who_see_the_register_are_told_as_well(li: Actor, firm: Organization) -> None:
    FactRecordFactory(organization=firm, evidence=bring(li))
    with hearing() as told:
        bring(actor_as(Role.LEAD, firm))
    assert len(told) == 1


def test_in_two_worlds_that_differ_in_a_hidden_file_the_uploader_sees_the_same(firm: Organization) -> None:
    """Whether a rival has brought the same bytes is nobody's to learn by uploading them."""
    rival = OrganizationFactory()
    seen = []
    for is_there in (False, True):
        if is_there:
            FactRecordFactory(organization=rival, evidence=bring(actor_as(Role.LEAD, rival)))
        wang = actor_as(Role.LEAD, firm)
        with hearing() as told:
            bring(wang)
        StoredFile.objects.filter(uploaded_by=wang.user).delete()
        seen.append(told)
    assert seen == [[], []]


def test_nothing_is_said_where_no_page_hears_it(li: Actor) -> None:
    StoredFileFactory(uploaded_by=li.user)
    bring(li)
    assert bring(li).sha256 == bring(li).sha256
