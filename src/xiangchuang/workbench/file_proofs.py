"""What files prove in the register: yearly facts and capabilities, for whoever may read that register."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.files.proofs import Proof
from xiangchuang.organizations.models import CapabilityRecord, EvidenceLink, FactRecord
from xiangchuang.organizations.queries import visible_to
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.fact_words import fact_words

_Statement = FactRecord | CapabilityRecord
_PATHS = ("fact__organization", "capability__organization")


def register_proofs(actor: Actor, files: Sequence[StoredFile]) -> Sequence[Proof]:
    """Return the statements recorded with the files or linked to them; a link taken back says so."""
    shown = set(visible_to(actor).filter(pk__in=_concerned(files)).values_list("pk", flat=True))
    return [proof for organization, proof in _all(files) if organization in shown]


def _concerned(files: Sequence[StoredFile]) -> set[int]:
    return {organization for organization, _proof in _all(files)}


def _all(files: Sequence[StoredFile]) -> Iterator[tuple[int, Proof]]:
    words = {code: word.label for code, word in fact_words(current_pack()).items()}
    for model in (FactRecord, CapabilityRecord):
        for statement in model._default_manager.filter(evidence__in=files).select_related("organization"):
            yield _proof(statement, words, EvidenceLink(linked_at=statement.recorded_at))
    for link in EvidenceLink.objects.filter(file__in=files).select_related(*_PATHS):
        yield _proof(link.statement, words, link)


def _proof(statement: _Statement, words: dict[str, str], link: EvidenceLink) -> tuple[int, Proof]:
    organization = statement.organization
    if isinstance(statement, FactRecord):
        what = f"{words.get(statement.code, statement.code)} {statement.year}"
        url = reverse("workbench:fact", args=[organization.pk, statement.pk])
    else:
        what = f"{statement.get_kind_display()} · {statement.title}"
        url = reverse("workbench:capability", args=[organization.pk, statement.pk])
    return organization.pk, Proof(
        what, organization.name, url, link.linked_at, link.unlinked_at, link.unlink_reason
    )
