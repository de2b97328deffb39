from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVIDENCE = "evidence"


class OrganizationsConfig(AppConfig):
    name = "xiangchuang.organizations"
    label = "organizations"
    verbose_name = _("单位")

    def ready(self) -> None:
        """Say who may read evidence files."""
        from xiangchuang.files.gates import register_gate
        from xiangchuang.organizations.queries import may_read_evidence

        register_gate(EVIDENCE, may_read_evidence)
