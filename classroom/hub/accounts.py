"""Accounts from the class list: no sign-up, a first login that ends with a password of one's own, guessing slowed."""

import asyncio
import hmac
from pathlib import Path
from typing import Any

import bcrypt
from jupyterhub.handlers.login import LoginHandler
from jupyterhub.user import User
from nativeauthenticator import NativeAuthenticator
from nativeauthenticator.orm import UserInfo
from tornado import web
from traitlets import Unicode

import classlist
from classlist import ListError, Person

LONGEST = 72
"""Bytes of a password that bcrypt takes."""


class ClassAuthenticator(NativeAuthenticator):
    """NativeAuthenticator for the people of a class list, which is read again whenever the file has changed.

    Users who have chosen a password have a row in NativeAuthenticator's table. The others are newcomers: FirstLoginHandler
    accepts the list's password for them, and only together with a new one.
    """

    class_list = Unicode(config=True, help="The path of students.csv.")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.people: dict[str, Person] = {}
        self.seen: tuple[int, int] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Reads the class list if it has changed. One with a mistake is reported, and the last good one counts."""
        path = Path(self.class_list)
        try:
            state = path.stat()
            if (state.st_mtime_ns, state.st_size) == self.seen:
                return
            self.people = classlist.read(path)
            self.seen = (state.st_mtime_ns, state.st_size)
        except (OSError, ListError) as error:
            self.log.error("The class list is not read again: %s", error)
            return
        self.admin_users = {person.name for person in self.people.values() if person.role == "instructor"}
        self.allowed_users = set(self.people)

    async def get_authenticated_user(self, handler: web.RequestHandler, data: dict[str, str]) -> dict[str, Any] | None:
        """Refuses users who are not, or no longer, in the class list, whatever their password."""
        self.refresh()
        return await super().get_authenticated_user(handler, data)

    async def authenticate(self, handler: web.RequestHandler, data: dict[str, str]) -> str | None:  # noqa: ARG002 # JupyterHub passes it
        """Returns the name if the password is the user's own. As NativeAuthenticator, except that bcrypt, which takes a quarter
        of a second, runs in a thread; an attempt therefore counts before it is known to be wrong."""
        name, password = self.normalize_username(data["username"]), data["password"].encode()
        user = self.get_user(name)
        if user is None or self.is_blocked(name):
            return None
        self.add_login_attempt(name)
        if len(password) > LONGEST or not await asyncio.to_thread(bcrypt.checkpw, password, user.password):
            return None
        self.successful_login(name)
        return name

    async def refresh_user(self, user: User, *_: object, **__: object) -> bool:
        """Ends the sessions of users who are no longer in the class list; JupyterHub asks every five minutes."""
        self.refresh()
        return user.name in self.people

    def newcomer(self, name: str) -> Person | None:
        """The person of that name, if they have no password of their own yet."""
        self.refresh()
        person = self.people.get(name)
        return person if person is not None and self.get_user(name) is None else None

    def objection(self, name: str, password: str) -> str | None:
        """What is wrong with a new password, as a sentence, or None."""
        person = self.people.get(name)
        if person is not None and hmac.compare_digest(password.encode(), person.password.encode()):
            return "The new password must not be the one that your instructor gave you."
        if name in password.lower():
            return "The new password must not contain your name."
        if len(password.encode()) > LONGEST:
            return f"The new password must have {LONGEST} bytes at most."
        if not self.is_password_strong(password):
            return f"The new password must have at least {self.minimum_password_length} characters and not be a common one."
        return None

    def change_password(self, username: str, new_password: str) -> bool | None:
        """Changes a password, for NativeAuthenticator's own pages, if there is no objection to the new one."""
        if self.objection(username, new_password) is not None:
            return None
        return super().change_password(username, new_password)

    async def accept(self, person: Person, password: str) -> None:
        """Gives somebody who had none a password of their own."""
        digest = await asyncio.to_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt())
        if self.get_user(person.name) is None:  # they may have pressed twice
            self.db.add(UserInfo(username=person.name, password=digest, is_authorized=True))
            self.db.commit()

    def get_handlers(self, app: object) -> list[tuple[str, type[web.RequestHandler]]]:
        """NativeAuthenticator's pages for a change of password, and none of those for sign-up."""
        pages = [(path, page) for path, page in super().get_handlers(app) if path.startswith("/change-password")]
        return [(r"/login", FirstLoginHandler), *pages]


class FirstLoginHandler(LoginHandler):
    """JupyterHub's login page. A newcomer chooses a password first and is not logged in before that.

    (That of NativeAuthenticator 1.3.0 needs JupyterHub 5.)
    """

    async def post(self) -> None:
        """Takes the form: of a newcomer the list's password and, with it, a new one; of others their own."""
        accounts = self.authenticator
        name = accounts.normalize_username(self.get_body_argument("username"))
        password = self.get_body_argument("password", strip=False)
        if accounts.is_blocked(name):
            self.set_status(429)
            wait = f"Too many attempts. Wait {accounts.seconds_before_next_try} seconds, then try again."
            self.finish(await self._render(login_error=wait, username=name))
            return
        person = accounts.newcomer(name)
        if person is None:
            await super().post()
            return
        if not hmac.compare_digest(password.encode(), person.password.encode()):
            accounts.add_login_attempt(name)
            self.set_status(403)
            self.finish(await self._render(login_error="Invalid username or password", username=name))
            return
        accounts.successful_login(name)
        new = self.get_body_argument("new_password", default=None, strip=False)
        problem = None
        if new is not None:
            problem = accounts.objection(name, new)
            if problem is None and new != self.get_body_argument("new_password_again", default="", strip=False):
                problem = "The two new passwords differ."
        if new is None or problem:
            self.finish(await self.choose(person, problem))
            return
        await accounts.accept(person, new)
        self.log.info("%s has chosen a password", name)
        user = await self.login_user({"username": name, "password": new})
        self._jupyterhub_user = user
        self.redirect(self.get_next_url(user))

    async def choose(self, person: Person, problem: str | None) -> str:
        """The page on which a newcomer chooses a password."""
        return await self.render_template(
            "first-login.html",
            person=person,
            problem=problem,
            shortest=self.authenticator.minimum_password_length,
            action=self.settings["login_url"],
            next=self.get_argument("next", default=""),
        )
