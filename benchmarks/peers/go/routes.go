package main

import (
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Two goroutines, each with a socket of its own: while the kernel works for one, the other builds its next request.
const routeWorkers = 2

func addRouteOf(link netlink.Link) func(*netlink.Handle, int) error {
	return func(handle *netlink.Handle, i int) error {
		return handle.RouteAdd(&netlink.Route{
			LinkIndex: link.Attrs().Index,
			Dst:       hostOf(i),
			Table:     unix.RT_TABLE_MAIN,
			Type:      unix.RTN_UNICAST,
			Scope:     netlink.SCOPE_LINK,
			Protocol:  unix.RTPROT_BOOT,
		})
	}
}

func addRoutes(items int) (span, string, error) {
	handle, err := open()
	if err != nil {
		return span{}, "", err
	}
	link, err := makePair(handle)
	if err != nil {
		return span{}, "", err
	}
	begun := begin()
	if err := parallel(items, routeWorkers, addRouteOf(link)); err != nil {
		return span{}, "", err
	}
	took := begun.end()
	routes, err := handle.RouteList(nil, netlink.FAMILY_V4)
	if err == nil {
		err = expectCount("routes", len(routes), items)
	}
	return took, "no batch: RouteAdd in 2 goroutines", err
}

func listRoutes(items int) (span, string, error) {
	handle, err := open()
	if err != nil {
		return span{}, "", err
	}
	link, err := makePair(handle)
	if err == nil {
		err = parallel(items, routeWorkers, addRouteOf(link))
	}
	if err != nil {
		return span{}, "", err
	}
	begun := begin()
	routes, err := handle.RouteList(nil, netlink.FAMILY_V4)
	took := begun.end()
	if err == nil {
		err = expectCount("routes", len(routes), items)
	}
	return took, "", err
}
