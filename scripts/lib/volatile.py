"""What differs from run to run in what tripctl prints, for those who compare it with what it printed before."""

import re

VOLATILE = [
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "TIME"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID"),
    (r'("id": ?)"[\w-]{22}"', r'\1"ID"'),
    (r"\bcluster [\w-]{22}\b", "cluster ID"),
    (r"(controller +OK +broker|coordinator|answer, controller) \d", r"\1 N"),
    (r" +controller$", ""),
    (r'("(?:latency|age|time|catchUp|produced|consumed)": ?)[\d.eE+-]+', r"\1N"),
    (r"(?:<|&lt;)?\b\d+(\.\d+)? ?(µs|ms|s|m|h|d|minutes|seconds)\b( \d+ ?(ms|s|m|h)\b)*", "SPAN"),
    (r"\b\d+:\d\d\b", "SPAN"),
    (r"\b\d+(\.\d+)? [KMG]iB\b", "SIZE"),
    (r"\b(starting|healthy)\b", "HEALTH"),
    # What is seen on the way to a cluster that works is another each time.
    (r"^SPAN .*\n", ""),
    # A machine that is small for the cluster is told so.
    (r"\n*^INFO +TC425 .*(\n +\S.*)*", ""),
    (r"\b\d+ (tests?|suites?)\b", r"N \1"),
    # A demo chooses its ports, and its records keep coming.
    (r"\b127\.0\.0\.1:\d+", "ADDRESS"),
    (r"^(tripclick-logs +\d) +(?:\d\d|11[5-9]\d|1[2-9]\d\d) +1[2-9]\d\d +[\d,]+", r"\1 N"),
    (r"\blag [\d,]+, oldest", "lag N, oldest"),
    (r"[-─━═]{2,}", "--"),
    (r"[ \t]+", " "),
    (r" +$", ""),
]


def settled(text):
    """The text without what differs from run to run."""
    for pattern, stand_in in VOLATILE:
        text = re.sub(pattern, stand_in, text, flags=re.MULTILINE)
    return text.strip()
