import type { NetworkConfig } from '../../lib/container/config.ts'
import { addChild } from '../../lib/container/endpoint/child.ts'
import { createIpvlan, createMacvlan } from '../../lib/link/index.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks } from './support/link.ts'

const COMMON = {
  name: 'n0',
  ranges: [],
  mtu: 1400,
  masquerade: false,
  isolate: false,
  isolateContainers: false,
  internal: false,
  remoteSubnets: [],
  allowForward: false,
  spoofGuard: false,
} satisfies Partial<NetworkConfig>

/** A namespace by its descriptor, and a parent that is not looked up. */
const child = { interface: 'eth0', index: 70001, mac: '02:00:c0:00:02:02', netns: { fd: 4 } as never }
const parent = 30 as never

/**
 * Captured from `ip link add name eth0 index 70001 link up0 netns c mtu 1400 ...` of iproute2 6.1 with `strace -e write=3`; `up0` has the index 30, the
 * namespace the descriptor 4.
 */
describe('what is asked to make the link of a container on a parent', () => {
  it('is that of `type macvlan mode private` with an address', () => {
    asks(
      (caller) =>
        addChild(
          { createMacvlan: on(caller, createMacvlan), createIpvlan: on(caller, createIpvlan) },
          { ...COMMON, mode: 'macvlan', macvlanMode: 'private', parent },
          child,
        ),
      bytes(`
        6c 00 00 00 10 00 05 06 76 41 0b 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
        00 00 00 00 71 11 01 00 00 00 00 00 00 00 00 00  # struct ifinfomsg: index 70001
        08 00 1c 00 04 00 00 00  # IFLA_NET_NS_FD
        08 00 04 00 78 05 00 00  # IFLA_MTU 1400
        0a 00 01 00 02 00 c0 00 02 02 00 00  # IFLA_ADDRESS
        08 00 05 00 1e 00 00 00  # IFLA_LINK
        09 00 03 00 65 74 68 30 00 00 00 00  # IFLA_IFNAME eth0
        1c 00 12 00  # IFLA_LINKINFO
          0b 00 01 00 6d 61 63 76 6c 61 6e 00  # IFLA_INFO_KIND macvlan
          0c 00 02 00  # IFLA_INFO_DATA
            08 00 01 00 01 00 00 00  # IFLA_MACVLAN_MODE
      `),
    )
  })

  it('is that of `type ipvlan mode l3s`, without flags of 0, the default, and without an address', () => {
    asks(
      (caller) =>
        addChild(
          { createMacvlan: on(caller, createMacvlan), createIpvlan: on(caller, createIpvlan) },
          { ...COMMON, mode: 'ipvlan', ipvlanMode: 'l3s', parent },
          child,
        ),
      bytes(`
        60 00 00 00 10 00 05 06 76 41 0b 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
        00 00 00 00 71 11 01 00 00 00 00 00 00 00 00 00  # struct ifinfomsg: index 70001
        08 00 1c 00 04 00 00 00  # IFLA_NET_NS_FD
        08 00 04 00 78 05 00 00  # IFLA_MTU 1400
        08 00 05 00 1e 00 00 00  # IFLA_LINK
        09 00 03 00 65 74 68 30 00 00 00 00  # IFLA_IFNAME eth0
        1c 00 12 00  # IFLA_LINKINFO
          0a 00 01 00 69 70 76 6c 61 6e 00 00  # IFLA_INFO_KIND ipvlan
          0c 00 02 00  # IFLA_INFO_DATA
            06 00 01 00 02 00 00 00  # IFLA_IPVLAN_MODE
      `),
    )
  })
})
