"""Neighbours."""

from socket import AF_INET

from bulk import bulk
from number import address, mac
from outcome import Outcome, expect_count, now
from pair import pair


def adder(link):
    """A function that adds the neighbour i by an IPRoute or an IPBatch."""

    def add(route, i):
        route.neigh('add', ifindex=link, dst=address(i), lladdr=mac(i), state='permanent')

    return add


def dump(route):
    return route.neigh('dump', family=AF_INET)


def count(neighbours, link):
    return sum(neighbour['ifindex'] == link for neighbour in neighbours)


def add(items):
    route, link = pair()
    begun = now()
    bulk(route, items, adder(link))
    took = now() - begun
    expect_count('neighbours', count(dump(route), link), items)
    return Outcome(took, 'IPBatch, 200 neighbours a datagram')


def listing(items):
    route, link = pair()
    bulk(route, items, adder(link))
    begun = now()
    neighbours = dump(route)
    took = now() - begun
    expect_count('neighbours', count(neighbours, link), items)
    return Outcome(took)
