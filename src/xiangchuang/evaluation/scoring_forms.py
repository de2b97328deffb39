"""The score sheet of one center: a mark and a reason for each indicator of the expert's kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.evaluation.collection_forms import Plain, long_text
from xiangchuang.evaluation.scoring_sheets import Sheet
from xiangchuang.evaluation.write_scores import Mark, levels_of
from xiangchuang.policy.evaluation.indicators import Indicator
from xiangchuang.policy.evaluation.sources import ExpertSource
from xiangchuang.procedure.pack_words import words


def _look_at(indicator: Indicator) -> str:
    return words(indicator.source.look_at) if isinstance(indicator.source, ExpertSource) else ""


class ScoreForm(Plain):
    """Draws `score_<code>` and `why_<code>`; a draft may lack either, so nothing is required here."""

    def __init__(self, *args: Any, sheet: Sheet, full_mark: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        known = {row.indicator: row for row in sheet.rows}
        for indicator in sheet.indicators:
            row = known.get(indicator.code)
            levels = levels_of(indicator)
            score: forms.Field
            if levels:
                score = forms.ChoiceField(
                    label=_("等级"), required=False, widget=forms.RadioSelect, choices=levels,
                    error_messages={"invalid_choice": _("选择一个等级。")},
                )  # fmt: skip
            else:
                score = forms.CharField(
                    label=_("打分"), required=False, max_length=6,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                    help_text=_("0 到 %(full)d 分，最多两位小数。") % {"full": full_mark},
                )  # fmt: skip
            score.initial = row.score if row else ""
            self.fields[f"score_{indicator.code}"] = score
            self.fields[f"why_{indicator.code}"] = forms.CharField(
                label=_("理由"), required=False, max_length=2000, widget=long_text(3),
                initial=row.reason if row else "",
            )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Return each indicator with its two fields, for the page."""
        return [
            {
                "indicator": indicator, "label": words(indicator.label),
                "look_at": _look_at(indicator),
                "score": self[f"score_{indicator.code}"], "why": self[f"why_{indicator.code}"],
            }
            for indicator in self.sheet.indicators
        ]  # fmt: skip

    def marks(self) -> dict[str, Mark]:
        """Return what was typed."""
        data = self.cleaned_data
        return {
            indicator.code: Mark(data[f"score_{indicator.code}"], data[f"why_{indicator.code}"])
            for indicator in self.sheet.indicators
        }
