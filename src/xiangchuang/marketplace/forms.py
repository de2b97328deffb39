"""Forms of the marketplace: what a firm and a center write. The verbs judge; the forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.amounts import MoneyInput
from xiangchuang.centers.registers.forms import RowInput
from xiangchuang.marketplace.field_words import field_choices
from xiangchuang.marketplace.models import Booking, Offering, OrderKind
from xiangchuang.research.models import TechnologyContract

_DAY_SAYS = {
    "required": gettext_lazy("填写日期。"),
    "invalid": gettext_lazy("日期写成 2026-11-23 的样子。"),
}


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


def _text(label: Any, most: int, *, hint: Any = "", rows: int = 0, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, help_text=hint, widget=widget, required=required,
        error_messages={"required": gettext_lazy("这一项没有填写。")},
    )  # fmt: skip


def _day(label: Any, *, hint: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, help_text=hint, required=required, error_messages=_DAY_SAYS
    )


def _money(label: Any, *, hint: Any = "", required: bool = True) -> MoneyInput:
    return MoneyInput(
        unit="yuan", label=label, help_text=hint, required=required,
        error_messages={"required": gettext_lazy("填写金额，免费的填 0。")},
    )  # fmt: skip


class ContactForm(PlainForm):
    """Whom the other side may call; filled with the person's own name and number."""

    contact_name = _text(gettext_lazy("联系人"), 100)
    contact_phone = _text(gettext_lazy("联系电话"), 30)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        user = actor.user
        known = {"contact_name": user.full_name, "contact_phone": user.phone} if user else {}
        kwargs["initial"] = {**known, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.order_fields([*(n for n in self.fields if not n.startswith("contact")), *self.fields])
        self.fields["contact_phone"].help_text = self.contact_hint()

    def contact_hint(self) -> str:
        """Return who will see the contact, and when."""
        return _("双方达成一致之后才给对方看。")


class BookingForm(ContactForm):
    """Day, hours and purpose."""

    day = _day(gettext_lazy("日期"))
    hour = forms.TypedChoiceField(label=gettext_lazy("开始"), coerce=int)
    hours = forms.TypedChoiceField(label=gettext_lazy("时数"), coerce=int)
    purpose = _text(
        gettext_lazy("用途"),
        500,
        rows=3,
        hint=gettext_lazy("做什么样品、什么测试，例如“测 3 件刀圈的磨损轮廓”。"),
    )

    def __init__(self, *args: Any, instrument: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opens, closes = instrument.opens_at or 0, instrument.closes_at or 0
        self.fields["hour"].choices = [(h, f"{h:02d}:00") for h in range(opens, closes)]  # type: ignore[attr-defined]
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (h, _("%(hours)d 小时") % {"hours": h}) for h in range(1, (instrument.longest_hours or 1) + 1)
        ]

    def contact_hint(self) -> str:
        return _("约成之后给仪器所在的中心看。")


class UseForm(PlainForm):
    """How many hours were used."""

    used_hours = forms.TypedChoiceField(label=gettext_lazy("使用时数"), coerce=int)

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["used_hours"].choices = [  # type: ignore[attr-defined]
            (h, _("%(hours)d 小时") % {"hours": h} if h else _("0 小时（未到场）"))
            for h in range(booking.hours, -1, -1)
        ]


class OrderForm(ContactForm):
    """What a firm asks a center for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("合作方式"), choices=OrderKind.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("选一种合作方式。")},
    )  # fmt: skip
    title = _text(gettext_lazy("事项"), 100, hint=gettext_lazy("例如“滚刀寿命评估”。"))
    text = _text(
        gettext_lazy("要求"), 4000, rows=6, hint=gettext_lazy("现状、要做到的指标、交付什么；中心按此报价。")
    )
    wanted_by = _day(gettext_lazy("希望完成日"), required=False)
    field_order = ("kind", "title", "text", "wanted_by")


class QuoteForm(ContactForm):
    """Price, day and terms of a quote."""

    amount_fen = _money(gettext_lazy("报价（元）"), hint=gettext_lazy("含税总价；免费的填 0。"))
    deliver_by = _day(gettext_lazy("完成日"))
    terms = _text(
        gettext_lazy("说明"), 4000, rows=5, required=False, hint=gettext_lazy("内容、交付物、付款方式。")
    )


class ReasonForm(PlainForm):
    """Why."""

    reason = _text(gettext_lazy("原因"), 300, rows=3, hint=gettext_lazy("对方会看到。"))


class OptionalReasonForm(PlainForm):
    """Why, where there is something to explain."""

    reason = _text(
        gettext_lazy("说明"),
        300,
        rows=2,
        required=False,
        hint=gettext_lazy("款项没有到齐的，写明为何不再收。"),
    )


class CancelForm(PlainForm):
    """Why a booking is cancelled; the firm need not say."""

    reason = _text(gettext_lazy("原因"), 300, rows=2, required=False, hint=gettext_lazy("中心取消时必填。"))


class DeliveryForm(PlainForm):
    """What is handed over."""

    delivery = _text(
        gettext_lazy("交付内容"),
        4000,
        rows=5,
        hint=gettext_lazy("报告、样品、图纸、数据，各多少份，怎么交的。"),
    )


class PaymentForm(PlainForm):
    """Money received."""

    amount_fen = _money(gettext_lazy("到账金额（元）"))
    paid_on = _day(gettext_lazy("到账日"))
    reference = _text(gettext_lazy("凭证号"), 100, hint=gettext_lazy("银行回单号或发票号。"))


class ContractForm(PlainForm):
    """A technology contract of the center: one that seems to fit, or another by its number."""

    suggested = forms.TypedChoiceField(
        label=gettext_lazy("可能相符的技术合同"), coerce=int, empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, center: Center, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["suggested"].choices = [*choices, ("", _("其他合同"))]  # type: ignore[attr-defined]
        else:
            del self.fields["suggested"]
        self.fields["other"] = RowInput(
            TechnologyContract, center, label=_("合同编号或名称"), required=False,
            help_text=_("上面没有的填这里；还没有登记的，先在“技术合同”登记。"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Return the one contract that was chosen or named."""
        chosen, other = self.cleaned_data.get("suggested"), self.cleaned_data.get("other")
        if chosen and other and other.pk != chosen:
            raise forms.ValidationError(_("选了一份合同，又填了另一份：只留一份。"))
        contract = other or (chosen and TechnologyContract.objects.filter(pk=chosen).first())
        if not contract and not self.errors:
            raise forms.ValidationError(_("没有选合同：选一份，或填合同编号。"))
        return {"contract": contract}


class RatingForm(PlainForm):
    """A score with words; there is only one."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("评分"), coerce=int, widget=forms.RadioSelect,
        choices=[
            (5, gettext_lazy("5 分，很满意")), (4, gettext_lazy("4 分")), (3, gettext_lazy("3 分，一般")),
            (2, gettext_lazy("2 分")), (1, gettext_lazy("1 分，很不满意")),
        ],
        error_messages={"required": gettext_lazy("选一个分数。")},
    )  # fmt: skip
    text = _text(
        gettext_lazy("评价"),
        1000,
        rows=4,
        hint=gettext_lazy("进度、质量、收费、沟通各怎么样。提交后不能改，会公开显示。"),
    )


class AnswerRatingForm(PlainForm):
    """The center's one answer."""

    text = _text(gettext_lazy("答复"), 1000, rows=4, hint=gettext_lazy("提交后不能改，与评价一起公开显示。"))


class DemandForm(ContactForm):
    """A problem in the firm's own words."""

    title = _text(gettext_lazy("标题"), 100, hint=gettext_lazy("例如“滚刀在硬岩段磨损快”。"))
    text = _text(
        gettext_lazy("问题描述"), 4000, rows=8,
        hint=gettext_lazy("现状、难处、想达到的指标。公开显示；不写单位名称、人名和不愿公开的技术细节。"),
    )  # fmt: skip
    field = forms.ChoiceField(label=gettext_lazy("领域"), required=False)
    industry = _text(
        gettext_lazy("行业（GB/T 4754）"),
        5,
        required=False,
        hint=gettext_lazy("不填则用登记册中本单位的行业。"),
    )
    wanted_by = _day(gettext_lazy("希望完成日"), required=False)
    budget_from_fen = _money(gettext_lazy("预算自（元）"), required=False)
    budget_to_fen = _money(gettext_lazy("预算至（元）"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = field_choices()  # type: ignore[attr-defined]


class AnswerForm(ContactForm):
    """A center's offer on a demand."""

    kind = forms.ChoiceField(
        label=gettext_lazy("合作方式"), choices=OrderKind.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("选一种合作方式。")},
    )  # fmt: skip
    offering = forms.ModelChoiceField(
        Offering.objects.none(),
        label=gettext_lazy("用到的开放资源"),
        required=False,
        empty_label=gettext_lazy("不指定"),
    )
    text = _text(
        gettext_lazy("方案"),
        4000,
        rows=6,
        hint=gettext_lazy("怎么做、分几段、交付什么。只有发布需求的企业看到。"),
    )
    price_fen = _money(gettext_lazy("报价（元）"), hint=gettext_lazy("企业选定即按此价成约。"))
    deliver_by = _day(gettext_lazy("完成日"))

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Offering.objects.standing().filter(center=center).order_by("kind", "name")
        self.fields["offering"].queryset = own  # type: ignore[attr-defined]
