"""What the archive adds: a daily step, the gate of its files, the words of its acts."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.archives.archive_cases import PURPOSE, archive_closed
from xiangchuang.archives.queries import papers_visible_to
from xiangchuang.centers.daily import contribute_daily_step
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.act_words import name_acts

ACTS = {
    "archive_case": _("归档"),
    "destroy_papers": _("销毁档案"),
    "export_archive": _("导出档案"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_daily_step("archive", archive_closed)
    register_gate(PURPOSE, _may_read)
    name_acts(ACTS)


def _may_read(actor: Actor, file: StoredFile) -> bool:
    return papers_visible_to(actor).filter(file=file).exists()
