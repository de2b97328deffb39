"""The example province: bodies, organisations with three years of facts, experts, sign-ins by role."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from stdnum.cn.uscc import calc_check_digit

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.demo.facts import record_register
from xiangchuang.demo.names import BRANDS, CITIES, FIELDS, INSTITUTES, UNIVERSITIES, person
from xiangchuang.demo.sign_ins import PASSWORD
from xiangchuang.experts.models import Employment, Expert, ExpertField, ExpertKind, PanelKind
from xiangchuang.ledger.record import record
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.holidays import seed_holidays
from xiangchuang.procedure.packs import current_policy

SINCE = date(2020, 1, 1)
KIND_COUNTS = ((PanelKind.TECHNICAL, 16), (PanelKind.MANAGEMENT, 6), (PanelKind.POLICY, 6), (PanelKind.LEGAL, 6),
               (PanelKind.FINANCE, 6))  # fmt: skip


@dataclass
class Province:
    """Everybody and everything of the example, by name.

    remembers: whether a person's appointments are asked for once a day only, as where nobody is appointed anew.
    """

    department: Organization
    finance_department: Organization
    industry_department: Organization
    evaluation_house: Organization = field(init=False)
    bureaus: dict[str, Organization] = field(default_factory=dict)
    enterprises: list[Organization] = field(default_factory=list)
    universities: list[Organization] = field(default_factory=list)
    institutes: list[Organization] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    staff: dict[int, User] = field(default_factory=dict)
    remembers: bool = False
    _actors: dict[tuple[int, date], Actor] = field(default_factory=dict, repr=False)

    def actor(self, name: str) -> Actor:
        """Return the signed-in person of that sign-in name, with the appointments of today."""
        return self._signed_in(self.users[name])

    def staff_of(self, organization: Organization) -> Actor:
        """Return the applicant's or bureau's person at the organisation."""
        return self._signed_in(self.staff[organization.pk])

    def _signed_in(self, user: User) -> Actor:
        if not self.remembers:
            return Actor.of(user, clock.today())
        key = (user.pk, clock.today())
        if key not in self._actors:
            self._actors[key] = Actor.of(user, key[1])
        return self._actors[key]

    def field_of(self, organization: Organization) -> str:
        """Return the field in which the organisation has its platforms and cases."""
        return FIELDS[organization.pk % len(FIELDS)][0]


def uscc(number: int, area: str) -> str:
    """Return a checksum-valid code (GB 32100) of a registration that does not exist."""
    body = f"91{area}MA{number:07d}"
    return body + calc_check_digit(body)


@transaction.atomic
def build_province(*, enterprises: int = 50, experts: int = 40) -> Province:
    """Build the example in an empty database; by default about 60 organisations and 40 experts."""
    current_policy()
    seed_holidays()
    password = make_password(PASSWORD)
    province = _bodies()
    _organizations(province, enterprises)
    _people(province, password)
    _experts(province, password, experts)
    people = {"recorded_by": province.users["jingban"], "confirmed_by": province.users["changsha"]}
    record_register(province.enterprises, province.universities + province.institutes, people)
    record(
        actor="system", actor_name="系统", verb="load_demo", subject="demo",
        detail={"organizations": Organization.objects.count(), "experts": len(province.experts)},
    )  # fmt: skip
    return province


def _bodies() -> Province:
    def body(name: str, kind: OrganizationKind, prefecture: str) -> Organization:
        return Organization.objects.create(name=name, kind=kind, prefecture=prefecture)

    province = Province(
        department=body("示例省科学技术厅", OrganizationKind.DEPARTMENT, "430000"),
        finance_department=body("示例省财政厅", OrganizationKind.DEPARTMENT, "430000"),
        industry_department=body("示例省工业和信息化厅", OrganizationKind.DEPARTMENT, "430000"),
    )
    for code, name in CITIES:
        suffix = "州" if code == "433100" else "市"
        province.bureaus[code] = body(f"示例{name}{suffix}科学技术局", OrganizationKind.BUREAU, code)
    return province


def _organizations(province: Province, enterprises: int) -> None:
    for number in range(enterprises):
        # Half of the firms sit in the capital's cluster, as they would.
        city, short = CITIES[0 if number % 3 == 0 else number % len(CITIES)]
        _code, words, industry = FIELDS[number % len(FIELDS)]
        province.enterprises.append(
            Organization.objects.create(
                name=f"示例{short}{BRANDS[number % len(BRANDS)]}{words}股份有限公司", uscc=uscc(number + 1, city),
                kind=OrganizationKind.ENTERPRISE, prefecture=city, industry=industry, is_sme=number % 4 == 3,
                supervisor=province.industry_department if number % 10 == 0 else None,
            )
        )  # fmt: skip
    for number, (city, name) in enumerate(UNIVERSITIES, 501):
        province.universities.append(
            Organization.objects.create(
                name=name,
                uscc=uscc(number, city),
                kind=OrganizationKind.UNIVERSITY,
                prefecture=city,
                industry="P8341",
            )
        )
    for number, (city, name, kind) in enumerate(INSTITUTES, 601):
        province.institutes.append(
            Organization.objects.create(
                name=name, uscc=uscc(number, city), kind=kind, prefecture=city, industry="M7320"
            )
        )

    # Of no consortium: an evaluator with a stake in a center cannot be commissioned.
    province.evaluation_house = Organization.objects.create(
        name="示例湘江科技评估中心", uscc=uscc(691, "430100"), kind=OrganizationKind.SOCIAL_SERVICE,
        prefecture="430100",
    )  # fmt: skip


def seat(province: Province, name: str, full_name: str, organization: Organization, role: Role) -> None:
    """Give a further person an account with the password of the others, and appoint them."""
    password = province.users["jingban"].password
    _appoint(_user(province, name, full_name, password), organization, role)


def _user(province: Province, name: str, full_name: str, password: str) -> User:
    user = User.objects.create(
        username=name, full_name=full_name, password=password, email=f"{name}@example.cn"
    )
    province.users[name] = user
    return user


def _appoint(user: User, organization: Organization, *roles: Role) -> None:
    for role in roles:
        Appointment.objects.create(user=user, organization=organization, role=role, valid_from=SINCE)


def _people(province: Province, password: str) -> None:
    """One sign-in for each role, and one person for every organisation and bureau."""
    department = province.department
    named: Iterable[tuple[str, str, Organization, Role]] = (
        ("jingban", "经办 陈思远", department, Role.OFFICER),
        ("chuzhang", "处长 周立新", department, Role.DIVISION_HEAD),
        ("tingling", "厅领导 何明德", department, Role.LEADERSHIP),
        ("caizheng", "财政厅 林玉洁", province.finance_department, Role.DEPARTMENT),
        ("gongxin", "工信厅 郑永康", province.industry_department, Role.SUPERVISING_DEPARTMENT),
        ("pinggu", "评估 宋若兰", province.evaluation_house, Role.EVALUATOR),
        ("qiye", "小企业 罗春燕", province.enterprises[3], Role.SERVED_FIRM),
        ("zhongxin", "中心 罗天佑", province.enterprises[1], Role.CENTER_STAFF),
        ("xitong", "系统管理员 郭守仁", department, Role.SYSTEM_ADMIN),
        ("anquan", "安全管理员 马国庆", department, Role.SECURITY_ADMIN),
        ("shenji", "审计管理员 梁素珍", department, Role.AUDIT_ADMIN),
    )
    for name, full_name, organization, role in named:
        _appoint(_user(province, name, full_name, password), organization, role)
    for number, (code, bureau) in enumerate(province.bureaus.items()):
        name = {"430100": "changsha", "430200": "zhuzhou"}.get(code, f"ju{code}")
        user = _user(province, name, f"{CITIES[number][1]}局 {person(100 + number)}", password)
        province.staff[bureau.pk] = user
        _appoint(user, bureau, Role.CITY_BUREAU)
    staffed = [*province.enterprises, *province.universities, *province.institutes]
    for number, organization in enumerate(staffed):
        name = {0: "qiantou", len(province.enterprises): "gongjian"}.get(number, f"danwei{organization.pk}")
        user = _user(province, name, f"申报人 {person(200 + number)}", password)
        province.staff[organization.pk] = user
        _appoint(user, organization, Role.LEAD)


def _experts(province: Province, password: str, wanted: int) -> None:
    """Experts of the five kinds, each from an employer of their own as far as there are employers."""
    employers = [*province.universities, *province.institutes, *province.enterprises[::-1]]
    kinds = [kind for kind, count in KIND_COUNTS for _ in range(count)][:wanted]
    for number, kind in enumerate(kinds):
        name = person(400 + number)
        user = _user(province, f"zhuanjia{number + 1}", f"专家 {name}", password)
        employer = employers[number % len(employers)]
        expert = Expert.objects.create(
            user=user, name=name, employer=employer, title="教授级高级工程师" if number % 2 else "研究员"
        )
        _appoint(user, employer, Role.EXPERT)
        ExpertKind.objects.create(expert=expert, kind=kind)
        ExpertField.objects.create(expert=expert, field=FIELDS[number % len(FIELDS)][0])
        Employment.objects.create(expert=expert, organization=employer, began_on=SINCE)
        province.experts.append(expert)
