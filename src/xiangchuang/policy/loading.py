"""Reading a pack's directory: each file into its model, then the checks that span files."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from xiangchuang.policy import checks, condition_checks, figure_checks
from xiangchuang.policy.adjustments import AdjustmentRules, adjustment_faults
from xiangchuang.policy.archive import ArchiveRule
from xiangchuang.policy.benefits.rules import BenefitRules
from xiangchuang.policy.changes import ChangeRules
from xiangchuang.policy.citations import Citation, citations_in
from xiangchuang.policy.clauses import ClauseStanding, ClauseText, join, parse_text
from xiangchuang.policy.concentration import ConcentrationRule
from xiangchuang.policy.conditions import ConditionsFile, FactsFile, ParametersFile
from xiangchuang.policy.content import Pack
from xiangchuang.policy.correspondence import CorrespondenceRules
from xiangchuang.policy.duties import Governance, Reporting
from xiangchuang.policy.evaluation import set_checks
from xiangchuang.policy.evaluation.indicators import IndicatorSet
from xiangchuang.policy.evaluation.rules import EvaluationRules
from xiangchuang.policy.evaluation.set_file import FOLDER, read_set
from xiangchuang.policy.experts import ExpertRules
from xiangchuang.policy.funding import FundingRules
from xiangchuang.policy.goals import GoalRules, goal_faults
from xiangchuang.policy.identity import Identity
from xiangchuang.policy.layout import Addressees, Layout, RecommendationRule
from xiangchuang.policy.outline import Outline
from xiangchuang.policy.panel import IntegrityRule, PanelRule, ReviewRule, VisitRule
from xiangchuang.policy.plan_checks import PlanCheckRules, plan_check_faults
from xiangchuang.policy.plan_claims import claim_faults
from xiangchuang.policy.plan_parts import PlanPartRules, part_faults
from xiangchuang.policy.platforms import PlatformRules
from xiangchuang.policy.positioning import PositioningRules
from xiangchuang.policy.problems import PackError, Problem
from xiangchuang.policy.publicity import PublicityRule
from xiangchuang.policy.reading import read_model
from xiangchuang.policy.register import RegisterRule
from xiangchuang.policy.research import ResearchRule
from xiangchuang.policy.source import SourceFile, read_yaml
from xiangchuang.policy.stages import Procedure
from xiangchuang.policy.support import SupportRule
from xiangchuang.policy.terms import Model, StageKind
from xiangchuang.policy.wordings import Wordings

TEXT: Final = "text.md"
M = TypeVar("M", bound=BaseModel)


class Standings(Model):
    """clauses.yaml."""

    clauses: dict[str, ClauseStanding]


class Procedures(Model):
    """procedure.yaml."""

    procedures: dict[str, Procedure]


FILES: Final[dict[str, type[BaseModel]]] = {
    "pack.yaml": Identity,
    "clauses.yaml": Standings,
    "layout.yaml": Layout,
    "procedure.yaml": Procedures,
    "outline.yaml": Outline,
    "panel.yaml": PanelRule,
    "experts.yaml": ExpertRules,
    "review.yaml": ReviewRule,
    "visit.yaml": VisitRule,
    "integrity.yaml": IntegrityRule,
    "reporting.yaml": Reporting,
    "governance.yaml": Governance,
    "recommendation.yaml": RecommendationRule,
    "addressees.yaml": Addressees,
    "facts.yaml": FactsFile,
    "parameters.yaml": ParametersFile,
    "conditions.yaml": ConditionsFile,
    "concentration.yaml": ConcentrationRule,
    "benefits.yaml": BenefitRules,
    "register.yaml": RegisterRule,
    "support.yaml": SupportRule,
    "research.yaml": ResearchRule,
    "positioning.yaml": PositioningRules,
    "funding.yaml": FundingRules,
    "changes.yaml": ChangeRules,
    "evaluation.yaml": EvaluationRules,
    "goals.yaml": GoalRules,
    "correspondence.yaml": CorrespondenceRules,
    "adjustments.yaml": AdjustmentRules,
    "plan_parts.yaml": PlanPartRules,
    "platforms.yaml": PlatformRules,
    "wordings.yaml": Wordings,
    "publicity.yaml": PublicityRule,
    "archive.yaml": ArchiveRule,
    "plan_checks.yaml": PlanCheckRules,
}

OPTIONAL: Final = frozenset(
    {
        "visit.yaml",
        "integrity.yaml",
        "concentration.yaml",
        "register.yaml",
        "benefits.yaml",
        "research.yaml",
        "positioning.yaml",
        "funding.yaml",
        "changes.yaml",
        "support.yaml",
        "evaluation.yaml",
        "goals.yaml",
        "correspondence.yaml",
        "wordings.yaml",
        "publicity.yaml",
        "archive.yaml",
        "adjustments.yaml",
        "plan_parts.yaml",
        "platforms.yaml",
        "plan_checks.yaml",
        "experts.yaml",
    }
)
"""Files that a pack without such a stage or advice leaves out."""


WHOLE: Final[dict[str, type[BaseModel]]] = {
    "identity": Identity,
    "layout": Layout,
    "outline": Outline,
    "panel": PanelRule,
    "experts": ExpertRules,
    "review": ReviewRule,
    "visit": VisitRule,
    "integrity": IntegrityRule,
    "reporting": Reporting,
    "governance": Governance,
    "recommendation": RecommendationRule,
    "concentration": ConcentrationRule,
    "benefits": BenefitRules,
    "register": RegisterRule,
    "support": SupportRule,
    "research": ResearchRule,
    "funding": FundingRules,
    "changes": ChangeRules,
    "evaluation": EvaluationRules,
    "goals": GoalRules,
    "correspondence": CorrespondenceRules,
    "wordings": Wordings,
    "publicity": PublicityRule,
    "archive": ArchiveRule,
    "plan_checks": PlanCheckRules,
    "adjustments": AdjustmentRules,
    "plan_parts": PlanPartRules,
    "platforms": PlatformRules,
}
"""Files that a pack keeps as they are read, by the name of its part."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far: sources, models and the faults of both."""

    directory: Path
    sources: dict[str, SourceFile] = field(default_factory=dict)
    models: dict[type[BaseModel], BaseModel] = field(default_factory=dict)
    sets: dict[str, IndicatorSet] = field(default_factory=dict)
    texts: dict[str, ClauseText] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def get(self, model: type[M]) -> M | None:
        """The model, when its file could be read."""
        found = self.models.get(model)
        return found if isinstance(found, model) else None

    def need(self, model: type[M]) -> M:
        """The model, once no problem is left."""
        found = self.get(model)
        if found is None:
            raise PackError(self.problems)
        return found


