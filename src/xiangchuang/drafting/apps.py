from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "xiangchuang.drafting"

    def ready(self) -> None:
        from xiangchuang.drafting import contributions
        from xiangchuang.drafting.together import contribute

        contributions.contribute()
        contribute.contribute()
