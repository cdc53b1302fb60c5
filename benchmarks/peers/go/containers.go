package main

import (
	"fmt"
	"net"
	"os"
	"runtime"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

const containerWorkers = 2

// The index of lo in a fresh namespace.
const loopback = 1

// A container while it is made.
type container struct {
	netns  netns.NsHandle
	inside *netlink.Handle
}

// A stage is work on one container.
type stage func(p *plan, home *netlink.Handle, i int) error

// plan is what the workers share.
type plan struct {
	bridge     netlink.Link
	home       netns.NsHandle
	containers []container
}

func connectVeth(home *netlink.Handle, i int, bridge netlink.Link, container netns.NsHandle) error {
	attributes := named(fmt.Sprintf("h%d", i))
	attributes.Flags = net.FlagUp
	attributes.MasterIndex = bridge.Attrs().Index
	return home.LinkAdd(&netlink.Veth{LinkAttrs: attributes, PeerName: "eth0", PeerNamespace: netlink.NsFd(container)})
}

// connect leaves the thread in the new namespace.
func connect(p *plan, home *netlink.Handle, i int) error {
	made, err := netns.NewNamed(fmt.Sprintf("c%d", i))
	if err != nil {
		return err
	}
	inside, err := open()
	if err != nil {
		return err
	}
	p.containers[i] = container{made, inside}
	return connectVeth(home, i, p.bridge, made)
}

func furnish(p *plan, _ *netlink.Handle, i int) error {
	made := p.containers[i]
	defer made.netns.Close()
	defer made.inside.Delete()
	lo := &netlink.Device{LinkAttrs: netlink.LinkAttrs{Index: loopback}}
	if err := made.inside.LinkSetUp(lo); err != nil {
		return err
	}
	eth0, err := made.inside.LinkByName("eth0")
	if err != nil {
		return err
	}
	if err := made.inside.LinkSetUp(eth0); err != nil {
		return err
	}
	if err := made.inside.AddrAdd(eth0, &netlink.Addr{IPNet: subnet(i + 2)}); err != nil {
		return err
	}
	return made.inside.RouteAdd(&netlink.Route{LinkIndex: eth0.Attrs().Index, Gw: subnet(1).IP, Protocol: unix.RTPROT_BOOT})
}

func makeWhole(p *plan, home *netlink.Handle, i int) error {
	if err := connect(p, home, i); err != nil {
		return err
	}
	return furnish(p, home, i)
}

// work never gives its thread back: it ends with the goroutine, in whatever namespace it is.
func (p *plan) work(q *queue, do stage) error {
	runtime.LockOSThread()
	home, err := netlink.NewHandleAt(p.home, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer home.Delete()
	for i, more := q.take(); more; i, more = q.take() {
		if err := do(p, home, i); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) run(workers int, do stage) error {
	ended := make(chan error, workers)
	q := queue{items: int64(len(p.containers))}
	for w := 0; w < workers; w++ {
		go func() { ended <- p.work(&q, do) }()
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

func makeContainers(items, workers int, stages ...stage) (span, error) {
	if err := prepare(); err != nil {
		return span{}, err
	}
	handle, err := open()
	if err != nil {
		return span{}, err
	}
	bridge, err := makeBridge(handle)
	if err != nil {
		return span{}, err
	}
	if err := handle.AddrAdd(bridge, &netlink.Addr{IPNet: subnet(1)}); err != nil {
		return span{}, err
	}
	home, err := netns.Get()
	if err != nil {
		return span{}, err
	}
	p := plan{bridge: bridge, home: home, containers: make([]container, items)}
	begun := begin()
	for _, do := range stages {
		if err := p.run(workers, do); err != nil {
			return span{}, err
		}
	}
	return begun.end(), verifyContainers(handle, bridge, items)
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

// All containers are connected before the first is taken up, as the floor does it.
func containers(items int) (span, string, error) {
	took, err := makeContainers(items, containerWorkers, connect, furnish)
	return took, "2 threads, in two stages; a broadcast address is always set", err
}

func containersTurn(items int) (span, string, error) {
	took, err := makeContainers(items, containerWorkers, makeWhole)
	return took, "2 threads, one container after the other; a broadcast address is always set", err
}

func containersAlone(items int) (span, string, error) {
	took, err := makeContainers(items, 1, makeWhole)
	return took, "1 thread; a broadcast address is always set", err
}
