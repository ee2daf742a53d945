"""What scripts/benchmark and scripts/readme share: the checkout, the toolchain, a real cluster to run against."""

import contextlib
import fcntl
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"


def die(message):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {message}")


def ask_shell(function):
    """What a function of machine.sh prints, and the PATH that it leaves."""
    script = f'source "{ROOT}/scripts/lib/machine.sh"; {function} && printf "\\0%s" "$PATH"'
    answer = subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode != 0:
        sys.exit(answer.returncode)
    said, path = answer.stdout.rsplit("\0", 1)
    return said.strip(), path


def prepare():
    """Finds the toolchain and Kafka as scripts/test does; returns KAFKA_HOME, empty when there is none."""
    _, os.environ["PATH"] = ask_shell("need_build >&2")
    home, _ = ask_shell("find_kafka")
    os.environ["KAFKA_HOME"] = home
    return home


def install(prefix, *options):
    """Runs scripts/install and returns the path of the program."""
    subprocess.run([ROOT / "scripts/install", "--prefix", prefix, *options], check=True, stdout=sys.stderr)
    return pathlib.Path(prefix) / "bin/tripctl"


@contextlib.contextmanager
def cluster(*options):
    """A cluster of kafka-fixture, as the object that it describes itself with; gone afterwards."""
    build = ["swift", "build", "--package-path", ROOT, "--product", "kafka-fixture"]
    subprocess.run(build, check=True, stdout=sys.stderr)
    fixture = subprocess.Popen(
        [BUILD / "debug/kafka-fixture", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        line = fixture.stdout.readline()
        if not line:
            die("the cluster did not start, as said above")
        yield json.loads(line)
    finally:
        # The end of its input is the fixture's word to take everything down.
        fixture.stdin.close()
        fixture.wait()


@contextlib.contextmanager
def engine():
    """A Docker Engine with the stand-in images, as what has to be in the environment; the one that answers, or one of
    the project's own that is gone afterwards."""
    ran = subprocess.run([ROOT / "scripts/docker-engine", "status"], stdout=subprocess.DEVNULL, check=False)
    answer = subprocess.run([ROOT / "scripts/docker-engine", "start"], stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode != 0:
        die("there is no Docker Engine, as said above")
    exports = dict(re.findall(r"^export (\w+)=['\"]?(.*?)['\"]?$", answer.stdout, re.MULTILINE))
    try:
        subprocess.run([ROOT / "scripts/standin-images"], env=os.environ | exports, check=True, stdout=sys.stderr)
        yield exports
    finally:
        if ran.returncode != 0:
            subprocess.run([ROOT / "scripts/docker-engine", "stop"], check=True, stdout=sys.stderr)


@contextlib.contextmanager
def containers():
    """The right to the cluster's container names and ports, which are the machine's: tests hold it one at a time."""
    with open(f"/tmp/tripctl-docker-tests-{os.getuid()}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def replace_between(text, name, body):
    """The text with `body` between <!-- name --> and <!-- /name -->, and nothing else changed."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if text.count(start) != 1 or text.count(end) != 1:
        die(f"README.md must hold {start} and {end} once each")
    head, rest = text.split(start)
    return f"{head}{start}\n{body.strip()}\n{end}{rest.split(end)[1]}"


def write_atomically(path, text):
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)
