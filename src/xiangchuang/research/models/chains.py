"""Where a center stands in the province's industry chains (1.1-2): which chain, which link, with what."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.research.models.keys import KeyField
from xiangchuang.research.models.results import set_keys


class ChainPlace(Entry):
    """One link of an industry chain that the center serves; a center may serve several, of several chains."""

    chain = models.CharField(_("产业链"), max_length=100, help_text=_("例如“工程机械”“先进储能材料”。"))
    link = models.CharField(_("环节"), max_length=100, help_text=_("例如“关键零部件”“整机”“检测服务”。"))
    supplies = models.CharField(
        _("提供什么"), max_length=300, blank=True, help_text=_("中心在这一环节提供的技术或服务，公开可见。")
    )
    chain_key = KeyField(of="chain")
    link_key = KeyField(of="link")

    class Meta(Entry.Meta):
        verbose_name = _("产业链环节")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["chain_key", "center"], name="research_chain_place_by_chain")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "chain_key", "link_key"], condition=STANDING,
                name="research_chain_place_once",
                violation_error_message=_("这条产业链的这一环节已登记过。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.chain} · {self.link}"

    def clean(self) -> None:
        """Compare chain and link by their letters and characters alone; there must be some."""
        set_keys(self)
        for name, key in (("chain", self.chain_key), ("link", self.link_key)):
            if not key:
                raise ValidationError({name: _now("请用文字或字母写出名称。")})
