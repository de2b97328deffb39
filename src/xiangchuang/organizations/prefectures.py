"""The 14 prefectures of Hunan (GB/T 2260) and the province's own level. Pure data with validity dates."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROVINCE = "430000"


@dataclass(frozen=True)
class Prefecture:
    """An area code of GB/T 2260. valid_from None: in force before the programme began."""

    code: str
    label: str | Promise
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        """Return whether the code is in force on `day`, both ends included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


PREFECTURES: tuple[Prefecture, ...] = (
    Prefecture("430100", _("长沙市")),
    Prefecture("430200", _("株洲市")),
    Prefecture("430300", _("湘潭市")),
    Prefecture("430400", _("衡阳市")),
    Prefecture("430500", _("邵阳市")),
    Prefecture("430600", _("岳阳市")),
    Prefecture("430700", _("常德市")),
    Prefecture("430800", _("张家界市")),
    Prefecture("430900", _("益阳市")),
    Prefecture("431000", _("郴州市")),
    Prefecture("431100", _("永州市")),
    Prefecture("431200", _("怀化市")),
    Prefecture("431300", _("娄底市")),
    Prefecture("433100", _("湘西土家族苗族自治州")),
)
PROVINCE_LEVEL = Prefecture(PROVINCE, _("湖南省（省本级）"))
_BY_CODE = {area.code: area for area in (PROVINCE_LEVEL, *PREFECTURES)}


def prefecture_choices(on: dt.date, *, province: bool = True) -> list[tuple[str, str | Promise]]:
    """Return (code, label) of the areas in force on `on`; `province` puts the province's level first."""
    areas = (PROVINCE_LEVEL, *PREFECTURES) if province else PREFECTURES
    return [(area.code, area.label) for area in areas if area.valid_on(on)]


def is_prefecture(code: str, on: dt.date) -> bool:
    """Return whether `code` is one of Hunan's areas (the province included) in force on `on`."""
    return code in _BY_CODE and _BY_CODE[code].valid_on(on)


def prefecture_label(code: str) -> str:
    """Return the area's name, or the code itself when it is not one of Hunan's."""
    return str(_BY_CODE[code].label) if code in _BY_CODE else code
