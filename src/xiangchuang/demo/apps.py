from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "xiangchuang.demo"

    def ready(self) -> None:
        """Offer the example's accounts on the sign-in page, never in production."""
        from xiangchuang.workbench.frame import register_sign_in_hint

        if not settings.PRODUCTION:
            register_sign_in_hint(_hint)


def _hint() -> Mapping[str, Any]:
    from xiangchuang.demo.sign_ins import PASSWORD, demo_sign_ins

    accounts = demo_sign_ins()
    return {"demo_accounts": accounts, "demo_password": PASSWORD} if accounts else {}
