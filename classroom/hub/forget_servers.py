"""Makes a database from a backup this hub's own: of its version, and with no server running.

    python forget_servers.py DATABASE

The servers that ran when the backup was made are gone, and their containers may have had other names on another machine.
"""

import contextlib
import logging
import sys

from jupyterhub import dbutil, orm


def forget(database: str) -> None:
    """Removes every server from the database, with the rights that it had."""
    url = f"sqlite:///{database}"
    dbutil.upgrade_if_needed(url, backup=False, log=logging.getLogger())
    with contextlib.closing(orm.new_session_factory(url)()) as db:
        for spawner in db.query(orm.Spawner):
            if spawner.oauth_client:
                db.delete(spawner.oauth_client)
            if spawner.server:
                db.delete(spawner.server)
            spawner.state, spawner.started = {}, None
        db.query(orm.APIToken).filter(orm.APIToken.note.startswith("Server at ")).delete()  # as User.spawn names it
        db.commit()


if __name__ == "__main__":
    forget(sys.argv[1])
