"""Routes."""

from socket import AF_INET

from bulk import bulk
from number import address
from outcome import Outcome, expect_count, forget_peak, now, peak, resident
from pair import pair
from pyroute2 import IPRoute

MAIN, BOOT, LINK = 254, 3, 253


def adder(link):
    """A function that adds the route i by an IPRoute or an IPBatch."""

    def add(route, i):
        route.route('add', dst=f'{address(i)}/32', oif=link, table=MAIN, type='unicast', scope=LINK, proto=BOOT)

    return add


def dump(route):
    # With match=None nothing is filtered a second time in Python.
    return route.route('dump', family=AF_INET, table=MAIN, match=None)


def add_batch(items):
    route, link = pair()
    begun = now()
    bulk(route, items, adder(link))
    took = now() - begun
    expect_count('routes', len(dump(route)), items)
    return Outcome(took, 'IPBatch, 200 routes a datagram')


def add_single(items):
    route, link = pair()
    add = adder(link)
    begun = now()
    for i in range(items):
        add(route, i)
    took = now() - begun
    expect_count('routes', len(dump(route)), items)
    return Outcome(took, 'one after the other')


def listing(items):
    route, link = pair()
    bulk(route, items, adder(link))
    begun = now()
    routes = dump(route)
    took = now() - begun
    expect_count('routes', len(routes), items)
    return Outcome(took)


def stream(items):
    route, link = pair()
    bulk(route, items, adder(link))
    with IPRoute(strict_check=True, nlm_generator=True) as reader:
        forget_peak()
        before = resident()
        begun = now()
        count = sum(1 for _ in dump(reader))
        took = now() - begun
    growth = peak() - before
    expect_count('routes', count, items)
    return Outcome(took, 'nlm_generator', growth)
