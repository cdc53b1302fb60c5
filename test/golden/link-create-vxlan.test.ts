import { createVxlan } from '../../lib/link/index.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks, tells } from './support/link.ts'

/** Captured from iproute2 6.1 with `strace -e write=3`; `v0` has the index 3. */
describe('what is asked to make a VXLAN', () => {
  it('createVxlan sends IPv4 ends and every switch', () => {
    const data = {
      id: 16777215,
      group: '239.1.1.1',
      link: 3,
      local: '10.0.0.1',
      ttl: 7,
      tos: 0x16,
      learning: false,
      ageing: 60,
      limit: 100,
      portRange: { low: 1000, high: 2000 },
      proxy: true,
      rsc: true,
      l2miss: true,
      l3miss: true,
      port: 4789,
      udpCsum: false,
      udpZeroCsum6Tx: true,
      udpZeroCsum6Rx: true,
      remcsumTx: true,
      remcsumRx: true,
      gbp: true,
    }
    const captured = bytes(`
      e8 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 05 00 03 00 00 00  # IFLA_LINK
      08 00 03 00 76 78 34 00  # IFLA_IFNAME vx4
      b8 00 12 00  # IFLA_LINKINFO
        09 00 01 00 76 78 6c 61 6e 00 00 00  # IFLA_INFO_KIND vxlan
        a8 00 02 00  # IFLA_INFO_DATA
          08 00 03 00 03 00 00 00  # IFLA_VXLAN_LINK
          05 00 05 00 07 00 00 00  # IFLA_VXLAN_TTL
          05 00 06 00 16 00 00 00  # IFLA_VXLAN_TOS
          08 00 0a 00 03 e8 07 d0  # IFLA_VXLAN_PORT_RANGE
          08 00 08 00 3c 00 00 00  # IFLA_VXLAN_AGEING
          08 00 09 00 64 00 00 00  # IFLA_VXLAN_LIMIT
          05 00 0b 00 01 00 00 00  # IFLA_VXLAN_PROXY
          05 00 0c 00 01 00 00 00  # IFLA_VXLAN_RSC
          05 00 0d 00 01 00 00 00  # IFLA_VXLAN_L2MISS
          05 00 0e 00 01 00 00 00  # IFLA_VXLAN_L3MISS
          05 00 12 00 00 00 00 00  # IFLA_VXLAN_UDP_CSUM
          05 00 13 00 01 00 00 00  # IFLA_VXLAN_UDP_ZERO_CSUM6_TX
          05 00 14 00 01 00 00 00  # IFLA_VXLAN_UDP_ZERO_CSUM6_RX
          05 00 15 00 01 00 00 00  # IFLA_VXLAN_REMCSUM_TX
          05 00 16 00 01 00 00 00  # IFLA_VXLAN_REMCSUM_RX
          04 00 17 00  # IFLA_VXLAN_GBP
          08 00 01 00 ff ff ff 00  # IFLA_VXLAN_ID
          08 00 04 00 0a 00 00 01  # IFLA_VXLAN_LOCAL
          08 00 02 00 ef 01 01 01  # IFLA_VXLAN_GROUP
          05 00 07 00 00 00 00 00  # IFLA_VXLAN_LEARNING
          06 00 0f 00 12 b5 00 00  # IFLA_VXLAN_PORT
    `)
    asks((caller) => on(caller, createVxlan)({ name: 'vx4', link: 3, data }), captured)
    tells(captured, { name: 'vx4', link: 3, kind: 'vxlan', data })
  })

  it('createVxlan sends IPv6 ends, and the TTL of the carried packet as a flag', () => {
    const data = {
      id: 5,
      group6: 'fd00::2',
      local6: 'fd00::1',
      learning: true,
      port: 4789,
      label: 0x12345,
      ttlInherit: true,
      df: 'set',
    } as const
    const captured = bytes(`
      90 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 76 78 36 00  # IFLA_IFNAME vx6
      68 00 12 00  # IFLA_LINKINFO
        09 00 01 00 76 78 6c 61 6e 00 00 00  # IFLA_INFO_KIND vxlan
        58 00 02 00  # IFLA_INFO_DATA
          05 00 1d 00 01 00 00 00  # IFLA_VXLAN_DF
          04 00 1c 00  # IFLA_VXLAN_TTL_INHERIT
          08 00 1a 00 00 01 23 45  # IFLA_VXLAN_LABEL
          08 00 01 00 05 00 00 00  # IFLA_VXLAN_ID
          14 00 11 00 fd 00 00 00 00 00 00 00 00 00 00 00  # IFLA_VXLAN_LOCAL6
          00 00 00 01
          14 00 10 00 fd 00 00 00 00 00 00 00 00 00 00 00  # IFLA_VXLAN_GROUP6
          00 00 00 02
          05 00 07 00 01 00 00 00  # IFLA_VXLAN_LEARNING
          06 00 0f 00 12 b5 00 00  # IFLA_VXLAN_PORT
    `)
    asks((caller) => on(caller, createVxlan)({ name: 'vx6', data }), captured)
    tells(captured, { name: 'vx6', kind: 'vxlan', data })
  })

  it('createVxlan sends what is decided by routes', () => {
    const data = { learning: false, port: 4789, collectMetadata: true, gpe: true, vnifilter: true }
    const captured = bytes(`
      60 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 76 78 65 00  # IFLA_IFNAME vxe
      38 00 12 00  # IFLA_LINKINFO
        09 00 01 00 76 78 6c 61 6e 00 00 00  # IFLA_INFO_KIND vxlan
        28 00 02 00  # IFLA_INFO_DATA
          05 00 19 00 01 00 00 00  # IFLA_VXLAN_COLLECT_METADATA
          05 00 1e 00 01 00 00 00  # IFLA_VXLAN_VNIFILTER
          04 00 1b 00  # IFLA_VXLAN_GPE
          05 00 07 00 00 00 00 00  # IFLA_VXLAN_LEARNING
          06 00 0f 00 12 b5 00 00  # IFLA_VXLAN_PORT
    `)
    asks((caller) => on(caller, createVxlan)({ name: 'vxe', data }), captured)
    tells(captured, { name: 'vxe', kind: 'vxlan', data })
  })
})
