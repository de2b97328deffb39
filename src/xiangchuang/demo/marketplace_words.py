"""What the example's centers offer and firms ask for. Everything here is fictitious (示例数据)."""

from typing import Any, Final

_HOURS: Final[dict[str, Any]] = {
    "opens_at": 9, "closes_at": 18, "open_days": "12345", "longest_hours": 4, "cancel_hours": 24,
    "technician": "示例操作员", "rules": "送样前一天确认样品尺寸；首次使用先做安全培训；原始数据随报告一并交付。",
}  # fmt: skip


def _instrument(
    name: str, model: str, fee_yuan: int, summary: str, **changes: Any
) -> tuple[str, dict[str, Any]]:
    values = {"name": name, "model": model, "hourly_fee_fen": fee_yuan * 100, "summary": summary}
    return "instrument", {**_HOURS, **values, "place": "中心本部实验楼", **changes}


def _service(name: str, summary: str, fee_note: str = "按工作量报价") -> tuple[str, dict[str, Any]]:
    return "service", {"name": name, "summary": summary, "fee_note": fee_note}


def _result(name: str, summary: str) -> tuple[str, dict[str, Any]]:
    return "result", {"name": name, "summary": summary, "fee_note": "普通许可或作价入股，面议"}


def _team(name: str, summary: str) -> tuple[str, dict[str, Any]]:
    return "team", {"name": name, "summary": summary, "place": "中心本部"}


MACHINES: Final = (
    _instrument("三维光学扫描仪", "GS-600", 300, "零件外形和磨损轮廓三维测量，最大工件 2 米，精度 0.02 毫米。"),
    _instrument("五轴联动加工中心", "V5-850", 680, "复杂曲面零件试制，铝合金、钛合金、模具钢。", longest_hours=8),
    _instrument("扫描电子显微镜", "SE-35", 420, "断口分析、镀层厚度、微区成分，配能谱。"),
    _instrument("振动与噪声测试系统", "VN-64", 260, "64 通道振动噪声采集，轴承齿轮箱故障诊断。", open_days="123456"),
    _instrument("高低温湿热试验箱", "TH-1000", 90, "零下 70 至 150 摄氏度环境可靠性试验。", longest_hours=9),
    _service("产线数字化诊断", "为中小制造企业做设备联网、节拍分析和质量追溯方案。", "首次诊断免费"),
    _service("伺服驱动与运动控制调试", "多轴同步、振动抑制、定位精度提升的现场调试。"),
    _service("失效分析与寿命评估", "断裂、磨损、疲劳失效分析，给出改进建议和寿命预测。"),
    _result("基于视觉的零件缺陷在线检测算法", "铸件和冲压件表面缺陷检测，已在三条产线示范。"),
    _result("轻量化谐波减速器设计", "机器人关节用谐波减速器，扭矩密度提高，已完成样机。"),
    _team("精密传动团队", "齿轮、减速器、轴承的设计、制造和试验。"),
    _team("工业软件团队", "设备数据采集、边缘计算和调度优化。"),
)  # fmt: skip
FARMING: Final = (
    _instrument("土槽试验台", "TC-12", 350, "农机具耕作阻力和功耗测试，12 米土槽。", longest_hours=8),
    _instrument("油茶果脱壳试验线", "YC-2", 280, "油茶果脱壳、清选工艺试验，每小时 2 吨。", place="常德中试基地"),
    _instrument("近红外品质分析仪", "NIR-9", 150, "稻谷、油料水分、蛋白、含油率快速测定。"),
    _instrument("高清植保无人机测试平台", "UAV-T", 200, "喷幅、雾滴沉积、航线精度测试。", open_days="1234567"),
    _service("丘陵山地农机适配改造", "小地块农机底盘、行走和作业部件的适配设计与样机试制。"),
    _service("农机作业质量检测", "耕、种、收、植保作业质量第三方检测，出具报告。", "每台次 2000 元起"),
    _service("果蔬采后分级与保鲜方案", "分级、预冷、包装工艺，降低损耗。"),
    _result("再生稻收割机低碾压底盘", "降低再生稻碾压率的履带底盘，可许可。"),
    _result("水田北斗导航自动驾驶套件", "插秧机、拖拉机加装，直线精度 2.5 厘米。"),
    _team("智慧农机团队", "农机导航、变量作业、丘陵底盘。"),
)  # fmt: skip
DEMANDS: Final = (
    ("冲压件表面划伤漏检", "每天两万件冲压件靠人看，划伤和压痕漏检率约百分之二，想用视觉做缺陷在线检测，节拍 1.5 秒一件。",
     "intelligent_manufacturing", 150_000, 300_000),
    ("减速器异响查不出原因", "出厂测试有异响，换轴承没有用，想做振动噪声诊断，找出是齿轮还是装配的原因，给出改进办法。",
     "intelligent_manufacturing", 50_000, 100_000),
    ("山地油茶果脱壳碎籽多", "油茶果大小不一，脱壳后碎籽率超过百分之八，想改进脱壳和清选工艺。", "modern_agriculture", None, 200_000),
    ("锂电池托盘焊缝疲劳", "铝合金托盘焊缝在路试中开裂，想做断口分析和疲劳寿命评估。", "", 80_000, None),
)  # fmt: skip
