from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "xiangchuang.search"
    verbose_name = _("检索")

    def ready(self) -> None:
        from xiangchuang.search.index_tables import after_migrating

        # Not a signal between parts of the house: Django tells when tables are made, and nobody else knows.
        post_migrate.connect(after_migrating, sender=self, dispatch_uid="search.index_tables")
