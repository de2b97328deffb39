"""Fill an empty database with the example province and cases standing at every stage."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from xiangchuang.accounts.models import User
from xiangchuang.demo.cases import load_cases
from xiangchuang.demo.centers import furnish_centers
from xiangchuang.demo.expert_library import furnish_library
from xiangchuang.demo.feedback import furnish_feedback
from xiangchuang.demo.layouts import advise_directions, go_on_planning, lay_out
from xiangchuang.demo.platforms import furnish_platforms
from xiangchuang.demo.province import build_province
from xiangchuang.demo.scouting import scan_sample_nation
from xiangchuang.demo.working_life import furnish_working_life
from xiangchuang.search.follow import cases_followed_once


class Command(BaseCommand):
    help = (
        "在空数据库里载入示例数据：14 个市州、约 60 家单位、40 位专家、各阶段的案卷，两个新批准、七个运行多年的中心，"
        "它们的年报、评价和动态调整"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("生产环境不载入示例数据")
        if User.objects.exists():
            raise CommandError("数据库里已有账户：示例数据只载入空数据库")
        # All or nothing: a start broken off in the middle must find an empty database again.
        with transaction.atomic(), cases_followed_once():
            province = build_province()
            province.remembers = True
            lay_out(province)
            cases = load_cases(province)
            go_on_planning(province)
            furnish_centers(province)
            furnish_working_life(province)
            furnish_platforms(province)
            furnish_feedback(province)
            furnish_library(province)
            advise_directions(province, scan_sample_nation(province))
        self.stdout.write(f"已载入示例数据：{len(province.enterprises)} 家企业，{len(cases)} 个案卷")
