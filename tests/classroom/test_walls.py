"""What a student's own packets reach who asks the network card, not the routes: a way that needs no privilege."""

import json
import socket
from collections.abc import Iterator

import pytest

from room import Person, Room, docker, until

# Python that sends a datagram to each HOST PORT straight through the card, and says of each whether somebody has answered the
# question who is there. A name that nobody has is given up after three seconds; nothing is sent later.
SEND = """
import socket, sys
words = sys.argv[1:]
for host, port in zip(words[::2], words[1::2]):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_DONTROUTE, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.settimeout(4)
    try:
        s.connect((host, int(port))), s.send(b"from a student"), s.recv(1)
    except OSError:
        pass
    known = [line.split() for line in open("/proc/net/arp")]
    print(host, "is there" if any(line[0] == host and line[2] != "0x0" for line in known) else "is not there")
"""


@pytest.fixture(scope="module")
def carl(room: Room) -> Iterator[Person]:
    carl = room.person("carl").start()
    yield carl
    carl.stop()


def addresses(container: str) -> dict[str, str]:
    """A container's addresses, by the network."""
    networks = json.loads(docker("inspect", container))[0]["NetworkSettings"]["Networks"]
    return {name: network["IPAddress"] for name, network in networks.items()}


def send(person: Person, *targets: tuple[str, int]) -> str:
    """Sends each address and port a datagram from somebody's container. Returns which of the addresses are there."""
    return person.shell(f"python3 -c '{SEND}' {' '.join(f'{host} {port}' for host, port in targets)}")


def test_no_datagram_gets_to_the_machine(room: Room, carl: Person) -> None:
    """Neither to one of its addresses, nor to all, nor to many."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as machine:
        machine.bind(("0.0.0.0", 0))
        port = machine.getsockname()[1]
        networks = (f"{room.name}_front", f"{room.name}_hub")
        own = [docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", network) for network in networks]
        hosts = [*own, "255.255.255.255", "224.0.0.1"]
        said = send(carl, *((host, port) for host in hosts))
        machine.sendto(b"from the machine", ("127.0.0.1", port))
        assert machine.recv(100) == b"from the machine"
    assert said.splitlines()[:2] == [f"{address} is not there" for address in own]


def test_services_are_at_one_address_only(room: Room, carl: Person) -> None:
    mine = room.student("carl")
    for service in ("hub", "proxy", "handin"):
        there = addresses(room.service(service))
        here = there.pop(mine)
        said = send(carl, (here, 8001), *((address, 8001) for address in there.values())).splitlines()
        assert said == [f"{here} is there", *(f"{address} is not there" for address in there.values())]


def test_services_carry_nothing(room: Room) -> None:
    for service in ("hub", "proxy", "handin"):
        forwarding = docker("exec", room.service(service), "sh", "-c", "cat /proc/sys/net/ipv4/conf/*/forwarding")
        assert set(forwarding.split()) == {"0"}
        assert docker("exec", room.service(service), "cat", "/proc/sys/net/ipv4/conf/all/accept_source_route") == "0"


def test_the_machines_rule_comes_back(room: Room) -> None:
    """A firewall that starts anew clears what others have set."""
    nft = ("exec", room.service("wall"), "nft")
    docker(*nft, "delete", "table", "inet", "latentlab")
    until("the rule", lambda: "drop" in docker(*nft, "list", "chain", "inet", "latentlab", "input"))
