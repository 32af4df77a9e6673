"""All benchmarks in one run: `make bench`, or `python -m bench NAME...` for some of them.

`python -m bench bulk --to DIR` makes a data folder of a large agency to measure on (`--help` says what it takes);
so does one benchmark whose name is followed by options.

Each prints its figures; those that docs quote are copied there by a person with the machine and the date.
"""

import subprocess
import sys

#: Name -> module and arguments.
BENCHES: dict[str, tuple[str, ...]] = {
    "rca": ("bench.judgement.rca",),
    "effect": ("bench.judgement.effect", "--seeds", "10", "--first", "6001"),
    "lessons": ("bench.judgement.lessons", "--seeds", "10", "--first", "8001"),
    "margins": ("bench.judgement.margins",),
    "bridges": ("bench.judgement.bridges",),
    "anomaly": ("bench.judgement.anomaly", "--seeds", "5", "--first", "7001"),
    "pacing": ("bench.judgement.pacing",),
    "text": ("bench.judgement.text",),
    "promotions": ("bench.judgement.promotions", "--weeks", "2"),
    "page-tests": ("bench.judgement.page_tests",),
    "ads": ("bench.judgement.ads", "--family", "all"),
    "sku-demand": ("bench.judgement.sku_demand",),
    "ad-odds": ("bench.judgement.ad_odds",),
    "inbox": ("bench.intake.inbox",),
    "boards": ("bench.work.boards",),
    "prices": ("bench.work.prices",),
    "load": ("bench.speed.load",),
    "morning": ("bench.speed.morning",),
    "intake": ("bench.intake.reading",),
    "agency": ("bench.judgement.agency", "--seeds", "10", "--first", "1001"),
    "agency-facts": ("bench.judgement.agency_facts", "--seeds", "10", "--first", "2001"),
}


def main(names: list[str]) -> int:
    """Runs the named benchmarks (all without a name); 2 for an unknown name, else the worst exit code."""
    if names[:1] in (["replays"], ["soak"]):
        return subprocess.run([sys.executable, "-m", f"bench.trust.{names[0]}", *names[1:]], check=False).returncode
    if names[:1] in (["workbench"], ["pages"], ["evening"]):
        return subprocess.run([sys.executable, "-m", f"bench.load.{names[0]}", *names[1:]], check=False).returncode
    if names[:1] == ["bulk"] or (names[:1] and names[0] in BENCHES and names[1:] and names[1].startswith("-")):
        module = "bench.bulk" if names[0] == "bulk" else BENCHES[names[0]][0]
        return subprocess.run([sys.executable, "-m", module, *names[1:]], check=False).returncode
    unknown = [n for n in names if n not in BENCHES]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; use: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    worst = 0
    for name in names or BENCHES:
        print(f"== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", *BENCHES[name]], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
