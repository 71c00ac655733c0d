"""The hub's pages to log in, to log out and to change one's password."""

from jupyterhub.handlers.base import BaseHandler
from jupyterhub.handlers.login import LoginHandler, LogoutHandler
from tornado import web

import sessions
import visitor
from classlist import Person

WRONG = "Invalid username or password. After some wrong ones, wait a minute before you try again."
DIFFER = "The two new passwords differ."


class LoginPage(LoginHandler):
    """JupyterHub's login page. A newcomer chooses a password first and is not logged in before that."""

    async def post(self) -> None:
        """Takes the form: of a newcomer the list's password and, with it, a new one; of others their own."""
        accounts = self.authenticator
        name = accounts.normalize_username(self.get_body_argument("username"))
        password = self.get_body_argument("password", strip=False)
        person = accounts.newcomer(name)
        if person is not None:
            if not await accounts.check(self, name, password):
                await self.refuse(name)
                return
            new = self.get_body_argument("new_password", default=None, strip=False)
            problem = None
            if new is not None:
                problem = accounts.objection(name, new)
                if problem is None and new != self.get_body_argument("new_password_again", default="", strip=False):
                    problem = DIFFER
            if new is None or problem:
                self.finish(await self.choose(person, problem))
                return
            await accounts.accept(person, new)
            self.log.info("%s has chosen a password", name)
            password = new
        user = await self.login_user({"username": name, "password": password})
        if user is None:
            await self.refuse(name)
            return
        visitor.remember(self, name)
        self._jupyterhub_user = user
        self.redirect(self.get_next_url(user))

    async def refuse(self, name: str) -> None:
        """Says that it was wrong, and nothing about what."""
        self.set_status(403)
        self.finish(await self._render(login_error=WRONG, username=name[:32]))

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


class LogoutPage(LogoutHandler):
    """JupyterHub's logout, which also makes copies of the cookies worthless."""

    async def handle_logout(self) -> None:
        """JupyterHub calls it when it has taken the browser's cookies."""
        if self.current_user is not None:
            sessions.end_cookies(self.current_user)


class PasswordPage(BaseHandler):
    """Where one changes one's password. NativeAuthenticator's own hashes in the hub's event loop."""

    @web.authenticated
    async def get(self) -> None:
        """The form."""
        await self.show()

    @web.authenticated
    async def post(self) -> None:
        """Takes the form. Whoever else is logged in under this name no longer is."""
        user = self.current_user
        old, new, again = (self.get_body_argument(field, strip=False) for field in ("old_password", "new_password", "new_password_again"))
        problem = DIFFER if new != again else await self.authenticator.change(user, old, new)
        if problem is None:
            self.log.info("%s has changed their password", user.name)
            self.set_login_cookie(user)
        await self.show(problem, changed=problem is None)

    async def show(self, problem: str | None = None, changed: bool = False) -> None:
        """Answers with the form and what became of it."""
        self.finish(
            await self.render_template(
                "change-password.html", problem=problem, changed=changed, shortest=self.authenticator.minimum_password_length
            )
        )
