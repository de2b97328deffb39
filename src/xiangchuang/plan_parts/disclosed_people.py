"""The head and key staff of a submitted plan (A.1.5), by name, part and house, for who has to stand aside."""

from collections.abc import Iterator

from xiangchuang.plan_parts.approved import approved_revision
from xiangchuang.plan_parts.models import PersonRow
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.key_people import KeyPerson


def people_of_plan(case: Case) -> Iterator[KeyPerson]:
    """Yield those in the table of people of the newest submitted plan; nobody where there is none."""
    revision = approved_revision(case)
    if revision is None:
        return
    labels = {
        standing.code: words(standing.label)
        for rule in pack_of(case).plan_parts.parts
        for standing in rule.standings
    }
    rows = PersonRow.objects.filter(revision=revision).order_by("position")
    for name, standing, organization in rows.values_list("name", "standing", "organization__name"):
        if name:
            yield KeyPerson(name, labels.get(standing, ""), organization or "")
