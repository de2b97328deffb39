"""The one door to the solvers: linear programs by OR-Tools' GLOP, integer ones by SciPy's HiGHS,
arrays in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiangchuang.assignment.problem import Flags, Real

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WHOLE: Final = 1e-6


@dataclass(frozen=True)
class Program:
    """Maximise gain · x where low ≤ matrix · x ≤ high and floor ≤ x ≤ ceiling."""

    gain: Real
    floor: Real
    ceiling: Real
    matrix: csr_matrix
    low: Real
    high: Real


@dataclass(frozen=True)
class Solved:
    """The best x, and for each row what one more would be worth."""

    x: Real
    worth: Real


def solve(program: Program) -> Solved:
    """Return an optimal corner. Raises ArithmeticError when there is none, which elastic rows exclude."""
    # Where it is used: every web process loads this module, few ever solve.
    from ortools.linear_solver.python import model_builder_helper as glop

    model: Any = glop.ModelBuilderHelper()
    model.fill_model_from_sparse_data(
        program.floor, program.ceiling, program.gain, program.low, program.high, program.matrix
    )
    model.set_maximize(True)
    solver = glop.ModelSolverHelper("GLOP")
    solver.solve(model)
    if solver.status() == glop.SolveStatus.OPTIMAL:
        return Solved(np.array(solver.variable_values()), np.array(solver.dual_values()))
    return _solve_again(program)


def _solve_again(program: Program) -> Solved:
    """Ask HiGHS where GLOP lost its footing."""
    from scipy import sparse
    from scipy.optimize import linprog

    upper, lower = np.isfinite(program.high), np.isfinite(program.low)
    stacked = sparse.vstack([program.matrix[upper], -program.matrix[lower]]).tocsr()
    found = linprog(
        -program.gain, A_ub=stacked, b_ub=np.concatenate([program.high[upper], -program.low[lower]]),
        bounds=np.column_stack([program.floor, program.ceiling]), method="highs",
    )  # fmt: skip
    if found.x is None:
        raise ArithmeticError(found.message)
    worth = np.zeros(len(program.low))
    marginals = -np.asarray(found.ineqlin.marginals)
    worth[upper] += marginals[: upper.sum()]
    worth[lower] -= marginals[upper.sum() :]
    return Solved(np.asarray(found.x), worth)


def solve_whole(program: Program, whole: Flags, *, seconds: float) -> tuple[Real | None, float]:
    """Return the best x found whose marked entries are whole, and an upper bound of what any could gain."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        -program.gain, integrality=whole.astype(np.int64), bounds=Bounds(program.floor, program.ceiling),
        constraints=LinearConstraint(program.matrix, program.low, program.high),
        options={"time_limit": seconds, "mip_rel_gap": 1e-9},
    )  # fmt: skip
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return None, bound
    x = np.asarray(found.x)
    return np.where(whole, np.rint(x), x), bound


def upper_bound(program: Program, worth: Real) -> float:
    """Return what no x can exceed, by the worth of the rows alone: it holds whatever a solver claims."""
    kept = np.where(np.isinf(program.high), np.minimum(worth, 0), worth)
    kept = np.where(np.isinf(program.low), np.maximum(kept, 0), kept)
    rows = np.where(kept > 0, kept * np.where(kept > 0, program.high, 0), 0).sum()
    rows += np.where(kept < 0, kept * np.where(kept < 0, program.low, 0), 0).sum()
    left = program.gain - program.matrix.T @ kept
    return float(rows + (np.where(left > 0, program.ceiling, program.floor) * left).sum())
