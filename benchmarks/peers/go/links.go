package main

import (
	"fmt"
	"net"
	"runtime"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

const (
	vethWorkers = 2
	// Each deletion waits for grace periods of the kernel; those of several goroutines overlap.
	deleteWorkers = 32
)

// peersNamespace makes the namespace `peers` and comes back to the one of the driver.
func peersNamespace() (netns.NsHandle, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	home, err := netns.Get()
	if err != nil {
		return -1, err
	}
	made, err := netns.NewNamed("peers")
	if err != nil {
		return -1, err
	}
	return made, netns.Set(home)
}

func vethPairs(items int) (span, string, error) {
	handle, err := open()
	if err != nil {
		return span{}, "", err
	}
	bridge, err := makeBridge(handle)
	if err != nil {
		return span{}, "", err
	}
	peers, err := peersNamespace()
	if err != nil {
		return span{}, "", err
	}
	begun := begin()
	err = parallel(items, vethWorkers, func(handle *netlink.Handle, i int) error {
		attributes := named(fmt.Sprintf("a%d", i))
		attributes.Flags = net.FlagUp
		attributes.MasterIndex = bridge.Attrs().Index
		peer := fmt.Sprintf("b%d", i)
		return handle.LinkAdd(&netlink.Veth{LinkAttrs: attributes, PeerName: peer, PeerNamespace: netlink.NsFd(peers)})
	})
	took := begun.end()
	if err != nil {
		return span{}, "", err
	}
	return took, "LinkAdd in 2 goroutines", verifyVeths(handle, bridge, peers, items)
}

func verifyVeths(handle *netlink.Handle, bridge netlink.Link, peers netns.NsHandle, items int) error {
	ports, err := countPorts(handle, bridge)
	if err != nil {
		return err
	}
	if err := expectCount("bridge ports", ports, items); err != nil {
		return err
	}
	there, err := netlink.NewHandleAt(peers)
	if err != nil {
		return err
	}
	links, err := there.LinkList()
	if err != nil {
		return err
	}
	return expectCount("links among peers", len(links), items+1)
}

// makePairs makes veth pairs a<i>, b<i> in the namespace of the driver.
func makePairs(handle *netlink.Handle, pairs int, up bool) error {
	for i := 0; i < pairs; i++ {
		a, b := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
		if err := handle.LinkAdd(&netlink.Veth{LinkAttrs: named(a), PeerName: b}); err != nil {
			return err
		}
		if !up {
			continue
		}
		for _, name := range []string{a, b} {
			if err := setUp(handle, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func setUp(handle *netlink.Handle, name string) error {
	link, err := handle.LinkByName(name)
	if err != nil {
		return err
	}
	return handle.LinkSetUp(link)
}

func deleteLinks(items int) (span, string, error) {
	handle, err := open()
	if err == nil {
		err = makePairs(handle, items, true)
	}
	if err != nil {
		return span{}, "", err
	}
	begun := begin()
	err = parallel(items, deleteWorkers, func(handle *netlink.Handle, i int) error {
		link, err := handle.LinkByName(fmt.Sprintf("a%d", i))
		if err != nil {
			return err
		}
		return handle.LinkDel(link)
	})
	took := begun.end()
	if err != nil {
		return span{}, "", err
	}
	links, err := handle.LinkList()
	if err == nil {
		err = expectCount("links", len(links), 1)
	}
	return took, "LinkDel in 32 goroutines", err
}

func listLinks(items int) (span, string, error) {
	handle, err := open()
	if err == nil {
		err = makePairs(handle, items/2, false)
	}
	if err != nil {
		return span{}, "", err
	}
	begun := begin()
	links, err := handle.LinkList()
	took := begun.end()
	if err == nil {
		err = expectCount("links", len(links), items+1)
	}
	return took, "asks for virtual functions always", err
}

func latencyLink(items int) (span, string, error) {
	handle, err := open()
	if err == nil {
		_, err = makePair(handle)
	}
	if err != nil {
		return span{}, "", err
	}
	begun := begin()
	for i := 0; i < items; i++ {
		link, err := handle.LinkByName("v0")
		if err != nil {
			return span{}, "", err
		}
		if link.Attrs().Name != "v0" {
			return span{}, "", fmt.Errorf("%s instead of v0", link.Attrs().Name)
		}
	}
	return begun.end(), "asks for virtual functions always", nil
}

func coldStart(int) (span, string, error) {
	begun := begin()
	links, err := netlink.LinkList()
	if err == nil {
		err = expectCount("links", len(links), 1)
	}
	return begun.end(), "", err
}
