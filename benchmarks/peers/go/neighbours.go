package main

import (
	"github.com/vishvananda/netlink"
)

const neighbourWorkers = 2

// withNeighbours sets up, adds neighbours, and returns how long adding took.
func withNeighbours(items int) (handle *netlink.Handle, index int, took span, err error) {
	if handle, err = open(); err != nil {
		return
	}
	link, err := makePair(handle)
	if err != nil {
		return
	}
	index = link.Attrs().Index
	begun := begin()
	err = parallel(items, neighbourWorkers, func(handle *netlink.Handle, i int) error {
		return handle.NeighAdd(&netlink.Neigh{
			LinkIndex:    index,
			Family:       netlink.FAMILY_V4,
			State:        netlink.NUD_PERMANENT,
			IP:           addressOf(i),
			HardwareAddr: macOf(i),
		})
	})
	return handle, index, begun.end(), err
}

func timedNeighbours(handle *netlink.Handle, index, items int) (span, error) {
	begun := begin()
	neighbours, err := handle.NeighList(0, netlink.FAMILY_V4)
	took := begun.end()
	if err != nil {
		return took, err
	}
	count := 0
	for _, neighbour := range neighbours {
		if neighbour.LinkIndex == index {
			count++
		}
	}
	return took, expectCount("neighbours", count, items)
}

func addNeighbours(items int) (span, string, error) {
	handle, index, took, err := withNeighbours(items)
	if err == nil {
		_, err = timedNeighbours(handle, index, items)
	}
	return took, "no batch: NeighAdd in 2 goroutines", err
}

func listNeighbours(items int) (span, string, error) {
	handle, index, _, err := withNeighbours(items)
	if err != nil {
		return span{}, "", err
	}
	took, err := timedNeighbours(handle, index, items)
	return took, "", err
}
