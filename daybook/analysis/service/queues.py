"""Queues of asks before people who answer: Erlang C, where everybody waits, and Erlang A, where people leave.

Asks come at random at a steady rate within the half hour, and an answer takes an exponential time.  Erlang C: A. K. Erlang 1917,
the formula as in Gans, Koole and Mandelbaum, Telephone Call Centers: Tutorial, Review, and Research Prospects, M&SOM 5 (2003).
Erlang A (Palm 1946): Mandelbaum and Zeltyn, The Palm/Erlang-A Queue, Technion 2005; patience is exponential too.

A slot is one chat at a time: three people who each hold four chats are twelve slots.
"""

from dataclasses import dataclass
from math import exp, lgamma, log

#: A sum over states ends where a state is less likely than this beside the likeliest one.
NEGLIGIBLE = 1e-13
#: More slots than any shop has: a goal that needs more is not reached by people.
MOST_SLOTS = 5000


@dataclass(frozen=True)
class Queue:
    """A queue in its steady state.  `waits`: share of asks that find no free slot; `left`: share that leave unanswered;
    `mean_wait` in seconds, of all asks; `within`: share answered within the asked seconds; `busy`: share of slots in use."""

    waits: float
    left: float
    mean_wait: float
    within: float
    busy: float


def erlang_c(load: float, slots: int) -> float:
    """The share of asks that wait where nobody leaves; 1 where the load fills all slots.

    `load` in erlangs: asks a second times seconds of an answer.  The example of Call Centre Helper (100 calls in half an hour
    of 180 seconds: 10 erlangs, 14 agents) prints 17.4 %:

    >>> round(erlang_c(10, 14), 3)
    0.174
    """
    if slots <= load:
        return 1.0
    blocked = 1.0
    for n in range(1, slots + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked / (1 - load / slots * (1 - blocked))


def queue_without_leaving(asks: float, handle_seconds: float, slots: int, within: float) -> Queue:
    """The Erlang C queue of `asks` a half hour; an overloaded one grows without end: everybody waits, nobody is answered."""
    load = asks * handle_seconds / 1800
    waits = erlang_c(load, slots)
    if slots <= load:
        return Queue(1.0, 0.0, float("inf"), 0.0, 1.0)
    free = (slots - load) / handle_seconds
    return Queue(waits, 0.0, waits / free, 1 - waits * exp(-free * within), load / slots)


def queue_with_leaving(asks: float, handle_seconds: float, slots: int, patience_seconds: float, within: float) -> Queue:
    """The Erlang A queue of `asks` a half hour whose buyers leave after `patience_seconds` on the mean.

    Exact, by the states of its birth and death process.  One who finds j waiting before him is served after a time that is
    a sum of exponentials of rates c, c + 1, ..., c + j (times the rate of leaving), c = slots x patience / handling: minus the
    log of a Beta(c, j + 1), by which "answered within t" is an incomplete beta function.
    """
    from scipy.special import betainc

    if asks <= 0:
        return Queue(0.0, 0.0, 0.0, 1.0, 0.0)
    if slots < 1:
        return Queue(1.0, 1.0, patience_seconds, 0.0, 0.0)
    rate, done, leave = asks / 1800, 1 / handle_seconds, 1 / patience_seconds
    load, c = rate / done, slots * done / leave
    logs = [n * log(load) - lgamma(n + 1) for n in range(slots + 1)]       # n slots in use and nobody waiting, beside an empty shop
    waiting_logs = [logs[-1] + one for one in _waiting(rate, done, leave, slots)]
    largest = max(*logs, *waiting_logs)                                    # many slots: the likeliest state is no power of e
    free, waiting = sum(exp(one - largest) for one in logs[:-1]), [exp(one - largest) for one in waiting_logs]
    total = free + sum(waiting)
    shares = [w / total for w in waiting]
    queue = sum(j * p for j, p in enumerate(shares))
    soon = exp(-leave * within)
    answered = sum(p * c / (c + j + 1) * (1 - float(betainc(c + 1, j + 1, soon))) for j, p in enumerate(shares))
    left = leave * queue / rate
    return Queue(sum(shares), left, queue / rate, free / total + answered, load * (1 - left) / slots)


def _waiting(rate: float, done: float, leave: float, slots: int) -> list[float]:
    """How likely 0, 1, 2, ... waiting are beside none waiting with all slots in use, as logs."""
    found, largest = [0.0], 0.0
    while found[-1] > log(NEGLIGIBLE) + largest:
        found.append(found[-1] + log(rate / (slots * done + len(found) * leave)))
        largest = max(largest, found[-1])
    return found


@dataclass(frozen=True)
class Service:
    """How asks are answered: seconds of an answer, chats of one agent at once, the share that robots end, and how long buyers
    wait on the mean (None: they are taken to wait for ever, Erlang C)."""

    handle_seconds: float
    at_once: float
    robot_share: float
    patience_seconds: float | None

    def queue(self, asks: float, agents: float, within: float) -> Queue:
        """The queue of `asks` a half hour before so many agents."""
        people, slots = asks * (1 - self.robot_share), int(agents * self.at_once)
        if self.patience_seconds is None:
            return queue_without_leaving(people, self.handle_seconds, slots, within)
        return queue_with_leaving(people, self.handle_seconds, slots, self.patience_seconds, within)

    def agents_for(self, asks: float, goal: float, within: float) -> int | None:
        """The fewest agents who answer a share of `goal` within so many seconds; 0 for no asks, None where no number would do."""
        if asks * (1 - self.robot_share) <= 0:
            return 0
        agents = 1
        while agents * self.at_once <= MOST_SLOTS:
            if self.queue(asks, agents, within).within >= goal:
                return agents
            agents += 1
        return None
