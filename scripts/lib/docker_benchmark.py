"""Measures tripctl beside Compose on a Docker Engine, with stand-in images of real Kafka: scripts/benchmark --docker."""

import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import machine

FILE = "compose.yaml"


class Bench:
    """The two programs on one engine, with one compose file."""

    def __init__(self, program, folder, exports):
        self.program, self.folder = program, pathlib.Path(folder)
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("KAFKA_HOST", "TRIPCTL_BOOTSTRAP")
        } | exports | {"XDG_STATE_HOME": str(self.folder / "state")}
        self.file = self.folder / FILE
        self.run([program, "render", "--out", self.file])
        self.compose = ["docker", "compose", "-p", "tripclick", "-f", self.file]

    def run(self, command):
        """Runs it to its end and returns milliseconds and what it printed; ends the benchmark if it failed."""
        began = time.perf_counter()
        answer = subprocess.run(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, timeout=300, check=False)
        took = (time.perf_counter() - began) * 1e3
        if answer.returncode != 0:
            words = " ".join(map(str, command))
            machine.die(f"{words} ended with status {answer.returncode}:\n{(answer.stdout + answer.stderr)[-2000:]}")
        return took, answer.stdout, answer.stderr

    def tripctl(self, *arguments):
        return self.run([self.program, *arguments])

    def wipe(self):
        self.tripctl("down", "--volumes", "--yes")

    def starts(self, rounds):
        """From nothing to a cluster that works, in turns."""
        ours, theirs, kafka = [], [], []
        for _ in range(rounds):
            self.wipe()
            took, _, progress = self.tripctl("up")
            ours.append(took)
            kafka.append(self.own_time(progress))
            self.wipe()
            theirs.append(self.run([*self.compose, "up", "-d", "--wait"])[0])
            self.run([*self.compose, "down", "-v"])
        return ours, theirs, kafka

    @staticmethod
    def own_time(progress):
        """Milliseconds from the moment the containers had been started until all was there: Kafka's own."""
        lines = [line.split(" ", 1) for line in progress.splitlines() if " " in line]
        times = [float(time[:-1]) * 1e3 for time, text in lines if time.endswith("s") and text.startswith("waiting")]
        return times[0] if times else 0.0

    def questions(self, rounds):
        """What only asks, or has nothing to do, on a cluster that has settled, in turns."""
        self.wipe()
        self.tripctl("up")
        self.settle()
        # So that Compose finds nothing to do either, the containers are its own from here.
        commands = {
            "up with nothing to do": [self.program, "up"],
            "`docker compose up -d` with nothing to do": ["docker", "compose", "-p", "tripclick", "-f",
                                                          self.folder / "state/tripctl/compose.yaml", "up", "-d"],
            "status": [self.program, "status"],
            "brokers": [self.program, "brokers"],
            "`kcat -L`": ["kcat", "-L", "-b", "localhost:9092"],
            "`docker compose ps`": ["docker", "compose", "-p", "tripclick", "ps"],
            "`docker compose -f FILE ps`": [*self.compose, "ps"],
        }
        took = {name: [] for name in commands}
        for number in range(-2, rounds):
            for name, command in commands.items():
                if "nothing to do" in name and number % 4:
                    continue
                milliseconds = self.run(command)[0]
                if number >= 0:
                    took[name].append(milliseconds)
        return took

    def settle(self):
        """Until every container is healthy and the first two minutes, in which start logs are read, are over."""
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            data = json.loads(self.tripctl("status", "-o", "json")[1])["data"]
            if all(container["health"] == "healthy" for container in data["containers"]):
                break
            time.sleep(1)
        time.sleep(125)


def seconds(values):
    return f"{statistics.median(values) / 1e3:.1f} s"


def milliseconds(values):
    return f"{min(values):.0f} / {statistics.median(values):.0f} ms"


def row(what, ours, name, theirs, show, aim):
    ratio = statistics.median(theirs) / statistics.median(ours)
    return f"| {what} | {show(ours)} | {name} | {show(theirs)} | {ratio:.1f} × | {aim} |"


def measure(program, rounds, starts):
    """Everything measured, as Markdown."""
    with machine.engine() as exports, machine.containers(), tempfile.TemporaryDirectory() as folder:
        bench = Bench(program, folder, exports)
        try:
            print("starting clusters from nothing", file=sys.stderr)
            ours, theirs, kafka = bench.starts(starts)
            print("asking a cluster that has settled", file=sys.stderr)
            took = bench.questions(rounds)
        finally:
            bench.wipe()
        version = bench.run(["docker", "version", "--format", "{{.Server.Version}}"])[1].strip()
        compose = bench.run(["docker", "compose", "version", "--short"])[1].strip()
    status, ps = took["status"], took["`docker compose ps`"]
    rows = [
        "| fastest / median | tripctl | beside | | how much faster | aim |", "|---|--:|---|--:|--:|---|",
        row("`up` from nothing", ours, "`docker compose up -d --wait`", theirs, seconds, ""),
        row("`up` with nothing to do", took["up with nothing to do"], "`docker compose up -d`",
            took["`docker compose up -d` with nothing to do"], milliseconds, "≥ 5 ×"),
        row("`status`", status, "`docker compose ps`", ps, milliseconds, "≥ 5 ×"),
        row("", status, "`docker compose -f FILE ps`", took["`docker compose -f FILE ps`"], milliseconds, ""),
        row("`brokers`, Kafka's part of it", took["brokers"], "`docker compose ps`", ps, milliseconds, ""),
        row("`kcat -L`, the least one can ask Kafka", took["`kcat -L`"], "`docker compose ps`", ps, milliseconds, ""),
    ]
    own = (statistics.median(ours) - statistics.median(kafka)) / 1e3
    heading = (
        f"Measured {datetime.date.today().isoformat()}: Docker Engine {version}, Compose {compose}, stand-in images of "
        f"real Kafka 3.5.1; {starts} starts, {rounds} rounds. Of `up` from nothing {own:.1f} s are spent after the last "
        f"container was started, waiting for Kafka.")
    return f"{heading}\n\n" + "\n".join(rows) + "\n"
