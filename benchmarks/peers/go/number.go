package main

import "net"

// addressOf is the address A(i) = 10.x.y.z.
func addressOf(i int) net.IP { return net.IP{10, byte(i >> 16), byte(i >> 8), byte(i)} }

// hostOf is A(i)/32.
func hostOf(i int) *net.IPNet { return &net.IPNet{IP: addressOf(i), Mask: net.CIDRMask(32, 32)} }

// macOf is the hardware address of neighbour i.
func macOf(i int) net.HardwareAddr {
	return net.HardwareAddr{2, 0, 0, byte(i >> 16), byte(i >> 8), byte(i)}
}

// subnet is 172.18.0.0/16 with the lower 16 bits of host.
func subnet(host int) *net.IPNet {
	return &net.IPNet{IP: net.IP{172, 18, byte(host >> 8), byte(host)}, Mask: net.CIDRMask(16, 32)}
}
