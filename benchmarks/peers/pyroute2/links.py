"""Links."""

from bulk import bulk
from outcome import Outcome, expect_count, now
from pair import bridge, index, pair, ports
from pyroute2 import IPRoute, netns

PRIVATE_GROUP = 0x70797232


def veth_pairs(items):
    route = IPRoute()
    master = bridge(route)
    netns.create('peers')
    peer = {'net_ns_fd': 'peers'}
    begun = now()
    bulk(
        route,
        items,
        lambda batch, i: batch.link(
            'add', ifname=f'a{i}', kind='veth', state='up', master=master, peer={'ifname': f'b{i}', **peer}
        ),
    )
    took = now() - begun
    expect_count('bridge ports', ports(route, master), items)
    netns.pushns('peers')
    with IPRoute() as there:
        expect_count('links among peers', len(there.get_links()), items + 1)
    netns.popns()
    return Outcome(took, 'IPBatch, 200 pairs a datagram')


def make_pairs(route, pairs):
    bulk(route, pairs, lambda batch, i: batch.link('add', ifname=f'a{i}', kind='veth', peer=f'b{i}'))


def delete(items):
    route = IPRoute()
    make_pairs(route, items)
    indexes = {link.get_attr('IFLA_IFNAME'): link['index'] for link in route.get_links()}
    everything = [index for name, index in indexes.items() if name != 'lo']
    bulk(route, len(everything), lambda batch, i: batch.link('set', index=everything[i], state='up'))
    begun = now()
    bulk(route, items, lambda batch, i: batch.link('set', index=indexes[f'a{i}'], group=PRIVATE_GROUP))
    route.link('del', group=PRIVATE_GROUP)
    took = now() - begun
    expect_count('links', len(route.get_links()), 1)
    return Outcome(took, 'into a group by IPBatch, then the group; the indexes were known')


def listing(items):
    route = IPRoute()
    make_pairs(route, items // 2)
    begun = now()
    links = route.get_links()
    took = now() - begun
    expect_count('links', len(links), items + 1)
    return Outcome(took)


def latency(items):
    route, _ = pair()
    begun = now()
    right = sum(route.link('get', ifname='v0')[0].get_attr('IFLA_IFNAME') == 'v0' for _ in range(items))
    took = now() - begun
    expect_count('answers', right, items)
    return Outcome(took)


def cold_start(_):
    begun = now()
    with IPRoute() as route:
        expect_count('links', len(route.get_links()), 1)
    return Outcome(now() - begun)
