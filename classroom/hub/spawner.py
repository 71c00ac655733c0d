"""A container per student, on a network of its own where nobody else is but the hub, the proxy and handin."""

import asyncio
import hashlib
import ipaddress
import socket
from collections.abc import Callable
from typing import Any, TypeVar

from docker import APIClient
from docker.errors import APIError, NotFound
from docker.types import IPAMConfig, IPAMPool
from docker.utils import kwargs_from_env
from dockerspawner import DockerSpawner
from traitlets import Unicode, default

T = TypeVar("T")
PROJECT, SERVICE, ONE_OFF = (f"com.docker.compose.{name}" for name in ("project", "service", "oneoff"))
LABEL = "latentlab.classroom"
"""On every container, volume and network that the hub makes: the name of its classroom."""

MEMBERS = ("hub", "proxy", "handin")
"""The services of docker-compose.yml that are on every student's network."""


class StartError(Exception):
    """Why a server did not start. JupyterHub's pages and API show the message to its user."""

    @property
    def jupyterhub_message(self) -> str:
        """The message, under the name that JupyterHub looks for."""
        return str(self)


class ClassroomSpawner(DockerSpawner):
    """DockerSpawner with a closed network for each student.

    The network is internal, its bridge has no address, and the machine drops what comes from it (the service wall), so that
    a container on it reaches the class's services that are MEMBERS, and neither the machine nor anything beyond. poll, which the
    hub does every half minute and when it starts, puts back one of them that has been made anew.
    """

    subnets = Unicode("10.203.0.0/20", config=True, help="Where the students' networks come from; each takes 8 addresses.")

    @default("network_name")
    def _network_name(self) -> str:
        return self.object_name

    def load_state(self, state: dict[str, Any]) -> None:
        """Takes back what was known of a server. Of one with another name nothing is: the database came from another classroom."""
        super().load_state(state if state.get("object_name") in (None, self.object_name) else {})

    def members(self) -> dict[str, str]:
        """The ids of the containers that every network has besides the student's, by the name they have there."""
        members = {}
        for service in MEMBERS:
            labels = [f"{PROJECT}={self.prefix}", f"{SERVICE}={service}", f"{ONE_OFF}=False"]
            for container in self.client.containers(filters={"label": labels}):
                members[service] = container["Id"]
        return members

    async def in_thread(self, function: Callable[[], T]) -> T:
        """Calls a function that talks to Docker where DockerSpawner does, one at a time."""
        return await asyncio.wrap_future(self.executor.submit(function))

    async def start(self) -> tuple[str, int]:
        """Starts the server on its network. Returns its address when it listens there."""
        await self.in_thread(self.open_network)
        address = await super().start()
        await self.wait_until_it_listens(*address)
        return address

    async def wait_until_it_listens(self, ip: str, port: int) -> None:
        """Waits for the server's port. JupyterHub alone would keep waiting for a server that has ended.

        Raises StartError with the server's last words.
        """
        while await super().poll() is None:  # DockerSpawner's poll: the network was joined a moment ago
            try:
                _, writer = await asyncio.open_connection(ip, port)
            except OSError:
                await asyncio.sleep(0.5)
            else:
                writer.close()
                return
        said = (await self.docker("logs", self.object_name, tail=5)).decode(errors="replace").strip()
        raise StartError(f"{self.user.name}'s server ended while it started. The last it said: {said}")

    async def stop(self, now: bool = False) -> None:
        """Stops the server and removes its network."""
        await super().stop(now)
        await self.in_thread(self.close_network)

    async def poll(self) -> int | str | None:
        """None while the server runs, else how it ended. Mends its network on the way."""
        status = await super().poll()
        await self.in_thread(self.join_network if status is None else self.close_network)
        return status

    def open_network(self) -> None:
        """Makes the network, unless it is there, and connects the members."""
        if not self.join_network():
            taken = [ipaddress.ip_network(pool["Subnet"]) for network in self.client.networks() for pool in network["IPAM"]["Config"] or []]
            self.client.create_network(
                self.network_name,
                internal=True,
                options={"com.docker.network.bridge.inhibit_ipv4": "true", "com.docker.network.bridge.name": bridge(self.network_name)},
                ipam=IPAMConfig(pool_configs=[IPAMPool(subnet=free_subnet(self.subnets, taken))]),
                labels={LABEL: self.prefix},
            )
            self.join_network()

    def join_network(self) -> bool:
        """Connects the members to the network where they are not on it. False where there is no network."""
        try:
            present = self.client.inspect_network(self.network_name)["Containers"]
        except NotFound:
            return False
        for name, container in self.members().items():
            if container not in present:
                self.client.connect_container_to_network(container, self.network_name, aliases=[name])
        return True

    def close_network(self) -> None:
        """Removes the network of a server that has ended."""
        try:
            for container in self.client.inspect_network(self.network_name)["Containers"]:
                self.client.disconnect_container_from_network(container, self.network_name, force=True)
            self.client.remove_network(self.network_name)
        except NotFound:
            pass
        except APIError as error:
            self.log.warning("The network %s stays: %s", self.network_name, error)


def bridge(network: str) -> str:
    """The interface of a student's network on the machine. The service wall knows it by how it begins; 15 characters at most."""
    return f"lab-{hashlib.sha256(network.encode()).hexdigest()[:11]}"


def free_subnet(subnets: str, taken: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> str:
    """The first network of 8 addresses in subnets that overlaps none of those that are taken."""
    for subnet in ipaddress.ip_network(subnets).subnets(new_prefix=29):
        if not any(subnet.overlaps(other) for other in taken if other.version == subnet.version):
            return str(subnet)
    raise RuntimeError(f"there is no free network in {subnets}: set CLASSROOM_SUBNETS in .env to a larger one")


def project() -> str:
    """The name of this classroom: that of the compose project which the hub's own container belongs to."""
    client = APIClient(version="auto", **kwargs_from_env())
    return client.inspect_container(socket.gethostname())["Config"]["Labels"][PROJECT]
