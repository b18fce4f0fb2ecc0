"""Speed and memory of reading, on the demonstration's documents over and over.

Documents are joined to about 475 words each and read by the `extract` filter with two processes, model loading left
out by timing two runs of different length. `statements_documents_per_second` is of who said what alone, from the parse and
the tagger to the stance: two processes at once, each its own documents, models loaded before. `extract_ratio_to_parser`
compares one process of everything with one process of the bare spaCy pipeline on the same documents, in turns. Memory is
the peak resident set of one reading process. Start-up times are the median of five runs of the command.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "src" / "trucewatch" / "examples" / "documents"
WORDS = 475
ROUNDS = 3


def measure(sample: int | None = None) -> dict[str, float]:
    """`sample` is the number of documents of a run, 240 when it is not given."""
    count = sample or 240
    texts = _texts(count)
    return {
        "extract_documents_per_second": _filter_speed(texts),
        "statements_documents_per_second": _statements_speed(count),
        "extract_ratio_to_parser": _in_process("ratio", count),
        "extract_peak_mib_per_process": _in_process("memory", min(count, 60)),
        "import_seconds": _median_seconds([sys.executable, "-c", "import trucewatch"]) - _bare_python(),
        "help_seconds": _median_seconds([str(Path(sys.executable).parent / "trucewatch"), "--help"]),
    }


def _texts(count: int) -> list[str]:
    """`count` texts of about 475 words, each of different examples in turn."""
    bodies = [path.read_text().split("---\n", 2)[2] for path in sorted(EXAMPLES.glob("*.md"))]
    texts, at = [], 0
    for _ in range(count):
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < WORDS:
            parts.append(bodies[at % len(bodies)])
            at += 1
        texts.append(" ".join("\n".join(parts).split(" ")[:WORDS]))
    return texts


def _filter_speed(texts: list[str]) -> float:
    """Documents a second of the second, longer run over the first, so that loading cancels out."""
    short = len(texts) // 6
    return (len(texts) - short) / (_extract_seconds(texts) - _extract_seconds(texts[:short]))


def _extract_seconds(texts: list[str]) -> float:
    lines = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
    command = [str(Path(sys.executable).parent / "trucewatch"), "extract"]
    started = time.perf_counter()
    subprocess.run(command, input=lines, text=True, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _statements_speed(count: int) -> float:
    """Documents a second of two processes together."""
    halves = [
        subprocess.Popen(_program("statements", count // 2), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    return sum(float(half.communicate()[0]) for half in halves)


def _in_process(what: str, count: int) -> float:
    return float(subprocess.run(_program(what, count), capture_output=True, text=True, check=True).stdout)


def _program(what: str, count: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.task_speed", what, str(count)]


def _median_seconds(command: list[str]) -> float:
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _bare_python() -> float:
    return _median_seconds([sys.executable, "-c", "pass"])


def _statements(count: int) -> float:
    """Documents a second of this process."""
    from trucewatch.extraction.analysis import analyse
    from trucewatch.extraction.models import load_models
    from trucewatch.extraction.statements.finding import find_statements
    from trucewatch.records import Document
    from trucewatch.situation import load_situation

    models, situation = load_models(), load_situation("general")
    documents = [Document(id=str(n), text=text) for n, text in enumerate(_texts(count))]

    def read(some: list[Document]) -> None:
        for analysis in analyse(some, models):
            find_statements(analysis, situation)

    read(documents[:2])
    started = time.perf_counter()
    read(documents)
    return len(documents) / (time.perf_counter() - started)


def _ratio(count: int) -> float:
    """Median over rounds of (everything) / (the bare parse), in CPU seconds of this process."""
    from trucewatch.extraction.analysis import analyse
    from trucewatch.extraction.events.mentions import find_mentions
    from trucewatch.extraction.models import load_models
    from trucewatch.extraction.statements.finding import find_statements
    from trucewatch.records import Document
    from trucewatch.situation import load_situation

    models, situation = load_models(), load_situation("general")
    texts = _texts(max(count // 6, 12))
    documents = [Document(id=str(n), text=text) for n, text in enumerate(texts)]

    def everything() -> None:
        for analysis in analyse(documents, models):
            find_mentions(analysis, find_statements(analysis, situation), situation)

    def bare() -> None:
        for _ in models.pipeline.pipe(texts, batch_size=16):
            pass

    everything()
    return statistics.median(_cpu(everything) / _cpu(bare) for _ in range(ROUNDS))


def _cpu(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _memory(count: int) -> float:
    """Peak resident MiB of this process after reading; called in a process of its own."""
    _ratio(count)
    # Not `ru_maxrss`: it starts from the peak of the process that started this one.
    peak = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    measures = {"statements": _statements, "ratio": _ratio, "memory": _memory}
    print(measures[sys.argv[1]](int(sys.argv[2])))
