"""Where in the layout something stands: orientation, field, area, type of technology (3.2, 1.1-1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangchuang.organizations.prefectures import prefecture_label


class PlacedInLayout(models.Model):
    """Codes are the pack's; a field under 等 has its name in `other_field` and no code."""

    orientation = models.CharField(_("面向"), max_length=32, blank=True)
    field = models.CharField(_("重点领域"), max_length=64, blank=True)
    other_field = models.CharField(_("其他领域的名称"), max_length=100, blank=True)
    technology_type = models.CharField(_("技术类型"), max_length=32, blank=True)
    prefecture = models.CharField(_("市州"), max_length=6, blank=True)
    industry_chain = models.CharField(_("产业链"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def prefecture_label(self) -> str:
        """Return the area's name, or "" where none is named."""
        return prefecture_label(self.prefecture) if self.prefecture else ""
