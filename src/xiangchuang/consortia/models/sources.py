"""Where money and support come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """Where money and support come from: the ways of 4.6-1, the supporters of 4.6-3 and 6.2-2."""

    MEMBERSHIP_FEE = "membership_fee", _("会员费")
    SHARE = "share", _("入股出资")
    AGREEMENT = "agreement", _("协议出资")
    VENTURE_FUND = "venture_fund", _("创投基金")
    BANK = "bank", _("金融机构")
    LOCAL_FINANCE = "local_finance", _("地方财政")
    DEPARTMENT = "department", _("省科技厅")
    SUPERVISING_DEPARTMENT = "supervising_department", _("行业主管部门")
    OTHER = "other", _("其他社会资本")
