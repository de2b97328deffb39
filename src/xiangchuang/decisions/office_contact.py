"""The department's own contact in a notice: an office and its telephone, the one field that names any."""

import re
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line
from xiangchuang.decisions.personal_data import OF_AN_OFFICE, find_personal_data
from xiangchuang.procedure.errors import Invalid

# A fixed line of an office, or a hotline such as 12345; a mailbox of the office may stand beside it.
_OFFICE_LINE: Final = re.compile(r"(?<!\d)(?:0\d{2,3}[-\s]?)?[2-8]\d{6,7}(?!\d)|(?<!\d)1[02]\d{3}(?!\d)")


def office_contact(typed: str) -> str:
    """Return the contact on one line.

    Raises Invalid without an office or its telephone, and for anything that belongs to a person: a mobile
    number, an identity number, a home.
    """
    line = normalise_line(typed)
    example = _("填写受理异议的部门和办公电话，例如“平台与基地处 0731-88888888”。")
    if not line:
        raise Invalid(example)
    private = [found for found in find_personal_data(line) if found.kind not in OF_AN_OFFICE]
    if private:
        raise Invalid(_("联系方式里有%(kind)s，不能公开：只写部门和办公电话。") % {"kind": private[0].label})
    if not _OFFICE_LINE.search(line) or not re.search(r"[一-鿿]{2}", line):
        raise Invalid(example)
    return line
