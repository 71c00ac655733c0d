"""bcrypt, which takes a quarter of a second of a processor, off the hub's event loop."""

import asyncio
import os
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakValueDictionary

import bcrypt

T = TypeVar("T")
LONGEST = 72
"""Bytes of a password that bcrypt takes."""


class Hashing:
    """Threads that hash, on all processors but one, and one hash at a time for each who asks: many of one wait for each other."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1), thread_name_prefix="bcrypt")
        self.turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self.nobodys = bcrypt.hashpw(os.urandom(16).hex().encode(), bcrypt.gensalt())

    async def matches(self, who: Hashable, password: str, digest: bytes | None) -> bool:
        """Whether the password is the digest's. It takes as long where there is no digest."""
        data = password.encode()
        same = await self.run(who, lambda: bcrypt.checkpw(data[:LONGEST], digest or self.nobodys))
        return same and digest is not None and len(data) <= LONGEST

    async def digest(self, who: Hashable, password: str) -> bytes:
        """The digest of a new password."""
        return await self.run(who, lambda: bcrypt.hashpw(password.encode(), bcrypt.gensalt()))

    async def run(self, who: Hashable, function: Callable[[], T]) -> T:
        """Calls a function in a thread when it is the turn of who."""
        turn = self.turns.setdefault(who, asyncio.Lock())
        async with turn:
            return await asyncio.get_running_loop().run_in_executor(self.threads, function)
