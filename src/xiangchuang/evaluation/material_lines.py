"""What was asked of a center, line by line: supplied, judged, or missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.evaluation.asked_materials import Asked
from xiangchuang.evaluation.models import Material, MaterialState, Subject


@dataclass(frozen=True)
class MaterialLine:
    """One thing asked and what came of it; `row` is None where nothing was written."""

    asked: Asked
    row: Material | None

    @property
    def state(self) -> str:
        return self.row.state if self.row else ""

    @property
    def state_words(self) -> str:
        """Return where it stands, in words."""
        return self.row.get_state_display() if self.row else _("未填写")

    @property
    def act_words(self) -> str:
        """Return what the center does with an open one, as the button says."""
        if self.row is None:
            return _("填写")
        return _("重新报送") if self.state == MaterialState.DECLINED else _("修改")

    @property
    def value_words(self) -> str:
        """Return the value as a person reads it."""
        return self.asked.said(self.row.value) if self.row else ""

    @property
    def is_open(self) -> bool:
        """Whether the center may still write it."""
        return self.state in ("", MaterialState.DRAFT, MaterialState.DECLINED)

    @property
    def is_handed_in(self) -> bool:
        return self.state not in ("", MaterialState.DRAFT)


def material_lines(subject: Subject, asked: Sequence[Asked]) -> list[MaterialLine]:
    """Return a line for each thing asked, in one query."""
    rows = {
        row.indicator: row
        for row in Material.objects.filter(subject=subject).select_related("proof", "judged_by")
    }
    return [MaterialLine(one, rows.get(one.code)) for one in asked]
