"""Accounts from the class list: who may log in and as what, and passwords, of which nobody can try many."""

import asyncio
import contextlib
import hmac
import logging
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import Any

from jupyterhub import orm, roles
from jupyterhub.app import JupyterHub
from jupyterhub.handlers import BaseHandler
from jupyterhub.spawner import SpawnException
from jupyterhub.user import User
from nativeauthenticator import NativeAuthenticator
from nativeauthenticator.orm import UserInfo
from tornado import web
from tornado.ioloop import PeriodicCallback
from traitlets import Integer, Unicode, default

import classlist
import pages
import sessions
import visitor
from classlist import Person
from guesses import Guesses, Limit, limits
from hashing import LONGEST, Hashing
from passes import PassHandler

RULER = "instructor"
"""The role of those who rule the hub, in the class list and among JupyterHub's roles."""
RULER_ROLE = {
    "name": RULER,
    "description": "Sees who is there, and stops servers.",
    "scopes": ["admin-ui", "list:users", "read:users:activity", "read:servers", "delete:servers"],
}
NO_SERVER = (
    "{name} is an instructor's account: it rules the hub and has no server, where a notebook of somebody else's could rule it too. "
    "Read and grade with a second account, which the class list names without a role."
)
SWEEP = 10
"""Seconds after which the class list and the accounts are looked at again."""
PATIENCE = 1
"""Seconds after which it is said that a password is wrong, whatever was wrong with it."""


