"""tripctl over simulated clusters far larger than real ones: time and peak memory of whole processes."""

import contextlib
import re
import statistics
import subprocess
import sys

import machine

# Brokers, topics, partitions of each, groups; what is asked, and what shows that it was answered.
CLUSTERS = [
    ("1,000 brokers", (1000, 1, 10, 3), [("brokers --expect-brokers 1000", r"1000 of 1000 brokers answer")]),
    (
        "10,000 partitions, 10 topics", (3, 10, 1000, 3), [
            ("isr", r"10,050 partitions"), ("topic list", r"topic-9"), ("topic describe topic-9", r"\b999\b")]),
    (
        "100,000 partitions, 100 topics", (3, 100, 1000, 3), [
            ("isr", r"100,050 partitions"), ("topic list", r"topic-99"), ("topic describe topic-99", r"\b999\b")]),
    (
        "10,000 groups with 10 commits each", (3, 1, 10, 10_000), [
            ("groups", r"group-9999"), ("lag", r"group-9999"), ("lag --all", r"group-9999")]),
]
# Measured in MiB, for 10,000 partitions.
AIM = {"10,000 partitions, 10 topics": "≤ 100 MB"}


@contextlib.contextmanager
def simulator(sizes):
    """A simulated cluster in a process of its own, as its bootstrap addresses; gone afterwards."""
    fixture = subprocess.Popen(
        [machine.BUILD / "release/simulator-fixture", *map(str, sizes)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True)
    try:
        line = fixture.stdout.readline()
        if not line:
            machine.die("the simulated cluster did not start, as said above")
        yield line.strip()
    finally:
        # The end of its input is the fixture's word to end.
        fixture.stdin.close()
        fixture.stdout.read()
        fixture.wait()


def run(launch, output, command, shows):
    """Runs a command once and returns (wall ms, processor ms, peak MiB)."""
    answer = subprocess.run([launch, output, *command], stdout=subprocess.PIPE, text=True, check=False).stdout.split()
    text = output.read_text(errors="replace")
    if not answer or answer[3] != "0" or not re.search(shows, text):
        machine.die(f"{' '.join(map(str, command))} did not do its work:\n{text[-2000:]}")
    wall, processor, peak, _ = map(int, answer)
    return wall / 1e6, processor / 1e3, peak / 1024


def measure(program, launch, place, rounds):
    """Everything measured, as Markdown."""
    build = ["swift", "build", "--package-path", machine.ROOT, "-c", "release", "--product", "simulator-fixture"]
    subprocess.run(build, check=True, stdout=sys.stderr)
    rows = ["| fastest / median | wall, ms | CPU, ms | memory, MiB | aim |", "|---|--:|--:|--:|---|"]
    for name, sizes, questions in CLUSTERS:
        rows.append(f"| **{name}** | | | | |")
        with simulator(sizes) as bootstrap:
            for question, shows in questions:
                command = [program, *question.split(), "-b", bootstrap, "--timeout", "30s"]
                runs = [run(launch, place / "output", command, shows) for _ in range(rounds + 1)][1:]
                walls = [wall for wall, _, _ in runs]
                rows.append(
                    f"| tripctl {question} | {min(walls):.0f} / {statistics.median(walls):.0f} "
                    f"| {statistics.median(cpu for _, cpu, _ in runs):.0f} "
                    f"| {max(peak for _, _, peak in runs):.0f} | {AIM.get(name, '')} |")
    return "\n".join(rows)
