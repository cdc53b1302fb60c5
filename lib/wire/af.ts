// Address families, AF_* of include/linux/socket.h.

export const AF_UNSPEC = 0
export const AF_INET = 2
export const AF_BRIDGE = 7
export const AF_INET6 = 10
export const AF_PACKET = 17
export const AF_MPLS = 28
