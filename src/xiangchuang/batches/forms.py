"""The form of an upload."""

from django import forms
from django.utils.translation import gettext_lazy


class UploadForm(forms.Form):
    """One spreadsheet."""

    use_required_attribute = False

    sheet = forms.FileField(
        label=gettext_lazy("表格文件"),
        help_text=gettext_lazy("按模板填写；表头照模板，列的顺序不限。"),
        error_messages={
            "required": gettext_lazy("没有选择文件。选择填好的表格后再上传。"),
            "empty": gettext_lazy("文件是空的。选择有表头和数据的文件。"),
        },
    )