def load_pack(
    directory: Path,
    *,
    guard_names: Collection[str] | None = None,
    figure_names: Collection[str] | None = None,
) -> Pack:
    """The pack in ``directory``. Raises ``PackError`` with all faults found.

    ``guard_names`` are the guards that code knows, ``figure_names`` the figures that registers give; where
    given, a pack that names another is refused.
    """
    reading = _Reading(directory)
    _read_files(reading)
    _read_sets(reading)
    _read_text(reading)
    reading.problems.extend(_faults_between(reading, guard_names))
    if figure_names is not None:
        reading.problems.extend(_figure_faults(reading, figure_names))
    reading.problems.extend(_evaluation_faults(reading, figure_names))
    if reading.problems:
        raise PackError(reading.problems)
    return _pack(reading)


def pack_sha256(directory: Path) -> str:
    """Hexadecimal hash over every YAML and Markdown file, by name, whatever the line ends on disk."""
    digest = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.suffix in {".yaml", ".md"}):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(directory).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _read_files(reading: _Reading) -> None:
    if not reading.directory.is_dir():
        raise PackError([Problem(reading.directory.name, 1, "", "没有这个政策包目录")])
    for path in sorted(reading.directory.glob("*.y*ml")):
        if path.name not in FILES:
            reading.problems.append(Problem(path.name, 1, "", "政策包中没有这种文件，改正文件名或移走"))
    for name, model in FILES.items():
        path = reading.directory / name
        if not path.is_file():
            if name in OPTIONAL:
                reading.models[model] = model()
            else:
                reading.problems.append(Problem(name, 1, "", "政策包缺少这个文件"))
            continue
        source = reading.sources[name] = read_yaml(path, name)
        reading.problems.extend(source.problems)
        _give_procedures_their_code(source)
        if not source.problems:
            found, problems = read_model(source, model)
            reading.problems.extend(problems)
            if found is not None:
                reading.models[model] = found


