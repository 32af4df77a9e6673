"""Changes that a person approves in a soak, each carried out by a process of its own, which some faults meet."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.trust.soak_house import Processes
from bench.trust.soak_shop import ON_HAND, FarShop

#: What meets a carrying out: nothing, a second one at the same time, a kill as the far side has written, no answer.
FAULTS = ("", "twice", "killed", "no answer")
PATIENCE_SECONDS = 180.0
TEAM = "person,role,shop,minutes\nMei,account_manager,{shop},300\nBo,operator,{shop},300\n"


@dataclass(frozen=True)
class Deed:
    """One approved change: its proposal, and the units that it writes to a SKU of a far shop."""

    key: str
    shop: str
    sku: str
    units: int
    fault: str


@dataclass
class Deeds:
    """All of them; `refused` are those that guards did not let through, with the guard's word."""

    house: Any
    processes: Processes
    far: Mapping[str, FarShop]
    chance: random.Random
    done: list[Deed] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def give_team(self, folder: Path, known_at: datetime) -> None:
        from daybook.workflows.given import set_from_csv

        for shop in self.far:
            file = folder / f"team-{shop}.csv"
            file.write_text(TEAM.format(shop=shop))
            set_from_csv(self.house, "team", file, client="far", known_at=known_at)

    def decide(self, day: int) -> None:
        """A person proposes and another approves a correction of stock in every far shop, and it is carried out."""
        for shop, far in self.far.items():
            sku, units = f"S-{shop}-{day}", ON_HAND - 1 - self.chance.randrange(9)
            far.stock[sku] = ON_HAND
            key = self._approved(shop, sku, units)
            if key:
                deed = Deed(key, shop, sku, units, FAULTS[(day + len(self.done)) % len(FAULTS)])
                self.faults[deed.fault or "none"] += 1
                self.done.append(deed)
                self._carry_out(deed, far)

    def _approved(self, shop: str, sku: str, units: int) -> str:
        from daybook.domain.moves.stock import StockCorrection
        from daybook.domain.proposal import Stage
        from daybook.workflows.approve import approve
        from daybook.workflows.proposals import stage_now
        from daybook.workflows.propose import Wish, propose

        (story,) = propose(self.house, shop, [Wish(StockCorrection(sku, ON_HAND, units), "counted by hand")], "Bo", "cli")
        if stage_now(story, self.house.now()) is not Stage.WAITING:
            self.refused.append(f"{shop} {sku}: " + "; ".join(
                str(v.reason) for v in story.proposal.verdicts if hasattr(v, "reason")))
            return ""
        approve(self.house, story.proposal.key, story.proposal.fingerprint, "Mei", "cli")
        return story.proposal.key

    def _carry_out(self, deed: Deed, far: FarShop) -> None:
        started: list[subprocess.Popen[bytes]] = []
        if deed.fault == "no answer":
            far.silent.add(deed.sku)
        if deed.fault == "killed":
            far.at_write = lambda sku: started[0].kill() if sku == deed.sku else None
        for _ in range(2 if deed.fault == "twice" else 1):
            started.append(self.processes.run("execute", deed.key, "--by", "Bo", log="execute.log"))
        until = time.monotonic() + PATIENCE_SECONDS
        for one in started:
            one.wait(max(until - time.monotonic(), 1))
        far.at_write = lambda sku: None
        far.silent.discard(deed.sku)


