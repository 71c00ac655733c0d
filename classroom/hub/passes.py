"""Passes: by them the proxy knows whose browser it is, where the class has one name for all (classroom/proxy/passes.mjs)."""

from jupyterhub.handlers.base import BaseHandler
from jupyterhub.utils import url_path_join
from tornado import web

from sessions import PASS

DAY = 24 * 60 * 60


class PassHandler(BaseHandler):
    """The proxy sends here who opens a student's page without that student's pass."""

    @web.authenticated
    async def get(self) -> None:
        """Gives who is logged in their pass, and sends them on to their own page. Others' are refused."""
        user = self.current_user
        own = url_path_join(self.base_url, "user", user.escaped_name) + "/"
        page = self._validate_next_url(self.get_argument("next", default=""))
        if self.subdomain_host or not page.startswith(own):
            raise web.HTTPError(403, f"You are logged in as {user.name}. Nobody but its owner opens the page that you came for.")
        # It says a name and opens nothing. As a server's own token it is no sign of activity; it ends with the session.
        token = user.new_api_token(
            note=f"Server at {own}{PASS}",
            scopes=["read:users:name!user"],
            session_id=self.get_session_cookie(),
            expires_in=int(self.cookie_max_age_days * DAY),
        )
        cookie = "__Host-classroom-pass" if self.public_url.scheme == "https" else "classroom-pass"
        self._set_cookie(cookie, token, encrypted=False, path=self.base_url, expires_days=self.cookie_max_age_days)
        self.redirect(page)
