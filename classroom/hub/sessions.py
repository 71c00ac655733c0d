"""Ends sessions: cookies, tokens and servers of somebody."""

import asyncio

from jupyterhub import orm
from jupyterhub.app import JupyterHub
from jupyterhub.user import User

PASS = ": a browser's pass"
"""How the note of a pass ends."""


def end_cookies(user: User) -> None:
    """Makes worthless whatever cookie there is of a user, for the hub and for their server, in every browser."""
    user.cookie_id = orm.new_token()
    # Of those that a server gets for its visitors; that of the server itself, and those that its owner has made, are the hub's.
    delete(user, [token for token in user.api_tokens if token.client_id != "jupyterhub" or is_pass(token)])


def is_pass(token: orm.APIToken) -> bool:
    """Whether a token is a browser's pass (passes.py)."""
    return (token.note or "").endswith(PASS)


def end_tokens(user: User) -> None:
    """Makes worthless all tokens but those by which the user's own servers talk to the hub, and all cookies."""
    end_cookies(user)
    servers = {spawner.api_token for spawner in user.spawners.values()}
    delete(user, [token for token in user.api_tokens if not any(token.match(own) for own in servers if own)])


def delete(user: User, tokens: list[orm.APIToken]) -> None:
    """Deletes a user's tokens."""
    for token in tokens:
        user.db.delete(token)
    user.db.commit()


async def stop_servers(app: JupyterHub, user: User) -> None:
    """Stops what runs of a user's servers. One that starts or stops at the moment is left as it is."""
    for name, spawner in list(user.spawners.items()):
        if spawner.active and not spawner.pending:
            app.log.warning("%s's server is stopped", user.name)
            await app.proxy.delete_user(user, name)
            await user.stop(name)


async def end_everything(app: JupyterHub, user: User) -> None:
    """Ends cookies, tokens and servers of a user. What they have saved stays."""
    end_tokens(user)
    await stop_servers(app, user)


async def sweep(app: JupyterHub) -> None:
    """Ends what is left of people who have no account any more, and servers of those who may not have one."""
    accounts = app.authenticator
    accounts.refresh()
    if not accounts.people:  # no list has been read yet
        return
    names = accounts.names()
    todo = []
    for row in app.db.query(orm.User):
        user = app.users[row]
        if user.name not in names:
            if user.name not in accounts.ended:
                accounts.ended.add(user.name)
                end_tokens(user)
            todo.append(stop_servers(app, user))
        else:
            accounts.ended.discard(user.name)
            if accounts.rules(user.name):
                todo.append(stop_servers(app, user))
    await asyncio.gather(*todo)
