package main

import (
	"github.com/vishvananda/netlink"
)

// The kernel's work under one lock is nearly all of it: a second goroutine only waits for it.
const addressWorkers = 1

func addAddressOf(link netlink.Link) func(*netlink.Handle, int) error {
	return func(handle *netlink.Handle, i int) error {
		return handle.AddrAdd(link, &netlink.Addr{IPNet: hostOf(i)})
	}
}

// withAddresses sets up, adds addresses, and returns how long adding took.
func withAddresses(items, workers int) (handle *netlink.Handle, took span, err error) {
	if handle, err = open(); err != nil {
		return
	}
	link, err := makePair(handle)
	if err != nil {
		return
	}
	begun := begin()
	err = parallel(items, workers, addAddressOf(link))
	return handle, begun.end(), err
}

func timedAddresses(handle *netlink.Handle, items int) (span, error) {
	begun := begin()
	addresses, err := handle.AddrList(nil, netlink.FAMILY_V4)
	took := begun.end()
	if err == nil {
		err = expectCount("addresses", len(addresses), items)
	}
	return took, err
}

func addAddresses(items int) (span, string, error) {
	handle, took, err := withAddresses(items, addressWorkers)
	if err == nil {
		_, err = timedAddresses(handle, items)
	}
	return took, "no batch: AddrAdd one by one", err
}

func listAddresses(items int) (span, string, error) {
	handle, _, err := withAddresses(items, addressWorkers)
	if err != nil {
		return span{}, "", err
	}
	took, err := timedAddresses(handle, items)
	return took, "", err
}

func latencyAddress(items int) (span, string, error) {
	handle, took, err := withAddresses(items, 1)
	if err == nil {
		_, err = timedAddresses(handle, items)
	}
	return took, "", err
}
