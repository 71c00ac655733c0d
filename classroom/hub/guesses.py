"""How many passwords may be tried: limits for whom one tries to be, for where one tries it from, and for both together."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple


class Limit(NamedTuple):
    """So many tries at once, and from then on one more every so many seconds."""

    burst: int
    seconds: float


ADDRESS = Limit(60, 5)
"""For one address, whomever it tries to be: a class of thirty behind one address, each of whom mistypes twice."""
NAME = Limit(200, 10)
"""For one name, wherever from: few enough for many machines that guess together, and more than a few of them can use up."""
MOST = 20_000
"""Counts that are kept, 5 MB. Beyond it those that were not used for longest are forgotten."""


def limits(name: str, address: str, browser: str | None, few: Limit) -> Mapping[Hashable, Limit]:
    """What limits a try to be somebody from an address. A browser in which they have logged in before (browser) has a limit of its
    own, which no stranger uses up; few is how often one person mistypes."""
    name = name[:64]
    if browser is not None:
        return {("browser", browser, name): few}
    return {("both", address, name): few, ("address", address): ADDRESS, ("name", name): NAME}


class Guesses:
    """What has been tried lately, by key: a name, an address, both, or a browser."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self.clock, self.most = clock, most
        self.spent: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # tries, and when it was so many

    def take(self, limits: Mapping[Hashable, Limit]) -> bool:
        """Counts a try under each key, if none of them is at its limit. A refused try is not counted."""
        now = self.clock()
        left = {key: self.left(key, limit, now) for key, limit in limits.items()}
        if any(tries + 1 > limits[key].burst for key, tries in left.items()):
            return False
        for key, tries in left.items():
            self.spent[key] = (tries + 1, now)
            self.spent.move_to_end(key)
        while len(self.spent) > self.most:
            self.spent.popitem(last=False)
        return True

    def give_back(self, limits: Mapping[Hashable, Limit]) -> None:
        """Takes a try out of the count again: it was right."""
        now = self.clock()
        for key, limit in limits.items():
            tries = self.left(key, limit, now) - 1
            if tries > 0:
                self.spent[key] = (tries, now)
            else:
                self.spent.pop(key, None)

    def left(self, key: Hashable, limit: Limit, now: float) -> float:
        """The tries that still count."""
        tries, when = self.spent.get(key, (0.0, now))
        return max(0.0, tries - (now - when) / limit.seconds)