def _read_sets(reading: _Reading) -> None:
    for path in sorted((reading.directory / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        reading.sources[name], found, problems = read_set(path, name)
        reading.problems.extend(problems)
        if found is not None:
            reading.sets[name] = found


def _give_procedures_their_code(source: SourceFile) -> None:
    procedures = source.data.get("procedures") if isinstance(source.data, dict) else None
    for code, procedure in procedures.items() if isinstance(procedures, dict) else ():
        if isinstance(procedure, dict):
            procedure.setdefault("code", code)


def _read_text(reading: _Reading) -> None:
    path = reading.directory / TEXT
    if not path.is_file():
        reading.problems.append(Problem(TEXT, 1, "", "政策包缺少条文"))
        return
    reading.texts, problems = parse_text(path.read_text(encoding="utf-8"), TEXT)
    reading.problems.extend(problems)


def _faults_between(reading: _Reading, guard_names: Collection[str] | None) -> Iterator[Problem]:
    for source in reading.sources.values():
        yield from checks.unknown_clauses(source, reading.texts)
        yield from checks.doubled_codes(source)
    if standings := reading.get(Standings):
        lines = {anchor: text.line for anchor, text in reading.texts.items()}
        yield from checks.unclassed_clauses(reading.sources["clauses.yaml"], lines, standings.clauses)
    if procedures := reading.get(Procedures):
        source, prepared = reading.sources["procedure.yaml"], _prepared(reading)
        for procedure in procedures.procedures.values():
            yield from checks.procedure_faults(source, procedure, guard_names)
            yield from checks.unprepared_stages(source, procedure, prepared)
    if reading.get(Layout):
        yield from checks.doubled_across(reading.sources["layout.yaml"], "orientations", "fields")
    if outline := reading.get(Outline):
        codes = {section.code for section in outline.sections}
        yield from checks.doubled_across(reading.sources["outline.yaml"], "chapters", "sections")
        for name in ("panel.yaml", "review.yaml", "visit.yaml"):
            if name in reading.sources:
                yield from checks.unknown_sections(reading.sources[name], codes)
        if (parts := reading.get(PlanPartRules)) and "plan_parts.yaml" in reading.sources:
            yield from part_faults(reading.sources["plan_parts.yaml"], parts, codes)
        if (plan := reading.get(PlanCheckRules)) and "plan_checks.yaml" in reading.sources:
            yield from plan_check_faults(reading.sources["plan_checks.yaml"], plan, codes)
    if (visit := reading.get(VisitRule)) and visit.claims:
        yield from claim_faults(reading.sources["visit.yaml"], visit.claims.plan, reading.get(PlanPartRules))
    if (changes := reading.get(ChangeRules)) and "changes.yaml" in reading.sources:
        yield from checks.lanes_against_the_charter(reading.sources["changes.yaml"], changes)
    rules, graded = reading.get(AdjustmentRules), reading.get(EvaluationRules)
    if rules and graded and procedures and "adjustments.yaml" in reading.sources:
        grades = {grade.code for grade in graded.grades.grades} if graded.grades else set[str]()
        source = reading.sources["adjustments.yaml"]
        yield from adjustment_faults(source, rules, procedures.procedures, grades)
    yield from _condition_faults(reading)


def _figure_faults(reading: _Reading, figure_names: Collection[str]) -> Iterator[Problem]:
    if (research := reading.get(ResearchRule)) and "research.yaml" in reading.sources:
        source = reading.sources["research.yaml"]
        yield from figure_checks.unknown_target_figures(source, research, figure_names)


def _prepared(reading: _Reading) -> dict[StageKind, tuple[str, bool]]:
    visit, integrity = reading.get(VisitRule), reading.get(IntegrityRule)
    recommendation = reading.get(RecommendationRule)
    return {
        "visit": ("visit.yaml 的 checklist", visit is None or bool(visit.checklist)),
        "integrity": ("integrity.yaml 的 items", integrity is None or bool(integrity.items)),
        "recommendation": (
            "recommendation.yaml 的 recommenders",
            recommendation is None or bool(recommendation.recommenders),
        ),
    }


def _condition_faults(reading: _Reading) -> Iterator[Problem]:
    facts, parameters = reading.get(FactsFile), reading.get(ParametersFile)
    if parameters and (identity := reading.get(Identity)):
        source = reading.sources["parameters.yaml"]
        yield from condition_checks.early_values(source, parameters, identity.issued_on)
    if facts:
        yield from condition_checks.fact_faults(reading.sources["facts.yaml"], facts)
    if not (facts and parameters):
        return
    names = {parameter.name for parameter in parameters.parameters}
    if governance := reading.get(Governance):
        yield from checks.unknown_parameter(reading.sources["governance.yaml"], governance, names)
        yield from _governance_faults(reading, governance, facts, names)
    if conditions := reading.get(ConditionsFile):
        yield from condition_checks.condition_faults(
            reading.sources["conditions.yaml"],
            conditions,
            {fact.name: fact for fact in facts.facts},
            names,
            reading.texts,
        )


def _governance_faults(
    reading: _Reading, governance: Governance, facts: FactsFile, parameters: Collection[str]
) -> Iterator[Problem]:
    source, conditions = reading.sources["governance.yaml"], reading.get(ConditionsFile)
    if governance.conditions:
        known = {fact.name: fact for fact in (*facts.facts, *governance.facts)}
        watched = ConditionsFile(conditions=governance.conditions)
        yield from condition_checks.condition_faults(source, watched, known, parameters, reading.texts)
    if conditions:
        rules = (*conditions.conditions, *governance.conditions)
        yield from checks.unknown_duties(source, governance, {rule.code for rule in rules})


def _evaluation_faults(reading: _Reading, figure_names: Collection[str] | None) -> Iterator[Problem]:
    rules, layout = reading.get(EvaluationRules), reading.get(Layout)
    for name, found in reading.sets.items():
        yield from set_checks.set_faults(reading.sources[name], found, figure_names)
        if rules and layout:
            categories = {category.code for category in layout.categories}
            yield from set_checks.between_faults(reading.sources[name], found, rules, categories)
    yield from set_checks.one_set_for_each(reading.sets, reading.sources)
    if rules and "evaluation.yaml" in reading.sources:
        yield from set_checks.rule_faults(reading.sources["evaluation.yaml"], rules, figure_names)
    if (goals := reading.get(GoalRules)) and "goals.yaml" in reading.sources:
        yield from goal_faults(reading.sources["goals.yaml"], goals, rules, figure_names)


def _pack(reading: _Reading) -> Pack:
    clauses = join(reading.texts, reading.need(Standings).clauses)
    cited: dict[str, list[Citation]] = {anchor: [] for anchor in clauses}
    for source in reading.sources.values():
        for anchor, citation in citations_in(source):
            cited[anchor].append(citation)
    whole: dict[str, Any] = {name: reading.need(model) for name, model in WHOLE.items()}
    return Pack(
        **whole,
        sha256=pack_sha256(reading.directory),
        clauses=MappingProxyType(clauses),
        procedures=MappingProxyType(reading.need(Procedures).procedures),
        addressees=reading.need(Addressees).addressees,
        facts=MappingProxyType({fact.name: fact for fact in reading.need(FactsFile).facts}),
        case_facts=reading.need(FactsFile).case_facts,
        parameters=MappingProxyType({p.name: p for p in reading.need(ParametersFile).parameters}),
        conditions=reading.need(ConditionsFile).conditions,
        positioning=reading.need(PositioningRules).with_words(reading.need(Governance).scope_words),
        indicator_sets=MappingProxyType({found.code: found for found in reading.sets.values()}),
        cited=MappingProxyType({anchor: tuple(found) for anchor, found in cited.items()}),
    )
