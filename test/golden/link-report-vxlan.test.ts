import { bytes } from './support/bytes.ts'
import { tells } from './support/link.ts'

/** What Linux 6.18 answered to RTM_GETLINK, without what is not about the kind. */
describe('what the kernel reports of VXLANs', () => {
  it('a VXLAN over IPv4', () => {
    const captured = bytes(`
      40 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 05 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 76 78 34 00  # IFLA_IFNAME vx4
      f4 00 12 00  # IFLA_LINKINFO
        0a 00 01 00 76 78 6c 61 6e 00 00 00  # IFLA_INFO_KIND vxlan
        e4 00 02 00  # IFLA_INFO_DATA
          08 00 01 00 ff ff ff 00  # IFLA_VXLAN_ID
          08 00 02 00 ef 01 01 01  # IFLA_VXLAN_GROUP
          08 00 03 00 02 00 00 00  # IFLA_VXLAN_LINK
          08 00 04 00 0a 00 00 01  # IFLA_VXLAN_LOCAL
          05 00 05 00 07 00 00 00  # IFLA_VXLAN_TTL
          05 00 1c 00 00 00 00 00  # IFLA_VXLAN_TTL_INHERIT
          05 00 06 00 00 00 00 00  # IFLA_VXLAN_TOS
          05 00 1d 00 00 00 00 00  # IFLA_VXLAN_DF
          08 00 1a 00 00 00 00 00  # IFLA_VXLAN_LABEL
          08 00 20 00 00 00 00 00  # IFLA_VXLAN_LABEL_POLICY
          05 00 07 00 00 00 00 00  # IFLA_VXLAN_LEARNING
          05 00 0b 00 00 00 00 00  # IFLA_VXLAN_PROXY
          05 00 0c 00 00 00 00 00  # IFLA_VXLAN_RSC
          05 00 0d 00 00 00 00 00  # IFLA_VXLAN_L2MISS
          05 00 0e 00 00 00 00 00  # IFLA_VXLAN_L3MISS
          05 00 19 00 00 00 00 00  # IFLA_VXLAN_COLLECT_METADATA
          08 00 08 00 3c 00 00 00  # IFLA_VXLAN_AGEING
          08 00 09 00 00 00 00 00  # IFLA_VXLAN_LIMIT
          06 00 0f 00 12 b5 00 00  # IFLA_VXLAN_PORT
          05 00 12 00 01 00 00 00  # IFLA_VXLAN_UDP_CSUM
          05 00 13 00 00 00 00 00  # IFLA_VXLAN_UDP_ZERO_CSUM6_TX
          05 00 14 00 00 00 00 00  # IFLA_VXLAN_UDP_ZERO_CSUM6_RX
          05 00 15 00 00 00 00 00  # IFLA_VXLAN_REMCSUM_TX
          05 00 16 00 00 00 00 00  # IFLA_VXLAN_REMCSUM_RX
          05 00 1f 00 01 00 00 00  # IFLA_VXLAN_LOCALBYPASS
          08 00 0a 00 03 e8 07 d0  # IFLA_VXLAN_PORT_RANGE
          04 00 17 00  # IFLA_VXLAN_GBP
          0c 00 21 00 77 00 00 00 00 00 00 ff  # IFLA_VXLAN_RESERVED_BITS
    `)
    tells(captured, {
      index: 5,
      name: 'vx4',
      kind: 'vxlan',
      data: {
        id: 16777215,
        group: '239.1.1.1',
        link: 2,
        local: '10.0.0.1',
        ttl: 7,
        ttlInherit: false,
        tos: 0,
        df: 'unset',
        label: 0,
        labelPolicy: 'fixed',
        learning: false,
        proxy: false,
        rsc: false,
        l2miss: false,
        l3miss: false,
        collectMetadata: false,
        ageing: 60,
        limit: 0,
        port: 4789,
        udpCsum: true,
        udpZeroCsum6Tx: false,
        udpZeroCsum6Rx: false,
        remcsumTx: false,
        remcsumRx: false,
        localbypass: true,
        portRange: { low: 1000, high: 2000 },
        gbp: true,
        reservedBits: { flags: 1996488704, vni: 255 },
      },
    })
  })

  it('a VXLAN over IPv6', () => {
    const captured = bytes(`
      4c 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 06 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 76 78 36 00  # IFLA_IFNAME vx6
      00 01 12 00  # IFLA_LINKINFO
        0a 00 01 00 76 78 6c 61 6e 00 00 00  # IFLA_INFO_KIND vxlan
        f0 00 02 00  # IFLA_INFO_DATA
          08 00 01 00 05 00 00 00  # IFLA_VXLAN_ID
          14 00 10 00 fd 00 00 00 00 00 00 00 00 00 00 00  # IFLA_VXLAN_GROUP6
          00 00 00 02
          14 00 11 00 fd 00 00 00 00 00 00 00 00 00 00 00  # IFLA_VXLAN_LOCAL6
          00 00 00 01
          05 00 05 00 00 00 00 00  # IFLA_VXLAN_TTL
          05 00 1c 00 01 00 00 00  # IFLA_VXLAN_TTL_INHERIT
          05 00 06 00 00 00 00 00  # IFLA_VXLAN_TOS
          05 00 1d 00 01 00 00 00  # IFLA_VXLAN_DF
          08 00 1a 00 00 01 23 45  # IFLA_VXLAN_LABEL
          08 00 20 00 00 00 00 00  # IFLA_VXLAN_LABEL_POLICY
          05 00 07 00 01 00 00 00  # IFLA_VXLAN_LEARNING
          05 00 0b 00 00 00 00 00  # IFLA_VXLAN_PROXY
          05 00 0c 00 00 00 00 00  # IFLA_VXLAN_RSC
          05 00 0d 00 00 00 00 00  # IFLA_VXLAN_L2MISS
          05 00 0e 00 00 00 00 00  # IFLA_VXLAN_L3MISS
          05 00 19 00 00 00 00 00  # IFLA_VXLAN_COLLECT_METADATA
          08 00 08 00 2c 01 00 00  # IFLA_VXLAN_AGEING
          08 00 09 00 00 00 00 00  # IFLA_VXLAN_LIMIT
          06 00 0f 00 12 b6 00 00  # IFLA_VXLAN_PORT
          05 00 12 00 01 00 00 00  # IFLA_VXLAN_UDP_CSUM
          05 00 13 00 00 00 00 00  # IFLA_VXLAN_UDP_ZERO_CSUM6_TX
          05 00 14 00 00 00 00 00  # IFLA_VXLAN_UDP_ZERO_CSUM6_RX
          05 00 15 00 00 00 00 00  # IFLA_VXLAN_REMCSUM_TX
          05 00 16 00 00 00 00 00  # IFLA_VXLAN_REMCSUM_RX
          05 00 1f 00 01 00 00 00  # IFLA_VXLAN_LOCALBYPASS
          08 00 0a 00 00 00 00 00  # IFLA_VXLAN_PORT_RANGE
          0c 00 21 00 f7 ff ff ff 00 00 00 ff  # IFLA_VXLAN_RESERVED_BITS
    `)
    tells(captured, {
      index: 6,
      name: 'vx6',
      kind: 'vxlan',
      data: {
        id: 5,
        group6: 'fd00::2',
        local6: 'fd00::1',
        ttl: 0,
        ttlInherit: true,
        tos: 0,
        df: 'set',
        label: 74565,
        labelPolicy: 'fixed',
        learning: true,
        proxy: false,
        rsc: false,
        l2miss: false,
        l3miss: false,
        collectMetadata: false,
        ageing: 300,
        limit: 0,
        port: 4790,
        udpCsum: true,
        udpZeroCsum6Tx: false,
        udpZeroCsum6Rx: false,
        remcsumTx: false,
        remcsumRx: false,
        localbypass: true,
        portRange: { low: 0, high: 0 },
        reservedBits: { flags: 4160749567, vni: 255 },
      },
    })
  })
})
