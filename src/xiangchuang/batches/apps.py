from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

IMPORTED = "import"


class BatchesConfig(AppConfig):
    name = "xiangchuang.batches"
    label = "batches"
    verbose_name = _("批量导入")

    def ready(self) -> None:
        """Say who may read imported files."""
        from xiangchuang.batches.queries import may_read_imported
        from xiangchuang.files.gates import register_gate

        register_gate(IMPORTED, may_read_imported)
