"""Fill an empty database with the example province and cases standing at every stage."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from xiangchuang.accounts.models import User
from xiangchuang.demo.cases import load_cases
from xiangchuang.demo.centers import furnish_centers
from xiangchuang.demo.province import build_province
from xiangchuang.demo.scouting import scan_sample_nation


class Command(BaseCommand):
    help = "在空数据库里载入示例数据：14 个市州、约 60 家单位、40 位专家、各阶段的案卷和两个已批准的中心"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("生产环境不载入示例数据")
        if User.objects.exists():
            raise CommandError("数据库里已有账户：示例数据只载入空数据库")
        # All or nothing: a start broken off in the middle must find an empty database again.
        with transaction.atomic():
            province = build_province()
            cases = load_cases(province)
            furnish_centers(province)
            scan_sample_nation(province)
        self.stdout.write(f"已载入示例数据：{len(province.enterprises)} 家企业，{len(cases)} 个案卷")
