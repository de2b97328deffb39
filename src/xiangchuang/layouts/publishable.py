"""What is to be published holds no personal data: refused where it is written, by field and kind."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.documents.personal import find_personal_data


def refuse_personal_data(texts: Mapping[str, str]) -> None:
    """Raise Invalid naming each field and what was found there, without repeating it; texts by label."""
    found = [
        _("“%(field)s”中的%(kind)s（%(masked)s）")
        % {"field": label, "kind": find.label, "masked": find.masked}
        for label, text in texts.items()
        for find in find_personal_data(text)
    ]
    if found:
        raise Invalid(
            _("没有保存：%(found)s属于个人信息，布局发布后公开，不能写。")
            % {"found": _("、").join(dict.fromkeys(found))},
            remedy=_("删去或改写这一处再保存。"),
        )
