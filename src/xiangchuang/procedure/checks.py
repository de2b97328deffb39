"""A system check: every kind of stage has verbs, so that a pack can never open a dead end."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from xiangchuang.procedure.verbs import KINDS


@register()
def every_stage_kind_has_verbs(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"stage kind {kind} has no verb that ends it", id="procedure.E001")
        for kind, behaviour in KINDS.items()
        if not any(verb.outcomes for verb in behaviour.verbs.values())
    ]
