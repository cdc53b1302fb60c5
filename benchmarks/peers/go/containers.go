package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

const containerWorkers = 2

// The index of lo in a fresh namespace.
const loopback = 1

// plan is what the workers share.
type plan struct {
	queue  queue
	bridge netlink.Link
	home   netns.NsHandle
}

func connectVeth(home *netlink.Handle, i int, bridge netlink.Link, container netns.NsHandle) error {
	attributes := named(fmt.Sprintf("h%d", i))
	attributes.Flags = net.FlagUp
	attributes.MasterIndex = bridge.Attrs().Index
	return home.LinkAdd(&netlink.Veth{LinkAttrs: attributes, PeerName: "eth0", PeerNamespace: netlink.NsFd(container)})
}

// furnish works in the namespace of the thread.
func furnish(i int) error {
	inside, err := open()
	if err != nil {
		return err
	}
	defer inside.Delete()
	lo := &netlink.Device{LinkAttrs: netlink.LinkAttrs{Index: loopback}}
	if err := inside.LinkSetUp(lo); err != nil {
		return err
	}
	eth0, err := inside.LinkByName("eth0")
	if err != nil {
		return err
	}
	if err := inside.LinkSetUp(eth0); err != nil {
		return err
	}
	if err := inside.AddrAdd(eth0, &netlink.Addr{IPNet: subnet(i + 2)}); err != nil {
		return err
	}
	return inside.RouteAdd(&netlink.Route{LinkIndex: eth0.Attrs().Index, Gw: subnet(1).IP, Protocol: unix.RTPROT_BOOT})
}

func makeContainer(home *netlink.Handle, i int, bridge netlink.Link) error {
	container, err := netns.NewNamed(fmt.Sprintf("c%d", i))
	if err != nil {
		return err
	}
	defer container.Close()
	if err := connectVeth(home, i, bridge, container); err != nil {
		return err
	}
	return furnish(i)
}

// work never gives its thread back: it ends with the goroutine, in whatever namespace it is.
func (p *plan) work() error {
	runtime.LockOSThread()
	home, err := netlink.NewHandleAt(p.home, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer home.Delete()
	for i, more := p.queue.take(); more; i, more = p.queue.take() {
		if err := makeContainer(home, i, p.bridge); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) run(workers int) error {
	ended := make(chan error, workers)
	for w := 0; w < workers; w++ {
		go func() { ended <- p.work() }()
	}
	var first error
	for w := 0; w < workers; w++ {
		if err := <-ended; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// prepare makes /run/netns a shared mount, as `ip netns add` does.
func prepare() error {
	const folder = "/run/netns"
	if err := unix.Mount(folder, folder, "none", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	return unix.Mount("", folder, "none", unix.MS_SHARED|unix.MS_REC, "")
}

func makeContainers(items, workers int) (time.Duration, error) {
	if err := prepare(); err != nil {
		return 0, err
	}
	handle, err := open()
	if err != nil {
		return 0, err
	}
	bridge, err := makeBridge(handle)
	if err != nil {
		return 0, err
	}
	if err := handle.AddrAdd(bridge, &netlink.Addr{IPNet: subnet(1)}); err != nil {
		return 0, err
	}
	home, err := netns.Get()
	if err != nil {
		return 0, err
	}
	p := plan{queue: queue{items: int64(items)}, bridge: bridge, home: home}
	begun := time.Now()
	if err := p.run(workers); err != nil {
		return 0, err
	}
	return time.Since(begun), verifyContainers(handle, bridge, items)
}

func verifyContainers(handle *netlink.Handle, bridge netlink.Link, items int) error {
	names, err := os.ReadDir("/run/netns")
	if err != nil {
		return err
	}
	if err := expectCount("namespaces", len(names), items); err != nil {
		return err
	}
	ports, err := countPorts(handle, bridge)
	if err != nil {
		return err
	}
	if err := expectCount("bridge ports", ports, items); err != nil {
		return err
	}
	for _, i := range []int{0, items / 2, items - 1} {
		if err := verifyContainer(i); err != nil {
			return err
		}
	}
	return nil
}

func verifyContainer(i int) error {
	container, err := netns.GetFromName(fmt.Sprintf("c%d", i))
	if err != nil {
		return err
	}
	defer container.Close()
	handle, err := netlink.NewHandleAt(container, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer handle.Delete()
	eth0, err := handle.LinkByName("eth0")
	if err != nil {
		return err
	}
	routes, err := handle.RouteList(eth0, netlink.FAMILY_V4)
	count := 0
	for _, route := range routes {
		if route.Dst == nil {
			count++
		}
	}
	if err != nil {
		return err
	}
	return expectCount("default routes by eth0", count, 1)
}

func containers(items int) (time.Duration, string, error) {
	took, err := makeContainers(items, containerWorkers)
	return took, "2 threads; a broadcast address is always set", err
}

func containersAlone(items int) (time.Duration, string, error) {
	took, err := makeContainers(items, 1)
	return took, "1 thread; a broadcast address is always set", err
}
