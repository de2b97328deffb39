"""pack.yaml: which instrument the pack carries out, whose it is and from when it holds."""

from datetime import date

from pydantic import Field

from xiangchuang.policy.terms import Label, Model, Role, Sourced


class Province(Model):
    """The province; ``prefix`` opens the GB/T 2260 codes of its prefectures."""

    name: Label
    prefix: str = Field(pattern=r"^\d{2}$")


class DocumentNumber(Sourced):
    """Agency code that opens the numbers of approval documents, such as 湘科发 in 湘科发〔2026〕1号."""

    prefix: str = Field(min_length=1)


class Seat(Sourced):
    """Who in this province sits in a role: the words for it on pages and documents."""

    role: Role
    label: Label


class Identity(Model):
    """pack.yaml. ``title`` names the programme, ``notice_title`` is the instrument's own title."""

    code: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str = Field(min_length=1)
    title: Label
    notice_title: str
    province: Province
    issued_by: Label
    issued_on: date
    effective_from: date
    document_number: DocumentNumber
    seats: tuple[Seat, ...] = ()
