"""Containers."""

import os
import resource
from socket import AF_INET

from number import subnet
from outcome import Outcome, expect_count, now
from pair import bridge, index, ports
from pyroute2 import IPRoute, netns

MAIN, BOOT, LO = 254, 3, 1


def connect(home, i, master):
    """Makes the namespace and its veth, and returns an IPRoute inside."""
    name = f'c{i}'
    netns.create(name)
    peer = {'ifname': 'eth0', 'net_ns_fd': name}
    home.link('add', ifname=f'h{i}', kind='veth', state='up', master=master, peer=peer)
    netns.pushns(name)
    inside = IPRoute()
    netns.popns()
    return inside


def furnish(inside, i):
    inside.link('set', index=LO, state='up')
    eth0 = index(inside, 'eth0')
    inside.link('set', index=eth0, state='up')
    own = subnet(i + 2)
    inside.addr('add', index=eth0, address=own, local=own, prefixlen=16)
    inside.route('add', dst='default', gateway=subnet(1), oif=eth0, table=MAIN, proto=BOOT)
    inside.close()


def work_in_stages(numbers, master):
    """All containers are connected before the first is taken up, as the floor does it."""
    with IPRoute() as home:
        connected = [(connect(home, i, master), i) for i in numbers]
        for inside, i in connected:
            furnish(inside, i)


def work_in_turn(numbers, master):
    with IPRoute() as home:
        for i in numbers:
            furnish(connect(home, i, master), i)


def work_in_child(work, numbers, master):
    """Python threads share one interpreter lock; processes do not."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work(numbers, master)
        status = 0
    finally:
        os._exit(status)


def default_routes(i):
    netns.pushns(f'c{i}')
    with IPRoute() as inside:
        eth0 = index(inside, 'eth0')
        routes = inside.route('dump', family=AF_INET, table=MAIN)
        count = sum(route['dst_len'] == 0 and route.get_attr('RTA_OIF') == eth0 for route in routes)
    netns.popns()
    return count


def verify(route, master, items):
    expect_count('namespaces', len(os.listdir('/run/netns')), items)
    expect_count('bridge ports', ports(route, master), items)
    for i in (0, items // 2, items - 1):
        expect_count('default routes by eth0', default_routes(i), 1)


def run(items, work, processes):
    route = IPRoute()
    master = bridge(route)
    route.addr('add', index=master, address=subnet(1), local=subnet(1), prefixlen=16)
    # The first namespace makes /run/netns a shared mount, which is set-up.
    netns.create('first')
    netns.remove('first')
    # An IPRoute has several descriptors.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    begun = now()
    if processes == 1:
        work(range(items), master)
    else:
        children = [work_in_child(work, range(first, items, processes), master) for first in range(processes)]
        failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
        expect_count('failed processes', failed, 0)
    took = now() - begun
    verify(route, master, items)
    return took


def containers(items):
    return Outcome(run(items, work_in_stages, 2), '2 processes, in two stages; rssMiB is that of the parent')


def turn(items):
    return Outcome(run(items, work_in_turn, 2), '2 processes, one container after the other; rssMiB is that of the parent')


def alone(items):
    return Outcome(run(items, work_in_turn, 1), '1 process, one container after the other')
