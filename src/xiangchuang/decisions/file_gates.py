"""Who may read the files of this app: documents by case or public, objections by the handler alone."""

from django.db.models import Q

from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.models import Objection
from xiangchuang.decisions.object_to_notice import EVIDENCE_PURPOSE, LETTER_PURPOSE, OPEN_IDENTITY
from xiangchuang.decisions.queries import documents_visible_to, may_open_identity, public_documents
from xiangchuang.decisions.render_document import DOCUMENT_PURPOSE
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.queries import entries_of_case


def may_read_document(actor: Actor, file: StoredFile) -> bool:
    """A public document is everyone's; another belongs to those of its case."""
    is_it = Q(pdf=file) | Q(docx=file)
    return public_documents().filter(is_it).exists() or documents_visible_to(actor).filter(is_it).exists()


def may_read_objection(actor: Actor, file: StoredFile) -> bool:
    """Letter and evidence can name the objector: who opened the identity, in the ledger, reads them."""
    if not may_open_identity(actor):
        return False
    objections = Objection.objects.filter(Q(letter=file) | Q(evidence=file)).select_related("notice__case")
    return any(
        entries_of_case(objection.notice.case.number)
        .filter(verb=OPEN_IDENTITY.code, actor=actor.ledger_name, subject=f"objection:{objection.pk}")
        .exists()
        for objection in objections
    )


def register() -> None:
    """Put the gates up; called when the app is ready."""
    register_gate(DOCUMENT_PURPOSE, may_read_document)
    register_gate(LETTER_PURPOSE, may_read_objection)
    register_gate(EVIDENCE_PURPOSE, may_read_objection)
