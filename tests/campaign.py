"""What a test of a fault does often: tests/faults is the same for Go."""

import json
import os
from collections.abc import Callable

MOST_SHOWN = 5
"""How many lost tries a campaign describes."""


class Campaign:
    """Makes the tries of a fault, a tenth of them unless LATENTLAB_FAULTS is all, and notes how many there were."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self.properties = properties

    def __call__(self, fault: str, whole: int, attempt: Callable[[int], None]) -> None:
        """Calls attempt with the number of each try. Those that raise an exception are lost, and fail the test."""
        tries = whole if os.environ.get("LATENTLAB_FAULTS") == "all" else -(-whole // 10)
        lost = []
        for number in range(tries):
            try:
                attempt(number)
            except Exception as error:  # noqa: BLE001 # whatever a try brings out
                lost.append(f"try {number}: {error!r}")
        self.properties.append(("fault", json.dumps({"fault": fault, "tries": tries, "lost": len(lost)})))
        assert not lost, f"{fault}: {len(lost)} of {tries} tries were lost:\n" + "\n".join(lost[:MOST_SHOWN])
