"""Print the example's sign-ins, one for each role."""

from typing import Any

from django.core.management.base import BaseCommand

from xiangchuang.demo.sign_ins import PASSWORD, demo_sign_ins


class Command(BaseCommand):
    help = "列出示例数据的登录账号，每种角色一个"

    def handle(self, *args: Any, **options: Any) -> None:
        lines = demo_sign_ins()
        if not lines:
            self.stdout.write("数据库里没有示例数据")
            return
        self.stdout.write(f"示例账号（密码都是 {PASSWORD}）：")
        for line in lines:
            self.stdout.write(f"  {line.username:<10} {line.role_label}　{line.name}（{line.organization}）")
