"""What a reader of a plan must not learn from it: a later stage says so, and page, Word and PDF obey."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.masking import Mask
from xiangchuang.procedure.models import Case

MaskRule = Callable[[Actor, Case], Mask | None]
_rules: Final[list[MaskRule]] = []


def contribute_mask(rule: MaskRule) -> None:
    """Let `rule` say under which mask a person reads a case, None where under none; from `ready()`."""
    if rule not in _rules:
        _rules.append(rule)


def mask_for(actor: Actor, case: Case) -> Mask | None:
    """Return the mask under which the person reads what the applicant wrote, None where under none."""
    return next((mask for rule in _rules if (mask := rule(actor, case)) is not None), None)


def shown_title(actor: Actor, case: Case) -> str:
    """Return the name of the case as the person may read it."""
    mask = mask_for(actor, case)
    return mask.text(case.title) if mask else case.title


def withheld_picture() -> str:
    """Return what stands in the place of a picture: nobody can tell what its pixels name."""
    return _("〔图片不能可靠遮蔽，专家组会议前不提供〕")
