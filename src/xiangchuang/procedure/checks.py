"""A system check: every kind of stage has verbs, so that a pack can never open a dead end."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from xiangchuang.policy.pack import MATTERS, STAGE_KINDS
from xiangchuang.policy.terms import MATTERS_OF
from xiangchuang.procedure.verbs import BEHAVIOURS


@register()
def every_stage_kind_has_verbs(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    # A matter that no installed app begins has no cases; of one that begins, no stage may be a dead end.
    begun = [matter for matter in MATTERS if _ends("intake", matter)]
    return [
        Error(f"stage kind {kind} has no verb that ends it for {matter}", id="procedure.E001")
        for kind in STAGE_KINDS
        for matter in begun
        if matter in MATTERS_OF.get(kind, MATTERS) and not _ends(kind, matter)
    ]


def _ends(kind: str, matter: str) -> bool:
    return any(verb.outcomes for verb in BEHAVIOURS[kind, matter].verbs.values())
