from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    name = "xiangchuang.archives"

    def ready(self) -> None:
        from xiangchuang.archives.contributions import contribute

        contribute()
