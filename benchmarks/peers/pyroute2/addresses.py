"""Addresses."""

from socket import AF_INET

from bulk import bulk
from number import address
from outcome import Outcome, expect_count, now
from pair import pair


def adder(link):
    """A function that adds the address i by an IPRoute or an IPBatch."""

    def add(route, i):
        route.addr('add', index=link, address=address(i), local=address(i), prefixlen=32)

    return add


def dump(route):
    return route.addr('dump', family=AF_INET)


def add(items):
    route, link = pair()
    begun = now()
    bulk(route, items, adder(link))
    took = now() - begun
    expect_count('addresses', len(dump(route)), items)
    return Outcome(took, 'IPBatch, 200 addresses a datagram')


def listing(items):
    route, link = pair()
    bulk(route, items, adder(link))
    begun = now()
    addresses = dump(route)
    took = now() - begun
    expect_count('addresses', len(addresses), items)
    return Outcome(took)


def latency(items):
    route, link = pair()
    add_one = adder(link)
    begun = now()
    for i in range(items):
        add_one(route, i)
    took = now() - begun
    expect_count('addresses', len(dump(route)), items)
    return Outcome(took)
