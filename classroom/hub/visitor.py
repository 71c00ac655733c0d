"""Who stands at the door before they have logged in: the address a request comes from, and whether the browser is known."""

import asyncio
import ipaddress
import secrets
import socket
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPServerRequest

if TYPE_CHECKING:
    from jupyterhub.handlers import BaseHandler

COOKIE = "classroom-browser"
DAYS = 180
NAMES = 8
"""People whom one browser is known for: those who logged in there last."""


async def address(request: HTTPServerRequest, proxy: str, steps: int) -> str:
    """Where a request comes from. Of IPv6 it is the network of a household or a school, which has 2^64 addresses of its own.

    What X-Forwarded-For says counts only if the host named proxy has sent the request ("*": whoever has). Each of the steps web
    servers on the way has added the address that called it; what stands before theirs is the caller's own word.
    """
    connection: Any = request.connection
    peer = connection.context.address[0]  # not remote_ip, which Tornado takes from what the caller says
    if proxy == "*" or peer in await addresses(proxy):
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        peer = chain[-steps:][0] if chain else peer
    return network(peer)


async def addresses(host: str) -> set[str]:
    """The addresses of a host by its name."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    return {str(entry[4][0]) for entry in found}


def network(text: str) -> str:
    """An IPv4 address as it is, of an IPv6 address its network of 64 bits, and of anything else the first letters."""
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return text[:64]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))


def known(handler: "BaseHandler", name: str) -> str | None:
    """The number of the browser, if that person has logged in with it before."""
    browser, names = read(handler)
    return browser if name in names else None


def remember(handler: "BaseHandler", name: str) -> None:
    """Makes the browser known for a person who has just logged in, by a cookie that the hub has signed."""
    browser, names = read(handler)
    names = [name, *(other for other in names if other != name)][:NAMES]
    # JupyterHub's own way to set cookies: with the options that all of them have.
    handler._set_cookie(COOKIE, " ".join([browser, *names]), path=handler.hub.base_url, expires_days=DAYS)  # noqa: SLF001


def read(handler: "BaseHandler") -> tuple[str, list[str]]:
    """The browser's number, a new one where it has none, and the people whom it is known for."""
    value = handler.get_secure_cookie(COOKIE, max_age_days=DAYS)
    browser, *names = value.decode().split() if value else [secrets.token_hex(8)]
    return browser, names
