package main

import (
	"net"

	"github.com/vishvananda/netlink"
)

func named(name string) netlink.LinkAttrs {
	attributes := netlink.NewLinkAttrs()
	attributes.Name = name
	return attributes
}

// makePair makes v0 and v1, both up, and returns v0.
func makePair(handle *netlink.Handle) (netlink.Link, error) {
	if err := handle.LinkAdd(&netlink.Veth{LinkAttrs: named("v0"), PeerName: "v1"}); err != nil {
		return nil, err
	}
	for _, name := range []string{"v1", "v0"} {
		link, err := handle.LinkByName(name)
		if err != nil {
			return nil, err
		}
		if err := handle.LinkSetUp(link); err != nil {
			return nil, err
		}
	}
	return handle.LinkByName("v0")
}

// makeBridge makes br0, up.
func makeBridge(handle *netlink.Handle) (netlink.Link, error) {
	attributes := named("br0")
	attributes.Flags = net.FlagUp
	if err := handle.LinkAdd(&netlink.Bridge{LinkAttrs: attributes}); err != nil {
		return nil, err
	}
	return handle.LinkByName("br0")
}

// countPorts counts the links of a bridge.
func countPorts(handle *netlink.Handle, bridge netlink.Link) (int, error) {
	links, err := handle.LinkList()
	count := 0
	for _, link := range links {
		if link.Attrs().MasterIndex == bridge.Attrs().Index {
			count++
		}
	}
	return count, err
}
