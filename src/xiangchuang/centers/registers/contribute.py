"""How an app adds its registers to the file of every center, with their gate and their import."""

from xiangchuang.centers.registers.batch import offer_import
from xiangchuang.centers.registers.gates import open_gate
from xiangchuang.centers.registers.register import CHAPTERS, CONTRIBUTED, Register


def contribute_registers(*registers: Register) -> None:
    """Add registers, in the order of their lines; call it from the app's `ready()`."""
    for register in registers:
        if register.chapter not in CHAPTERS:
            raise ValueError(f"{register.code}: no chapter {register.chapter!r}")
        CONTRIBUTED.registers[register.code] = register
        open_gate(register.code, register.model, register.reads)
        if register.importable:
            offer_import(register)
