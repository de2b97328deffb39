"""The kinds of research: of technology, spending, projects, results, contracts and transfers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TechnologyKind(models.TextChoices):
    """The technology types of 1.1-1, which a pack orders and names but cannot extend."""

    FRONTIER = "frontier", _("产业前沿引领技术")
    KEY_COMMON = "key_common", _("关键共性技术")
    MODERN_ENGINEERING = "modern_engineering", _("现代工程技术")
    DISRUPTIVE = "disruptive", _("颠覆性技术")


class SpendingKind(models.TextChoices):
    """What a task's money goes into."""

    LABOUR = "labour", _("人员")
    MATERIALS = "materials", _("材料")
    EQUIPMENT = "equipment", _("设备")
    TESTING = "testing", _("测试与试验")
    OUTSOURCED = "outsourced", _("委托研发")
    PILOT = "pilot", _("中试")
    OTHER = "other", _("其他")


class PilotOutcome(models.TextChoices):
    """How a pilot-scale run ended."""

    REACHED = "reached", _("达到指标")
    PARTLY = "partly", _("部分达到")
    MISSED = "missed", _("未达到")


class ProjectLevel(models.TextChoices):
    """Who gives a project."""

    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    MUNICIPAL = "municipal", _("市级")
    OTHER = "other", _("其他")


class ProjectPart(models.TextChoices):
    """The center's part in a project."""

    LEADS = "leads", _("牵头")
    TAKES_PART = "takes_part", _("参与")


class ProjectState(models.TextChoices):
    """Where a project stands."""

    RUNNING = "running", _("在研")
    CONCLUDED = "concluded", _("已结题")
    ENDED = "ended", _("已终止")


class TeamFunction(models.TextChoices):
    """What a member of a team does: the three parts of the structure of 4.2-2."""

    BASIC = "basic", _("应用基础研究")
    ENGINEERING = "engineering", _("工程研发")
    PROMOTION = "promotion", _("技术推广")


class ResultKind(models.TextChoices):
    """Kinds of result (4.2 to 4.4)."""

    INVENTION = "invention", _("发明专利")
    UTILITY_MODEL = "utility_model", _("实用新型")
    DESIGN = "design", _("外观设计")
    PCT = "pct", _("PCT 国际专利")
    NATIONAL_STANDARD = "national_standard", _("国家标准")
    INDUSTRY_STANDARD = "industry_standard", _("行业标准")
    GROUP_STANDARD = "group_standard", _("团体标准")
    ENTERPRISE_STANDARD = "enterprise_standard", _("企业标准")
    SOFTWARE = "software", _("软件著作权")
    VARIETY = "variety", _("新品种")
    NEW_PRODUCT = "new_product", _("新产品")
    PILOT_PRODUCT = "pilot_product", _("中试产品")
    PAPER = "paper", _("论文")
    SECRET = "secret", _("技术秘密")


PATENTS = (ResultKind.INVENTION, ResultKind.UTILITY_MODEL, ResultKind.DESIGN, ResultKind.PCT)
STANDARDS = (
    ResultKind.NATIONAL_STANDARD,
    ResultKind.INDUSTRY_STANDARD,
    ResultKind.GROUP_STANDARD,
    ResultKind.ENTERPRISE_STANDARD,
)
NEW_PRODUCTS = (ResultKind.NEW_PRODUCT, ResultKind.PILOT_PRODUCT)


class Stage(models.TextChoices):
    """How far a result has come from science to technology to industry (2-1, 2-2)."""

    BASIC = "basic", _("基础成果")
    PILOT = "pilot", _("中试熟化")
    INDUSTRIALISED = "industrialised", _("产业化")


class Origin(models.TextChoices):
    """Where a result comes from."""

    OWN = "own", _("中心自主研发")
    BASIC_RESEARCH = "basic_research", _("高校、院所的基础研究")
    MEMBER = "member", _("共建单位已有成果")
    INTRODUCED = "introduced", _("引进再研发")


class ContractType(models.TextChoices):
    """The five types of technology contract, of the measure of 2026-01-23 on their recognition."""

    DEVELOPMENT = "development", _("技术开发")
    ASSIGNMENT = "assignment", _("技术转让")
    LICENCE = "licence", _("技术许可")
    CONSULTING = "consulting", _("技术咨询")
    SERVICE = "service", _("技术服务")


class TransferMode(models.TextChoices):
    """Ways in which a result is transferred."""

    ASSIGNMENT = "assignment", _("转让")
    LICENCE = "licence", _("许可")
    EQUITY = "equity", _("作价投资")
    SELF_IMPLEMENTED = "self_implemented", _("自行实施")
    INCUBATED_FIRM = "incubated_firm", _("孵化企业")