class ClassAuthenticator(NativeAuthenticator):
    """NativeAuthenticator for the people of a class list, which is read again whenever the file has changed.

    Users who have chosen a password have a row in NativeAuthenticator's table, their account. The others are newcomers: the login
    page accepts the list's password for them, and only together with a new one.
    """

    class_list = Unicode(config=True, help="The path of students.csv.")
    last_good_list = Unicode(config=True, help="Where a copy of the last class list without a mistake is kept.")
    proxy = Unicode("proxy-api", config=True, help="The host that is believed about where a request comes from; * for whoever asks.")
    proxies = Integer(1, config=True, help="How many web servers a request passes on its way to the hub.")

    @default("last_good_list")
    def _beside_the_database(self) -> str:
        return str(Path(self.parent.db_url.removeprefix("sqlite:///")).with_name("last-good-list.csv"))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.people: dict[str, Person] = {}
        self.seen: tuple[int, ...] | None = ()
        self.ended: set[str] = set()  # people without an account whose sessions have been ended
        self.guesses, self.hashing = Guesses(), Hashing()
        self.refresh()

    # Who is in the class, and as what.

    def refresh(self) -> None:
        """Reads the class list if it has changed. One with a mistake is reported, and the last good one counts."""
        path = Path(self.class_list)
        state = None
        with contextlib.suppress(OSError):
            stat = path.stat()
            state = (stat.st_ino, stat.st_ctime_ns, stat.st_size)
        if state == self.seen:
            return
        self.seen = state
        self.people, problem = classlist.in_force(path, Path(self.last_good_list))
        if problem is not None:
            self.log.error("The class list is not read again: %s", problem)
        self.allowed_users = set(self.people)

    def names(self) -> set[str]:
        """The people of the class who have an account."""
        return {name for (name,) in self.db.query(UserInfo.username)} & set(self.people)

    def newcomer(self, name: str) -> Person | None:
        """The person of that name, if they have no account yet."""
        self.refresh()
        person = self.people.get(name)
        return person if person is not None and self.get_user(name) is None else None

    def rules(self, name: str) -> bool:
        """Whether that is an instructor."""
        return name in self.people and self.people[name].role == RULER

    def give_role(self, user: User | orm.User) -> None:
        """Gives a user the role that the class list says, and takes what was given before."""
        user.admin = False  # an older classroom's instructors were
        roles.assign_default_roles(self.db, user)
        change = roles.grant_role if self.rules(user.name) else roles.strip_role
        change(self.db, user, rolename=RULER)
        self.db.commit()

    def is_admin(self, handler: web.RequestHandler, authentication: dict[str, Any]) -> bool:  # noqa: ARG002 # JupyterHub passes it
        """Nobody is: an admin may enter everybody's server and make everybody's tokens."""
        return False

    def check_allowed(self, username: str, authentication: dict[str, Any] | None = None) -> bool:  # noqa: ARG002
        """Whether somebody is in the class; JupyterHub's own list has everybody who ever was."""
        return username in self.people

    def add_user(self, user: User | orm.User) -> Awaitable[None] | None:
        """JupyterHub calls it for each new user, and for all when it starts."""
        self.give_role(user)
        return super().add_user(user)

    async def refresh_user(self, user: User, *_: object, **__: object) -> bool:
        """Whether a session goes on, and with which role. JupyterHub asks before it answers a request, every few seconds."""
        self.refresh()
        if user.name not in self.people or self.get_user(user.name) is None:
            return False
        self.give_role(user)
        return True

    def pre_spawn_start(self, user: User, spawner: object) -> None:  # noqa: ARG002
        """Refuses a server to those who rule the hub."""
        if self.rules(user.name):
            raise SpawnException(NO_SERVER.format(name=user.name), reason="role", status_code=403)

    # Passwords.

    async def get_authenticated_user(self, handler: web.RequestHandler, data: dict[str, str]) -> dict[str, Any] | None:
        """Logs somebody in, with the role that they have today."""
        self.refresh()
        model = await super().get_authenticated_user(handler, data)
        if model is not None and (user := orm.User.find(self.db, model["name"])):
            self.give_role(user)
        return model

    async def authenticate(self, handler: web.RequestHandler, data: dict[str, str]) -> str | None:
        """The name, if the password is the account's own."""
        name = self.normalize_username(data["username"])
        return name if await self.check(handler, name, data["password"]) and self.get_user(name) is not None else None

    async def check(self, handler: web.RequestHandler, name: str, password: str) -> bool:
        """Whether a password is somebody's own, or a newcomer's from the list. Where it is not, none can tell from answer or time
        whether it is wrong, whether there is nobody of that name, or whether too many have been tried."""
        start = asyncio.get_running_loop().time()
        address = await visitor.address(handler.request, self.proxy, self.proxies)
        counted = limits(name, address, visitor.known(handler, name), self.few)
        if self.guesses.take(counted):
            user = self.get_user(name)
            right = await self.hashing.matches((name, address), password, user.password if user else None)
            if person := self.newcomer(name):
                right = hmac.compare_digest(password.encode(), person.password.encode())
            if right:
                self.guesses.give_back(counted)
                return True
            why = "a wrong password"
        else:
            why = "too many passwords"
        level = logging.WARNING if name in self.people else logging.INFO
        self.log.log(level, "Not logged in: %r from %s: %s", name[:32], address, why)
        await asyncio.sleep(start + PATIENCE - asyncio.get_running_loop().time())
        return False

    @property
    def few(self) -> Limit:
        """How often one person may mistype."""
        return Limit(self.allowed_failed_logins, self.seconds_before_next_try)

    def objection(self, name: str, password: str) -> str | None:
        """What is wrong with a new password, as a sentence, or None."""
        person = self.people.get(name)
        if person is not None and hmac.compare_digest(password.encode(), person.password.encode()):
            return "The new password must not be the one that your instructor gave you."
        if classlist.without_name(password, name) != password.lower():
            return "The new password must not contain your name."
        if len(password.encode()) > LONGEST:
            return f"The new password must have {LONGEST} bytes at most."
        if not self.is_password_strong(password):
            return f"The new password must have at least {self.minimum_password_length} characters and not be a common one."
        return None

    async def accept(self, person: Person, password: str) -> None:
        """Gives a newcomer an account with a password of their own, and ends what there was of an earlier one."""
        digest = await self.hashing.digest(person.name, password)
        if self.get_user(person.name) is not None:  # they have pressed twice
            return
        if row := orm.User.find(self.db, person.name):
            await sessions.end_everything(self.app, self.app.users[row])
        self.db.add(UserInfo(username=person.name, password=digest, is_authorized=True))
        self.db.commit()

    async def change(self, user: User, old: str, new: str) -> str | None:
        """Changes a password and ends all sessions, or returns what is wrong with it, as a sentence."""
        if not self.guesses.take({("change", user.name): self.few}):  # right ones count too: each change takes half a second of a processor
            return f"You have tried too often. Wait {self.seconds_before_next_try} seconds, then try again."
        if not await self.hashing.matches(user.name, old, self.get_user(user.name).password):
            return "Your current password is another one."
        if problem := self.objection(user.name, new):
            return problem
        digest = await self.hashing.digest(user.name, new)
        self.get_user(user.name).password = digest
        sessions.end_tokens(user)
        return None

    def get_handlers(self, app: JupyterHub) -> list[tuple[str, type[web.RequestHandler]]]:
        """The pages of this classroom, and none of NativeAuthenticator's. JupyterHub asks for them once, when it starts."""
        self.app = app
        self.sweeping = PeriodicCallback(partial(sessions.sweep, app), SWEEP * 1000)
        self.sweeping.start()
        return [
            (r"/login", pages.LoginPage),
            (r"/logout", pages.LogoutPage),
            (r"/change-password", pages.PasswordPage),
            (r"/pass", PassHandler),
        ]


def first_page(handler: BaseHandler) -> str:
    """Where somebody comes to who has logged in: an instructor to the page of servers, others, as JupyterHub has it, to their own."""
    user = handler.current_user
    return f"{handler.hub.base_url}admin" if user is not None and handler.authenticator.rules(user.name) else ""
