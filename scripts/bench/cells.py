"""Table 5: how long a cell takes, by the messages of the kernel that runs it."""

import os
from contextlib import ExitStack
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, get_kernel_spec

from .contender import Failed, run, say
from .kernel import Kernel
from .table import Column, Found, Goal, Row, Table, ratio
from .workshop import LECTURE, Workshop

OURS, BARE, QUIET, PYTHON = "latentlab", "GoNB alone", "GoNB alone, %noautoget", "Python"
"""The kernels: the lecture's, two of GoNB without any of its settings, and ipykernel with JAX."""

TRIVIAL, CODES, FIGURE, TRAINING = "trivial", "encode and decode", "figure", "start of training"
FILES = {TRIVIAL: "trivial", CODES: "codes", FIGURE: "figure", TRAINING: "training"}
"""The kinds of cells, in the order in which they run, and their files in cells/. Codes writes what figure draws."""

NEVER = 1_000_000
"""Steps of a training that is interrupted at its first progress."""

COLUMNS = [
    Column("idle_s", "to idle, s"),
    Column("output_s", "to first output, s"),
    Column("first_s", "the first time ever, s", ratio=False),
]


def measure(shop: Workshop) -> Table:
    """Starts the kernels, then lets each run its cells in every round; what a cell took in round 0 is kept apart."""
    make_checkpoint(shop)
    table = Table("5. Cells: from sending a cell to the kernel's message that it is idle", COLUMNS, [])
    with ExitStack() as stack:
        kernels: dict[str, Kernel] = {}
        for name in (OURS, BARE, QUIET, PYTHON):
            try:
                kernels[name] = stack.enter_context(new_kernel(shop, name))
                table.rows += first_cells(shop, name, kernels[name])
            except Failed as error:
                kernels.pop(name, None)
                table.notes.append(f"{name}: {error}")
        rows = {
            (kind, name): Row(f"{kind}: {name}", against=f"{kind}: {OURS}")
            for kind in FILES
            for name in kernels
            if kind == TRIVIAL or name in (OURS, PYTHON)
        }
        for number in range(shop.rounds + 1):
            say(f"round {number}: cells of {len(kernels)} kernels")
            for (kind, name), row in rows.items():
                if not row.note:
                    measure_cell(shop, kernels[name], kind, name, row, number)
    table.rows += rows.values()
    table.goals = goals(table)
    return table


def measure_cell(shop: Workshop, kernel: Kernel, kind: str, name: str, row: Row, number: int) -> None:
    """Runs a cell once and adds its times to the row. That of a training ends with its first output."""
    try:
        ran = kernel.run(source(shop, FILES[kind], name, number), stop_at_output=kind == TRAINING)
    except Failed as error:
        row.note = str(error)
        return
    found: Found = {"output_s": ran.output_s} if kind == TRAINING else {"output_s": ran.output_s, "idle_s": ran.idle_s}
    if number > 0:
        row.found.append(found)
    else:
        row.found.append({"first_s": found.get("idle_s", ran.output_s)})


def make_checkpoint(shop: Workshop) -> None:
    """Trains the checkpoint that the cells open; how well does not matter."""
    run(shop.go("checkpoint", "train", "-steps", "50", "-checkpoint", "bench"))


def new_kernel(shop: Workshop, name: str) -> Kernel:
    """A kernel, not started yet. GoNB alone gets the environment that bench.sh was called with, and its tools."""
    env = {**os.environ, "GOMLX_BACKEND": "xla:cpu", "LATENTLAB_CHECKPOINTS": str(shop.checkpoints)}
    if name == OURS:
        return Kernel(get_kernel_spec("gonb"), env, shop.work)
    if name == PYTHON:
        if why := shop.peers.why_missing("jax"):
            raise Failed(why)
        return Kernel(KernelSpec(argv=[str(shop.peers.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]), env, shop.work)
    env["PATH"] = f"{shop.lab / 'bin'}{os.pathsep}{env['PATH']}"
    spec = KernelSpec(argv=[str(shop.lab / "bin" / "gonb"), "--kernel", "{connection_file}"], interrupt_mode="message")
    return Kernel(spec, env, shop.work)


def first_cells(shop: Workshop, name: str, kernel: Kernel) -> list[Row]:
    """Runs what a kernel needs before its first cell. Returns a row where a reader waits for it: Python's imports."""
    if name == QUIET:
        kernel.run("%noautoget")
    if name != PYTHON:
        return []
    ran = kernel.run(source(shop, "imports", name, 0))
    return [Row(f"imports, once: {PYTHON}", [{"first_s": ran.idle_s}])]


def source(shop: Workshop, file: str, name: str, number: int, steps: int = NEVER) -> str:
    """A cell's text. It differs from round to round, because Go builds nothing that it has built before."""
    path = Path(__file__).with_name("cells") / f"{file}.{'ipython' if name == PYTHON else 'gonb'}"
    values: dict[str, object] = {"ROUND": number, "STEPS": steps}
    if name == PYTHON:
        values |= {"DATA": repr(str(shop.digits(LECTURE))), "PEERS": repr(str(Path(__file__).with_name("peers")))}
    text = path.read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(key, str(value))
    return text


def goals(table: Table) -> list[Goal]:
    """What cells should take beside Python's, and beside the fastest that GoNB does at all."""
    least = min((table.row(f"{TRIVIAL}: {name}") for name in (BARE, QUIET)), key=lambda row: row.median("idle_s"))
    ours = {kind: table.row(f"{kind}: {OURS}") for kind in FILES}
    python = {kind: table.row(f"{kind}: {PYTHON}") for kind in FILES}
    return [
        Goal("cells: trivial ÷ GoNB's own minimum", ratio(ours[TRIVIAL], least, "idle_s"), 1),
        Goal("cells: trivial, s", ours[TRIVIAL].median("idle_s"), 0.2),
        Goal("cells: figure ÷ Python", ratio(ours[FIGURE], python[FIGURE], "idle_s"), 2),
        Goal("cells: encode and decode ÷ Python", ratio(ours[CODES], python[CODES], "idle_s"), 5),
        Goal("cells: first progress of a training ÷ Python", ratio(ours[TRAINING], python[TRAINING], "output_s"), 1.5),
    ]
