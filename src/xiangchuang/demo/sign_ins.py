"""The example's sign-ins: one account for each role, one password for all, only where it is loaded."""

from dataclasses import dataclass
from typing import Final

from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role

PASSWORD: Final = "shili-2026-xiang"  # noqa: S105 - printed for everyone to use, never in production
# In the order in which a newcomer would play the line.
USERNAMES: Final = (
    "jingban", "qiantou", "gongjian", "changsha", "zhuzhou", "zhuanjia1", "zhuanjia17", "chuzhang", "tingling",
    "caizheng", "gongxin", "zhongxin", "zhuren", "zhenggai", "qiye", "pinggu", "xitong", "anquan", "shenji",
)  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """One account as the sign-in page and the terminal list it."""

    username: str
    name: str
    role_label: str
    organization: str


def demo_sign_ins() -> list[SignIn]:
    """Return the example's accounts in playing order; empty where the example is not loaded."""
    rows = Appointment.objects.filter(user__username__in=USERNAMES).select_related("user", "organization")
    found = {
        row.user.username: SignIn(
            row.user.username, row.user.full_name, str(Role(row.role).label), row.organization.name
        )
        for row in rows
    }
    return [found[name] for name in USERNAMES if name in found]
