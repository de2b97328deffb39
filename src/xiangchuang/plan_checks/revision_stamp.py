"""What a check of a manuscript rests on, told apart without reading the manuscript."""

import hashlib
import json
from dataclasses import asdict

from xiangchuang.plan_checks.plan_read import parties_of
from xiangchuang.plan_parts.models import PartState
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.models import PlanRevision


def revision_stamp(revision: PlanRevision, pack: Pack) -> str:
    """Return a hash that changes when anything changes that a check reads: text, tables, targets, register.

    Sections and tables stand in it by their versions, which every write raises, and by the moment of the
    write: a version that was rolled back may come again with other words.
    """
    states = PartState.objects.filter(revision=revision).order_by("code")
    content = [
        pack.sha256,
        [revision.pk, revision.begun_at],
        list(revision.sections.values_list("pk", "version", "saved_at")),
        list(states.values_list("code", "version", "saved_at")),
        list(revision.targets.values_list("position", "name", "unit", "year", "value_e4")),
        [asdict(party) for party in parties_of(revision, pack)],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()
