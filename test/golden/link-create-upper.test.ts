import { createIpvlan, createLink, createMacvlan, createMacvtap, createVlan } from '../../lib/link/index.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks, tells } from './support/link.ts'

/** Captured from iproute2 6.1 with `strace -e write=3`; `v0` has the index 3. */
describe('what is asked to make a link on top of another', () => {
  it('createMacvlan sends a list of sources', () => {
    const data = {
      mode: 'source',
      macaddrMode: 'set',
      macaddrData: ['02:00:00:00:00:05', '02:00:00:00:00:06'],
      bcQueueLen: 5,
    } as const
    const captured = bytes(`
      78 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 6d 76 30 00  # IFLA_IFNAME mv0
      48 00 12 00  # IFLA_LINKINFO
        0b 00 01 00 6d 61 63 76 6c 61 6e 00  # IFLA_INFO_KIND macvlan
        38 00 02 00  # IFLA_INFO_DATA
          08 00 07 00 05 00 00 00  # IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 03 00 03 00 00 00  # IFLA_MACVLAN_MACADDR_MODE
          1c 00 05 00  # IFLA_MACVLAN_MACADDR_DATA
            0a 00 04 00 02 00 00 00 00 05 00 00  # IFLA_MACVLAN_MACADDR
            0a 00 04 00 02 00 00 00 00 06 00 00  # IFLA_MACVLAN_MACADDR
          08 00 01 00 10 00 00 00  # IFLA_MACVLAN_MODE
    `)
    asks((caller) => on(caller, createMacvlan)({ name: 'mv0', link: 3, data }), captured)
    tells(captured, { name: 'mv0', link: 3, kind: 'macvlan', data })
  })

  it('createMacvlan sends flags', () => {
    const data = { mode: 'passthru', flags: ['nopromisc'] } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 6d 70 30 00  # IFLA_IFNAME mp0
      24 00 12 00  # IFLA_LINKINFO
        0b 00 01 00 6d 61 63 76 6c 61 6e 00  # IFLA_INFO_KIND macvlan
        14 00 02 00  # IFLA_INFO_DATA
          08 00 01 00 08 00 00 00  # IFLA_MACVLAN_MODE
          06 00 02 00 01 00 00 00  # IFLA_MACVLAN_FLAGS
    `)
    asks((caller) => on(caller, createMacvlan)({ name: 'mp0', link: 3, data }), captured)
    tells(captured, { name: 'mp0', link: 3, kind: 'macvlan', data })
  })

  it('createMacvtap is a macvlan by another name', () => {
    const data = { mode: 'bridge', bcQueueLen: 7 } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 6d 74 30 00  # IFLA_IFNAME mt0
      24 00 12 00  # IFLA_LINKINFO
        0b 00 01 00 6d 61 63 76 74 61 70 00  # IFLA_INFO_KIND macvtap
        14 00 02 00  # IFLA_INFO_DATA
          08 00 07 00 07 00 00 00  # IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 01 00 04 00 00 00  # IFLA_MACVLAN_MODE
    `)
    asks((caller) => on(caller, createMacvtap)({ name: 'mt0', link: 3, data }), captured)
    tells(captured, { name: 'mt0', link: 3, kind: 'macvtap', data })
  })

  it('createVlan sends flags with their mask, and maps of priorities', () => {
    const data = {
      id: 7,
      flags: { reorderHdr: false, gvrp: true, looseBinding: true, mvrp: true, bridgeBinding: true },
      egressQos: [{ from: 5, to: 6 }],
      ingressQos: [
        { from: 1, to: 2 },
        { from: 3, to: 4 },
      ],
      protocol: '802.1ad',
    } as const
    const captured = bytes(`
      88 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 76 6c 30 00  # IFLA_IFNAME vl0
      58 00 12 00  # IFLA_LINKINFO
        08 00 01 00 76 6c 61 6e  # IFLA_INFO_KIND vlan
        4c 00 02 00  # IFLA_INFO_DATA
          06 00 05 00 88 a8 00 00  # IFLA_VLAN_PROTOCOL
          06 00 01 00 07 00 00 00  # IFLA_VLAN_ID
          1c 00 04 00  # IFLA_VLAN_INGRESS_QOS
            0c 00 01 00 01 00 00 00 02 00 00 00  # IFLA_VLAN_QOS_MAPPING
            0c 00 01 00 03 00 00 00 04 00 00 00  # IFLA_VLAN_QOS_MAPPING
          10 00 03 00  # IFLA_VLAN_EGRESS_QOS
            0c 00 01 00 05 00 00 00 06 00 00 00  # IFLA_VLAN_QOS_MAPPING
          0c 00 02 00 1e 00 00 00 1f 00 00 00  # IFLA_VLAN_FLAGS
    `)
    asks((caller) => on(caller, createVlan)({ name: 'vl0', link: 3, data }), captured)
    tells(captured, { name: 'vl0', link: 3, kind: 'vlan', data })
  })

  it('createIpvlan sends mode and flags', () => {
    const data = { mode: 'l3s', flags: ['private'] } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 69 76 30 00  # IFLA_IFNAME iv0
      24 00 12 00  # IFLA_LINKINFO
        0a 00 01 00 69 70 76 6c 61 6e 00 00  # IFLA_INFO_KIND ipvlan
        14 00 02 00  # IFLA_INFO_DATA
          06 00 01 00 02 00 00 00  # IFLA_IPVLAN_MODE
          06 00 02 00 01 00 00 00  # IFLA_IPVLAN_FLAGS
    `)
    asks((caller) => on(caller, createIpvlan)({ name: 'iv0', link: 3, data }), captured)
    tells(captured, { name: 'iv0', link: 3, kind: 'ipvlan', data })
  })

  it('createLink makes an ipvtap of the table of ipvlan', () => {
    const data = { mode: 'l2', flags: ['vepa'] } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 69 74 30 00  # IFLA_IFNAME it0
      24 00 12 00  # IFLA_LINKINFO
        0a 00 01 00 69 70 76 74 61 70 00 00  # IFLA_INFO_KIND ipvtap
        14 00 02 00  # IFLA_INFO_DATA
          06 00 01 00 00 00 00 00  # IFLA_IPVLAN_MODE
          06 00 02 00 02 00 00 00  # IFLA_IPVLAN_FLAGS
    `)
    asks((caller) => on(caller, createLink)({ name: 'it0', kind: 'ipvtap', link: 3, data }), captured)
    tells(captured, { name: 'it0', link: 3, kind: 'ipvtap', data })
  })
})
