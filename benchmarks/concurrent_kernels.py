"""Kernels that run one notebook at the same time: their seconds and their memory.

Memory is counted as PSS counts it, in MB: what a kernel holds for itself, and pages of
files, the libraries above all, which kernels share, once for all of them. Other
programs that use the same libraries make no difference. Linux tells these numbers;
other systems do not.
"""

import asyncio
import copy
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import nbformat
import psutil
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

LOOK_EVERY = 1.0  # seconds; one look at a kernel takes a hundredth of a second


@dataclass(frozen=True)
class Together:
    """What kernels at once needed: ``seconds`` of each, and memory of all in MB.

    ``peak`` and ``rest`` are what they held for themselves, at most and after the last
    cell; ``shared`` is what they held in common.
    """

    seconds: tuple
    peak: float
    rest: float
    shared: float

    @property
    def each(self):
        """A kernel's part of all memory after the last cell."""
        return (self.rest + self.shared) / len(self.seconds)

    @property
    def each_at_peak(self):
        """A kernel's part of all memory when it was most."""
        return (self.peak + self.shared) / len(self.seconds)


def run_together(path, count):
    """Run a notebook in ``count`` kernels at once, each in the notebook's folder."""
    return asyncio.run(_run_together(Path(path), count))


async def _run_together(path, count):
    notebook = nbformat.read(path, as_version=4)
    done = asyncio.Barrier(count + 1)
    students = [
        asyncio.create_task(student(copy.deepcopy(notebook), path.parent, done))
        for _ in range(count)
    ]
    async with peak_of_kernels() as peak:
        waiting = asyncio.create_task(done.wait())
        await asyncio.wait([waiting, *students], return_when="FIRST_COMPLETED")
    for failed in (task for task in students if task.done()):
        failed.result()
    rest, shared = all_own_memory(), shared_memory(kernels())
    await done.wait()
    seconds = await asyncio.gather(*students)
    return Together(tuple(seconds), max(*peak, rest), rest, shared)


async def student(notebook, folder, done):
    """Run a notebook as a student does, and keep its kernel until all have run."""
    place = {"metadata": {"path": str(folder)}}
    kernel = AsyncKernelManager()
    client = NotebookClient(notebook, kernel, timeout=None, resources=place)
    began = perf_counter()
    try:
        async with client.async_setup_kernel():
            for index, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, index)
            took = perf_counter() - began
            await done.wait()
            await done.wait()  # while memory is looked at
    finally:
        if kernel.has_kernel:
            await kernel.shutdown_kernel(now=True)
    return took


@asynccontextmanager
async def peak_of_kernels():
    """Give a list of what this process's kernels held for themselves, look by look."""
    looks = [0.0]

    async def look():
        while True:
            await asyncio.sleep(LOOK_EVERY)
            looks.append(await asyncio.to_thread(all_own_memory))

    watcher = asyncio.create_task(look())
    try:
        yield looks
    finally:
        watcher.cancel()


def all_own_memory():
    """Return the MB that this process's kernels hold for themselves."""
    return sum(map(own_memory, kernels()))


def kernels():
    """Return the processes of this one's kernels; it may have other children."""
    return [child for child in psutil.Process().children() if is_kernel(child)]


def is_kernel(process):
    """Return whether a process runs a kernel, and has not ended."""
    try:
        return "ipykernel_launcher" in process.cmdline()
    except psutil.Error:
        return False


def own_memory(process):
    """Return the MB that a process holds for itself; 0 if it has ended."""
    try:
        told = Path(f"/proc/{process.pid}/smaps_rollup").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, re.findall(r"Pss_(?:Anon|Shmem):\s+(\d+)", told))) * 1024 / 1e6


def shared_memory(processes):
    """Return the MB of files in the memory of processes, each file once.

    Of each file the process counts that holds most of it.
    """
    most = {}
    for process in processes:
        for found in process.memory_maps(grouped=True):
            pages = found.rss - found.anonymous
            most[found.path] = max(pages, most.get(found.path, 0))
    return sum(most.values()) / 1e6
