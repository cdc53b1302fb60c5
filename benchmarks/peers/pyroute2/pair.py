"""Set-up that trials share."""

from pyroute2 import IPRoute


def index(route, name):
    return route.link('get', ifname=name)[0]['index']


def pair():
    """An IPRoute, and the index of v0 of the pair v0, v1, both up. The kernel filters dumps (strict_check)."""
    route = IPRoute(strict_check=True)
    route.link('add', ifname='v0', kind='veth', peer='v1')
    for name in ('v1', 'v0'):
        route.link('set', index=index(route, name), state='up')
    return route, index(route, 'v0')


def bridge(route):
    """Makes br0, up, and returns its index."""
    route.link('add', ifname='br0', kind='bridge', state='up')
    return index(route, 'br0')


def ports(route, master):
    """How many links have this master."""
    return sum(link.get_attr('IFLA_MASTER') == master for link in route.get_links())
