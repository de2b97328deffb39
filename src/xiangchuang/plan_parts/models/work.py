"""What is done and when: tasks, milestones (A.4.1), phases of construction (A.7.1)."""

from django.db import models

from xiangchuang.plan_parts.models.rows import PartRow, code_cell, line_cell, party_cell, text_cell


class TaskRow(PartRow):
    """A task of the next three years (A.4.1); `budget` in fen."""

    code = line_cell()
    name = line_cell()
    kind = code_cell()
    technology_type = code_cell()
    content = text_cell()
    organization = party_cell()
    responsible = line_cell()
    budget = models.BigIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    outcome = text_cell()


class MilestoneRow(PartRow):
    """A day by which a task has come to something; `task` is the number of a task of the same revision."""

    task = line_cell()
    name = line_cell()
    due_on = models.DateField(null=True, blank=True)
    outcome = text_cell()


class PhaseRow(PartRow):
    """A phase of construction (A.7.1); the first day of the first one begins the cycle of 3.3-3."""

    name = line_cell()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    work = text_cell()
