"""What is seen to once a day for files: uploads nobody has gone on with, and what waits for the scanner."""

from datetime import date

from django.utils.translation import gettext as _

from xiangchuang.files.receive import sweep_uploads
from xiangchuang.files.scanning import scan_again


def files_of_the_day(today: date) -> str:
    """Sweep old uploads away and ask the scanner again; say what came of it, or "" for nothing."""
    said = []
    if swept := sweep_uploads():
        said.append(_("清除未完成的上传 %(count)d 个") % {"count": swept})
    said += [f"{state.label} {count}" for state, count in scan_again().items()]
    return _("；").join(said)
