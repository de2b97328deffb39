"""A file uploaded before the form, or come with a refused one, is there when the form is sent."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.intake import hostile
from tests.factories.registers import OrganizationFactory, actor_as
from tests.workbench.browser import signed_in
from tests.workbench.test_register_pages import typed
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.models import StoredFile, Upload
from xiangchuang.files.receive import append, begin_upload
from xiangchuang.organizations.models import FactRecord, Organization

pytestmark = pytest.mark.django_db
PDF = hostile.pdf()


@pytest.fixture
def firm() -> Organization:
    return OrganizationFactory(name="示例掘进装备股份有限公司")


@pytest.fixture
def li(firm: Organization) -> Actor:
    return actor_as(Role.LEAD, firm)


def uploaded(actor: Actor, content: bytes = PDF, *, whole: bool = True) -> Upload:
    begun = begin_upload(actor=actor, name="审计报告.pdf", size=len(content), fingerprint="f")
    piece = content if whole else content[:10]
    return append(actor=actor, token=begun.token, offset=0, content=piece)


def page_of(firm: Organization) -> str:
    return f"/organizations/{firm.pk}/facts/record/"


def test_the_finished_upload_is_the_forms_file(li: Actor, firm: Organization) -> None:
    upload = uploaded(li)
    answer = signed_in(li).post(page_of(firm), typed() | {"evidence-upload": upload.token})
    assert answer.status_code == 302
    evidence = FactRecord.objects.get().evidence
    assert evidence is not None
    assert (evidence.name, evidence.path.read_bytes()) == ("审计报告.pdf", PDF)
    upload.refresh_from_db()
    assert upload.used_at is not None


@pytest.mark.parametrize("whose", ["another person's", "gone", "not yet whole"])
def test_a_form_that_names_a_file_it_cannot_have_is_not_handed_in_without_it(
    li: Actor, firm: Organization, whose: str
) -> None:
    token = {
        "another person's": lambda: uploaded(actor_as(Role.LEAD)).token,
        "gone": lambda: "gone",
        "not yet whole": lambda: uploaded(li, whole=False).token,
    }[whose]()
    answer = signed_in(li).post(
        page_of(firm),
        typed(source="二〇二五年度审计报告，由示例会计师事务所出具，编号一二三四")
        | {"evidence-upload": token},
    )
    assert answer.status_code == (422 if whose == "not yet whole" else 404)
    page = answer.content.decode()
    assert "二〇二五年度审计报告，由示例会计师事务所出具，编号一二三四" in page
    assert not FactRecord.objects.exists()


def test_a_file_that_came_with_a_refused_form_is_not_chosen_again(li: Actor, firm: Organization) -> None:
    client = signed_in(li)
    given = SimpleUploadedFile("审计报告.pdf", PDF, "application/pdf")
    refused = client.post(page_of(firm), typed(value="约五千") | {"evidence": given})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "已收到“审计报告.pdf”，不用重新选择。" in page
    found = re.search(r'name="evidence-upload" value="([^"]+)"', page)
    assert found is not None
    again = client.post(page_of(firm), typed(value="还是不对") | {"evidence-upload": found[1]})
    assert found[1] in again.content.decode()
    assert client.post(page_of(firm), typed() | {"evidence-upload": found[1]}).status_code == 302
    assert FactRecord.objects.get().evidence.path.read_bytes() == PDF  # type: ignore[union-attr]
    assert (Upload.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_file_that_was_refused_itself_is_not_kept(li: Actor, firm: Organization) -> None:
    given = SimpleUploadedFile("审计报告.pdf", b"MZ not a pdf", "application/pdf")
    page = signed_in(li).post(page_of(firm), typed() | {"evidence": given}).content.decode()
    assert "不用重新选择" not in page
    assert not Upload.objects.exists()


def test_a_file_chosen_anew_goes_before_the_one_kept(li: Actor, firm: Organization) -> None:
    upload = uploaded(li)
    newer = SimpleUploadedFile("新报告.pdf", hostile.pdf(b"/Lang(zh)"), "application/pdf")
    signed_in(li).post(page_of(firm), typed() | {"evidence-upload": upload.token, "evidence": newer})
    assert FactRecord.objects.get().evidence.name == "新报告.pdf"  # type: ignore[union-attr]
