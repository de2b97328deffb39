from django.apps import AppConfig


class WordingsConfig(AppConfig):
    name = "xiangchuang.wordings"

    def ready(self) -> None:
        """Name the acts of the office's editor."""
        from xiangchuang.ledger.act_words import name_acts
        from xiangchuang.wordings.edit_wording import ACTS

        name_acts(ACTS)
