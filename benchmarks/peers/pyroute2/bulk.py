"""Many requests in few datagrams: IPBatch compiles them, and the acks are read behind each datagram."""

import os
import struct

from pyroute2 import IPBatch

# Every request is acknowledged, and the default receive buffer of the kernel holds 256 acks.
TOGETHER = 200
ROOM = 65536


def answer(data):
    """Raises the error of an ack."""
    error = struct.unpack_from('=i', data, 16)[0]
    if error:
        raise OSError(-error, os.strerror(-error))


def bulk(route, items, compile_one):
    """Calls compile_one(batch, i) for every i, and sends what it compiled by the IPRoute."""
    batch = IPBatch()
    for first in range(0, items, TOGETHER):
        some = range(first, min(first + TOGETHER, items))
        for i in some:
            compile_one(batch, i)
        route.sendto(batch.batch, (0, 0))
        batch.reset()
        for _ in some:
            answer(route.recv(ROOM))
