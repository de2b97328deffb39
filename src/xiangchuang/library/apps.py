from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "xiangchuang.library"

    def ready(self) -> None:
        from xiangchuang.library.contributions import contribute

        contribute()
