"""The roles an appointment can give, and which of them must never meet in one account."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may act as.

    Staff of an applying organisation hold `lead`; `member` is a place in a consortium, said of organisations.
    """

    OFFICER = "officer", _("经办")
    DIVISION_HEAD = "division_head", _("处室负责人")
    LEADERSHIP = "leadership", _("厅领导")
    LEAD = "lead", _("牵头单位")
    MEMBER = "member", _("共建单位")
    CITY_BUREAU = "city_bureau", _("市州科技局")
    DEPARTMENT = "department", _("相关部门")
    SUPERVISING_DEPARTMENT = "supervising_department", _("主管部门")
    EXPERT = "expert", _("专家")
    CENTER_STAFF = "center_staff", _("创新中心")
    SERVED_FIRM = "served_firm", _("服务对象")
    EVALUATOR = "evaluator", _("第三方评估机构")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


# GB/T 22239-2019 8.1.5: system, security and audit administration are held by different people.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# The science and technology department's own staff, who see every register.
DEPARTMENT_STAFF = frozenset({Role.OFFICER, Role.DIVISION_HEAD, Role.LEADERSHIP})
# What no leave hands on: administration is given by another administrator, and an expert is asked in person.
NEVER_DELEGATED = ADMINISTRATORS | {Role.EXPERT}
