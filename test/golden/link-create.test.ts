import {
  createBridge,
  createDummy,
  createIfb,
  createIpvlan,
  createLink,
  createMacvlan,
  createMacvtap,
  createVeth,
  createVlan,
  createVrf,
  createVxlan,
  createWireguard,
} from '../../lib/link/kind.ts'
import { on } from '../../lib/verb/verb.ts'
import { asks, bytes, tells } from './link-message.ts'

/** Captured from iproute2 6.1 with `strace -e write=3`; `v0` has the index 3. */
describe('what is asked to make a link', () => {
  it('createBridge sends every option as `ip link add type bridge` does', () => {
    const data = {
      forwardDelay: 1000,
      helloTime: 150,
      maxAge: 1500,
      ageingTime: 20000,
      stpState: 1,
      priority: 4096,
      vlanFiltering: true,
      vlanProtocol: '802.1ad',
      groupFwdMask: 8,
      groupAddr: '01:80:c2:00:00:05',
      fdbFlush: true,
      vlanDefaultPvid: 7,
      mcastRouter: 'perm',
      mcastSnooping: false,
      mcastQueryUseIfaddr: true,
      mcastQuerier: true,
      mcastHashMax: 1024,
      mcastLastMemberCnt: 3,
      mcastStartupQueryCnt: 4,
      mcastLastMemberIntvl: 200,
      mcastMembershipIntvl: 27000,
      mcastQuerierIntvl: 26000,
      mcastQueryIntvl: 13000,
      mcastQueryResponseIntvl: 1100,
      mcastStartupQueryIntvl: 3200,
      nfCallIptables: true,
      nfCallIp6tables: false,
      nfCallArptables: true,
      vlanStatsEnabled: true,
      vlanStatsPerPort: false,
      mcastStatsEnabled: true,
      mcastIgmpVersion: 3,
      mcastMldVersion: 2,
      multiBoolopt: { noLlLearn: true, mcastVlanSnooping: true },
    } as const
    const captured = bytes(`
      68 01 00 00 10 00 05 06 6f af 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 62 72 37 00  ; IFLA_IFNAME br7
      40 01 12 00  ; IFLA_LINKINFO
        0a 00 01 00 62 72 69 64 67 65 00 00  ; IFLA_INFO_KIND bridge
        30 01 02 00  ; IFLA_INFO_DATA
          08 00 01 00 e8 03 00 00  ; IFLA_BR_FORWARD_DELAY
          08 00 02 00 96 00 00 00  ; IFLA_BR_HELLO_TIME
          08 00 03 00 dc 05 00 00  ; IFLA_BR_MAX_AGE
          08 00 04 00 20 4e 00 00  ; IFLA_BR_AGEING_TIME
          08 00 05 00 01 00 00 00  ; IFLA_BR_STP_STATE
          06 00 06 00 00 10 00 00  ; IFLA_BR_PRIORITY
          05 00 07 00 01 00 00 00  ; IFLA_BR_VLAN_FILTERING
          06 00 08 00 88 a8 00 00  ; IFLA_BR_VLAN_PROTOCOL
          06 00 09 00 08 00 00 00  ; IFLA_BR_GROUP_FWD_MASK
          0a 00 14 00 01 80 c2 00 00 05 00 00  ; IFLA_BR_GROUP_ADDR
          04 00 15 00  ; IFLA_BR_FDB_FLUSH
          06 00 27 00 07 00 00 00  ; IFLA_BR_VLAN_DEFAULT_PVID
          05 00 16 00 02 00 00 00  ; IFLA_BR_MCAST_ROUTER
          05 00 17 00 00 00 00 00  ; IFLA_BR_MCAST_SNOOPING
          05 00 18 00 01 00 00 00  ; IFLA_BR_MCAST_QUERY_USE_IFADDR
          05 00 19 00 01 00 00 00  ; IFLA_BR_MCAST_QUERIER
          08 00 1b 00 00 04 00 00  ; IFLA_BR_MCAST_HASH_MAX
          08 00 1c 00 03 00 00 00  ; IFLA_BR_MCAST_LAST_MEMBER_CNT
          08 00 1d 00 04 00 00 00  ; IFLA_BR_MCAST_STARTUP_QUERY_CNT
          0c 00 1e 00 c8 00 00 00 00 00 00 00  ; IFLA_BR_MCAST_LAST_MEMBER_INTVL
          0c 00 1f 00 78 69 00 00 00 00 00 00  ; IFLA_BR_MCAST_MEMBERSHIP_INTVL
          0c 00 20 00 90 65 00 00 00 00 00 00  ; IFLA_BR_MCAST_QUERIER_INTVL
          0c 00 21 00 c8 32 00 00 00 00 00 00  ; IFLA_BR_MCAST_QUERY_INTVL
          0c 00 22 00 4c 04 00 00 00 00 00 00  ; IFLA_BR_MCAST_QUERY_RESPONSE_INTVL
          0c 00 23 00 80 0c 00 00 00 00 00 00  ; IFLA_BR_MCAST_STARTUP_QUERY_INTVL
          05 00 24 00 01 00 00 00  ; IFLA_BR_NF_CALL_IPTABLES
          05 00 25 00 00 00 00 00  ; IFLA_BR_NF_CALL_IP6TABLES
          05 00 26 00 01 00 00 00  ; IFLA_BR_NF_CALL_ARPTABLES
          05 00 29 00 01 00 00 00  ; IFLA_BR_VLAN_STATS_ENABLED
          05 00 2d 00 00 00 00 00  ; IFLA_BR_VLAN_STATS_PER_PORT
          05 00 2a 00 01 00 00 00  ; IFLA_BR_MCAST_STATS_ENABLED
          05 00 2b 00 03 00 00 00  ; IFLA_BR_MCAST_IGMP_VERSION
          05 00 2c 00 02 00 00 00  ; IFLA_BR_MCAST_MLD_VERSION
          0c 00 2e 00 03 00 00 00 03 00 00 00  ; IFLA_BR_MULTI_BOOLOPT
    `)
    asks((caller) => on(caller, createBridge)({ name: 'br7', data }), captured)
    tells(captured, { name: 'br7', kind: 'bridge', data })
  })

  it('createVeth puts the peer into the same message', () => {
    const captured = bytes(`
      a4 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 04 00 78 05 00 00  ; IFLA_MTU
      08 00 1f 00 02 00 00 00  ; IFLA_NUM_TX_QUEUES
      08 00 20 00 03 00 00 00  ; IFLA_NUM_RX_QUEUES
      08 00 0d 00 f4 01 00 00  ; IFLA_TXQLEN
      08 00 1b 00 09 00 00 00  ; IFLA_GROUP
      0a 00 01 00 02 00 00 00 00 01 00 00  ; IFLA_ADDRESS
      07 00 03 00 68 30 00 00  ; IFLA_IFNAME h0
      48 00 12 00  ; IFLA_LINKINFO
        08 00 01 00 76 65 74 68  ; IFLA_INFO_KIND veth
        3c 00 02 00  ; IFLA_INFO_DATA
          38 00 01 00  ; VETH_INFO_PEER
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
            08 00 04 00 78 05 00 00  ; IFLA_MTU
            0a 00 01 00 02 00 00 00 00 02 00 00  ; IFLA_ADDRESS
            08 00 1c 00 04 00 00 00  ; IFLA_NET_NS_FD
            07 00 03 00 70 30 00 00  ; IFLA_IFNAME p0
    `)
    asks(
      (caller) =>
        on(
          caller,
          createVeth,
        )({
          name: 'h0',
          mtu: 1400,
          numTxQueues: 2,
          numRxQueues: 3,
          txqlen: 500,
          group: 9,
          address: '02:00:00:00:00:01',
          peer: { name: 'p0', mtu: 1400, address: '02:00:00:00:00:02', netns: 'foo' },
        }),
      captured,
    )
    tells(captured, {
      name: 'h0',
      mtu: 1400,
      numTxQueues: 2,
      numRxQueues: 3,
      txqlen: 500,
      group: 9,
      address: '02:00:00:00:00:01',
    })
  })

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
      e8 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 76 78 34 00  ; IFLA_IFNAME vx4
      b8 00 12 00  ; IFLA_LINKINFO
        09 00 01 00 76 78 6c 61 6e 00 00 00  ; IFLA_INFO_KIND vxlan
        a8 00 02 00  ; IFLA_INFO_DATA
          08 00 03 00 03 00 00 00  ; IFLA_VXLAN_LINK
          05 00 05 00 07 00 00 00  ; IFLA_VXLAN_TTL
          05 00 06 00 16 00 00 00  ; IFLA_VXLAN_TOS
          08 00 0a 00 03 e8 07 d0  ; IFLA_VXLAN_PORT_RANGE
          08 00 08 00 3c 00 00 00  ; IFLA_VXLAN_AGEING
          08 00 09 00 64 00 00 00  ; IFLA_VXLAN_LIMIT
          05 00 0b 00 01 00 00 00  ; IFLA_VXLAN_PROXY
          05 00 0c 00 01 00 00 00  ; IFLA_VXLAN_RSC
          05 00 0d 00 01 00 00 00  ; IFLA_VXLAN_L2MISS
          05 00 0e 00 01 00 00 00  ; IFLA_VXLAN_L3MISS
          05 00 12 00 00 00 00 00  ; IFLA_VXLAN_UDP_CSUM
          05 00 13 00 01 00 00 00  ; IFLA_VXLAN_UDP_ZERO_CSUM6_TX
          05 00 14 00 01 00 00 00  ; IFLA_VXLAN_UDP_ZERO_CSUM6_RX
          05 00 15 00 01 00 00 00  ; IFLA_VXLAN_REMCSUM_TX
          05 00 16 00 01 00 00 00  ; IFLA_VXLAN_REMCSUM_RX
          04 00 17 00  ; IFLA_VXLAN_GBP
          08 00 01 00 ff ff ff 00  ; IFLA_VXLAN_ID
          08 00 04 00 0a 00 00 01  ; IFLA_VXLAN_LOCAL
          08 00 02 00 ef 01 01 01  ; IFLA_VXLAN_GROUP
          05 00 07 00 00 00 00 00  ; IFLA_VXLAN_LEARNING
          06 00 0f 00 12 b5 00 00  ; IFLA_VXLAN_PORT
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
      90 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 76 78 36 00  ; IFLA_IFNAME vx6
      68 00 12 00  ; IFLA_LINKINFO
        09 00 01 00 76 78 6c 61 6e 00 00 00  ; IFLA_INFO_KIND vxlan
        58 00 02 00  ; IFLA_INFO_DATA
          05 00 1d 00 01 00 00 00  ; IFLA_VXLAN_DF
          04 00 1c 00  ; IFLA_VXLAN_TTL_INHERIT
          08 00 1a 00 00 01 23 45  ; IFLA_VXLAN_LABEL
          08 00 01 00 05 00 00 00  ; IFLA_VXLAN_ID
          14 00 11 00 fd 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_VXLAN_LOCAL6
          00 00 00 01
          14 00 10 00 fd 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_VXLAN_GROUP6
          00 00 00 02
          05 00 07 00 01 00 00 00  ; IFLA_VXLAN_LEARNING
          06 00 0f 00 12 b5 00 00  ; IFLA_VXLAN_PORT
    `)
    asks((caller) => on(caller, createVxlan)({ name: 'vx6', data }), captured)
    tells(captured, { name: 'vx6', kind: 'vxlan', data })
  })

  it('createVxlan sends what is decided by routes', () => {
    const data = { learning: false, port: 4789, collectMetadata: true, gpe: true, vnifilter: true }
    const captured = bytes(`
      60 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 76 78 65 00  ; IFLA_IFNAME vxe
      38 00 12 00  ; IFLA_LINKINFO
        09 00 01 00 76 78 6c 61 6e 00 00 00  ; IFLA_INFO_KIND vxlan
        28 00 02 00  ; IFLA_INFO_DATA
          05 00 19 00 01 00 00 00  ; IFLA_VXLAN_COLLECT_METADATA
          05 00 1e 00 01 00 00 00  ; IFLA_VXLAN_VNIFILTER
          04 00 1b 00  ; IFLA_VXLAN_GPE
          05 00 07 00 00 00 00 00  ; IFLA_VXLAN_LEARNING
          06 00 0f 00 12 b5 00 00  ; IFLA_VXLAN_PORT
    `)
    asks((caller) => on(caller, createVxlan)({ name: 'vxe', data }), captured)
    tells(captured, { name: 'vxe', kind: 'vxlan', data })
  })

  it('createMacvlan sends a list of sources', () => {
    const data = {
      mode: 'source',
      macaddrMode: 'set',
      macaddrData: ['02:00:00:00:00:05', '02:00:00:00:00:06'],
      bcQueueLen: 5,
    } as const
    const captured = bytes(`
      78 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 6d 76 30 00  ; IFLA_IFNAME mv0
      48 00 12 00  ; IFLA_LINKINFO
        0b 00 01 00 6d 61 63 76 6c 61 6e 00  ; IFLA_INFO_KIND macvlan
        38 00 02 00  ; IFLA_INFO_DATA
          08 00 07 00 05 00 00 00  ; IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 03 00 03 00 00 00  ; IFLA_MACVLAN_MACADDR_MODE
          1c 00 05 00  ; IFLA_MACVLAN_MACADDR_DATA
            0a 00 04 00 02 00 00 00 00 05 00 00  ; IFLA_MACVLAN_MACADDR
            0a 00 04 00 02 00 00 00 00 06 00 00  ; IFLA_MACVLAN_MACADDR
          08 00 01 00 10 00 00 00  ; IFLA_MACVLAN_MODE
    `)
    asks((caller) => on(caller, createMacvlan)({ name: 'mv0', link: 3, data }), captured)
    tells(captured, { name: 'mv0', link: 3, kind: 'macvlan', data })
  })

  it('createMacvlan sends flags', () => {
    const data = { mode: 'passthru', flags: ['nopromisc'] } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 85 a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 6d 70 30 00  ; IFLA_IFNAME mp0
      24 00 12 00  ; IFLA_LINKINFO
        0b 00 01 00 6d 61 63 76 6c 61 6e 00  ; IFLA_INFO_KIND macvlan
        14 00 02 00  ; IFLA_INFO_DATA
          08 00 01 00 08 00 00 00  ; IFLA_MACVLAN_MODE
          06 00 02 00 01 00 00 00  ; IFLA_MACVLAN_FLAGS
    `)
    asks((caller) => on(caller, createMacvlan)({ name: 'mp0', link: 3, data }), captured)
    tells(captured, { name: 'mp0', link: 3, kind: 'macvlan', data })
  })

  it('createMacvtap is a macvlan by another name', () => {
    const data = { mode: 'bridge', bcQueueLen: 7 } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 85 a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 6d 74 30 00  ; IFLA_IFNAME mt0
      24 00 12 00  ; IFLA_LINKINFO
        0b 00 01 00 6d 61 63 76 74 61 70 00  ; IFLA_INFO_KIND macvtap
        14 00 02 00  ; IFLA_INFO_DATA
          08 00 07 00 07 00 00 00  ; IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 01 00 04 00 00 00  ; IFLA_MACVLAN_MODE
    `)
    asks((caller) => on(caller, createMacvtap)({ name: 'mt0', link: 3, data }), captured)
    tells(captured, { name: 'mt0', link: 3, kind: 'macvtap', data })
  })

  it('createIfb sends the kind alone', () => {
    const captured = bytes(`
      38 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      09 00 03 00 69 66 62 37 00 00 00 00  ; IFLA_IFNAME ifb7
      0c 00 12 00  ; IFLA_LINKINFO
        07 00 01 00 69 66 62 00  ; IFLA_INFO_KIND ifb
    `)
    asks((caller) => on(caller, createIfb)({ name: 'ifb7' }), captured)
    tells(captured, { name: 'ifb7', kind: 'ifb' })
  })

  it('an index that was chosen stands in the header', () => {
    const captured = bytes(`
      34 00 00 00 10 00 05 06 85 a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 4d 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      07 00 03 00 67 30 00 00  ; IFLA_IFNAME g0
      0c 00 12 00  ; IFLA_LINKINFO
        07 00 01 00 69 66 62 00  ; IFLA_INFO_KIND ifb
    `)
    asks((caller) => on(caller, createIfb)({ name: 'g0', index: 77 }), captured)
    tells(captured, { name: 'g0', index: 77, kind: 'ifb' })
  })

  it('createDummy sends the kind alone', () => {
    const captured = bytes(`
      38 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      07 00 03 00 64 30 00 00  ; IFLA_IFNAME d0
      10 00 12 00  ; IFLA_LINKINFO
        09 00 01 00 64 75 6d 6d 79 00 00 00  ; IFLA_INFO_KIND dummy
    `)
    asks((caller) => on(caller, createDummy)({ name: 'd0' }), captured)
    tells(captured, { name: 'd0', kind: 'dummy' })
  })

  it('createWireguard sends the kind alone', () => {
    const captured = bytes(`
      3c 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 77 67 30 00  ; IFLA_IFNAME wg0
      14 00 12 00  ; IFLA_LINKINFO
        0d 00 01 00 77 69 72 65 67 75 61 72 64 00 00 00  ; IFLA_INFO_KIND wireguard
    `)
    asks((caller) => on(caller, createWireguard)({ name: 'wg0' }), captured)
    tells(captured, { name: 'wg0', kind: 'wireguard' })
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
      88 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 76 6c 30 00  ; IFLA_IFNAME vl0
      58 00 12 00  ; IFLA_LINKINFO
        08 00 01 00 76 6c 61 6e  ; IFLA_INFO_KIND vlan
        4c 00 02 00  ; IFLA_INFO_DATA
          06 00 05 00 88 a8 00 00  ; IFLA_VLAN_PROTOCOL
          06 00 01 00 07 00 00 00  ; IFLA_VLAN_ID
          1c 00 04 00  ; IFLA_VLAN_INGRESS_QOS
            0c 00 01 00 01 00 00 00 02 00 00 00  ; IFLA_VLAN_QOS_MAPPING
            0c 00 01 00 03 00 00 00 04 00 00 00  ; IFLA_VLAN_QOS_MAPPING
          10 00 03 00  ; IFLA_VLAN_EGRESS_QOS
            0c 00 01 00 05 00 00 00 06 00 00 00  ; IFLA_VLAN_QOS_MAPPING
          0c 00 02 00 1e 00 00 00 1f 00 00 00  ; IFLA_VLAN_FLAGS
    `)
    asks((caller) => on(caller, createVlan)({ name: 'vl0', link: 3, data }), captured)
    tells(captured, { name: 'vl0', link: 3, kind: 'vlan', data })
  })

  it('createIpvlan sends mode and flags', () => {
    const data = { mode: 'l3s', flags: ['private'] } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 69 76 30 00  ; IFLA_IFNAME iv0
      24 00 12 00  ; IFLA_LINKINFO
        0a 00 01 00 69 70 76 6c 61 6e 00 00  ; IFLA_INFO_KIND ipvlan
        14 00 02 00  ; IFLA_INFO_DATA
          06 00 01 00 02 00 00 00  ; IFLA_IPVLAN_MODE
          06 00 02 00 01 00 00 00  ; IFLA_IPVLAN_FLAGS
    `)
    asks((caller) => on(caller, createIpvlan)({ name: 'iv0', link: 3, data }), captured)
    tells(captured, { name: 'iv0', link: 3, kind: 'ipvlan', data })
  })

  it('createLink makes an ipvtap of the table of ipvlan', () => {
    const data = { mode: 'l2', flags: ['vepa'] } as const
    const captured = bytes(`
      54 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 05 00 03 00 00 00  ; IFLA_LINK
      08 00 03 00 69 74 30 00  ; IFLA_IFNAME it0
      24 00 12 00  ; IFLA_LINKINFO
        0a 00 01 00 69 70 76 74 61 70 00 00  ; IFLA_INFO_KIND ipvtap
        14 00 02 00  ; IFLA_INFO_DATA
          06 00 01 00 00 00 00 00  ; IFLA_IPVLAN_MODE
          06 00 02 00 02 00 00 00  ; IFLA_IPVLAN_FLAGS
    `)
    asks((caller) => on(caller, createLink)({ name: 'it0', kind: 'ipvtap', link: 3, data }), captured)
    tells(captured, { name: 'it0', link: 3, kind: 'ipvtap', data })
  })

  it('createVrf sends its table', () => {
    const data = { table: 1000 }
    const captured = bytes(`
      44 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ; struct ifinfomsg
      09 00 03 00 76 72 66 37 00 00 00 00  ; IFLA_IFNAME vrf7
      18 00 12 00  ; IFLA_LINKINFO
        07 00 01 00 76 72 66 00  ; IFLA_INFO_KIND vrf
        0c 00 02 00  ; IFLA_INFO_DATA
          08 00 01 00 e8 03 00 00  ; IFLA_VRF_TABLE
    `)
    asks((caller) => on(caller, createVrf)({ name: 'vrf7', data }), captured)
    tells(captured, { name: 'vrf7', kind: 'vrf', data })
  })
})
