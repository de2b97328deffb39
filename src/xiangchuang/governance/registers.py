"""The registers of governance."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.register import Register, contribute_registers
from xiangchuang.governance.models import AdoptedRule

RULES = Register(
    code="rules", model=AdoptedRule, label=_("制度"), row_label=_("制度"),
    chapter="governance", clause="4.1-4",
    about=_("中心通过的制度：绩效与分配、股权激励、科研自主、知识产权、开放共享。"),
    fields=("title", "kind", "adopted_by", "adopted_on", "in_force_from", "repealed_on"),
    columns=("title", "kind", "adopted_by", "adopted_on", "in_force_from", "repealed_on"),
    filters=("kind",), sort="-adopted_on",
)  # fmt: skip


def contribute() -> None:
    """Add them to the file of every center."""
    contribute_registers(RULES)
