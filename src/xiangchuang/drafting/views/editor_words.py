"""What the editor says by itself, in the language of the page."""

from django.utils.translation import gettext as _


def editor_words() -> dict[str, object]:
    """Return the words by name, for the script of the page."""
    return {
        "label": _("正文"),
        "pending": _("正在输入，几秒后自动保存。"),
        "failed": _("没有保存上：网络不通。文字还在页面上，稍后会再试。"),
        "signedOut": _("登录已过期。文字还在本页，也存在这台电脑上；重新登录后会接着保存。"),
        "compare": _("对照两份文字"),
        "leftOut": _("粘贴时略去 {count} 张图片或对象：用“图片”另行上传。"),
        "sending": _("正在上传……"),
        "noAlt": _("写一句图片说明：看不到图的人靠它知道图里是什么。"),
        "noFile": _("先选一个图片文件。"),
        "noWords": _("先填写文字。"),
        "noTargets": _("还没有可以引用的表、图、公式或文献条目。"),
        "badAddress": _("网址以 https://、http:// 或 mailto: 开头，中间不留空格。"),
        "names": {"table": _("表"), "image": _("图"), "formula": _("式")},
    }
