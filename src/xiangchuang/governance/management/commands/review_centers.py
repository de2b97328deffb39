"""Once a day: put changes into force whose day has come, then judge every center by the conditions of 4.1."""

from typing import Any

from django.core.management.base import BaseCommand

from xiangchuang.centers.models import Center
from xiangchuang.governance.changes.verbs import apply_due_changes
from xiangchuang.governance.review_compliance import review_compliance


class Command(BaseCommand):
    help = "每天一次：让到期的变更生效，再逐个核查中心的治理条件（任期届满不需要有人登记）"

    def handle(self, *args: Any, **options: Any) -> None:
        applied = apply_due_changes()
        reviews = [
            review_compliance(center) for center in Center.objects.select_related("lead").order_by("pk")
        ]
        failing = sum(bool(review.unmet or review.missing or review.judgement) for review in reviews)
        self.stdout.write(
            f"生效变更 {len(applied)} 项；核查中心 {len(reviews)} 个，{failing} 个有未满足的条件"
        )
