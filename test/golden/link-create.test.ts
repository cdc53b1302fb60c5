import { createBridge, createDummy, createIfb, createVeth, createVrf, createWireguard } from '../../lib/link/index.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks, tells } from './support/link.ts'

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
      68 01 00 00 10 00 05 06 6f af 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 62 72 37 00  # IFLA_IFNAME br7
      40 01 12 00  # IFLA_LINKINFO
        0a 00 01 00 62 72 69 64 67 65 00 00  # IFLA_INFO_KIND bridge
        30 01 02 00  # IFLA_INFO_DATA
          08 00 01 00 e8 03 00 00  # IFLA_BR_FORWARD_DELAY
          08 00 02 00 96 00 00 00  # IFLA_BR_HELLO_TIME
          08 00 03 00 dc 05 00 00  # IFLA_BR_MAX_AGE
          08 00 04 00 20 4e 00 00  # IFLA_BR_AGEING_TIME
          08 00 05 00 01 00 00 00  # IFLA_BR_STP_STATE
          06 00 06 00 00 10 00 00  # IFLA_BR_PRIORITY
          05 00 07 00 01 00 00 00  # IFLA_BR_VLAN_FILTERING
          06 00 08 00 88 a8 00 00  # IFLA_BR_VLAN_PROTOCOL
          06 00 09 00 08 00 00 00  # IFLA_BR_GROUP_FWD_MASK
          0a 00 14 00 01 80 c2 00 00 05 00 00  # IFLA_BR_GROUP_ADDR
          04 00 15 00  # IFLA_BR_FDB_FLUSH
          06 00 27 00 07 00 00 00  # IFLA_BR_VLAN_DEFAULT_PVID
          05 00 16 00 02 00 00 00  # IFLA_BR_MCAST_ROUTER
          05 00 17 00 00 00 00 00  # IFLA_BR_MCAST_SNOOPING
          05 00 18 00 01 00 00 00  # IFLA_BR_MCAST_QUERY_USE_IFADDR
          05 00 19 00 01 00 00 00  # IFLA_BR_MCAST_QUERIER
          08 00 1b 00 00 04 00 00  # IFLA_BR_MCAST_HASH_MAX
          08 00 1c 00 03 00 00 00  # IFLA_BR_MCAST_LAST_MEMBER_CNT
          08 00 1d 00 04 00 00 00  # IFLA_BR_MCAST_STARTUP_QUERY_CNT
          0c 00 1e 00 c8 00 00 00 00 00 00 00  # IFLA_BR_MCAST_LAST_MEMBER_INTVL
          0c 00 1f 00 78 69 00 00 00 00 00 00  # IFLA_BR_MCAST_MEMBERSHIP_INTVL
          0c 00 20 00 90 65 00 00 00 00 00 00  # IFLA_BR_MCAST_QUERIER_INTVL
          0c 00 21 00 c8 32 00 00 00 00 00 00  # IFLA_BR_MCAST_QUERY_INTVL
          0c 00 22 00 4c 04 00 00 00 00 00 00  # IFLA_BR_MCAST_QUERY_RESPONSE_INTVL
          0c 00 23 00 80 0c 00 00 00 00 00 00  # IFLA_BR_MCAST_STARTUP_QUERY_INTVL
          05 00 24 00 01 00 00 00  # IFLA_BR_NF_CALL_IPTABLES
          05 00 25 00 00 00 00 00  # IFLA_BR_NF_CALL_IP6TABLES
          05 00 26 00 01 00 00 00  # IFLA_BR_NF_CALL_ARPTABLES
          05 00 29 00 01 00 00 00  # IFLA_BR_VLAN_STATS_ENABLED
          05 00 2d 00 00 00 00 00  # IFLA_BR_VLAN_STATS_PER_PORT
          05 00 2a 00 01 00 00 00  # IFLA_BR_MCAST_STATS_ENABLED
          05 00 2b 00 03 00 00 00  # IFLA_BR_MCAST_IGMP_VERSION
          05 00 2c 00 02 00 00 00  # IFLA_BR_MCAST_MLD_VERSION
          0c 00 2e 00 03 00 00 00 03 00 00 00  # IFLA_BR_MULTI_BOOLOPT
    `)
    asks((caller) => on(caller, createBridge)({ name: 'br7', data }), captured)
    tells(captured, { name: 'br7', kind: 'bridge', data })
  })

  it('createVeth puts the peer into the same message', () => {
    const captured = bytes(`
      a4 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 04 00 78 05 00 00  # IFLA_MTU
      08 00 1f 00 02 00 00 00  # IFLA_NUM_TX_QUEUES
      08 00 20 00 03 00 00 00  # IFLA_NUM_RX_QUEUES
      08 00 0d 00 f4 01 00 00  # IFLA_TXQLEN
      08 00 1b 00 09 00 00 00  # IFLA_GROUP
      0a 00 01 00 02 00 00 00 00 01 00 00  # IFLA_ADDRESS
      07 00 03 00 68 30 00 00  # IFLA_IFNAME h0
      48 00 12 00  # IFLA_LINKINFO
        08 00 01 00 76 65 74 68  # IFLA_INFO_KIND veth
        3c 00 02 00  # IFLA_INFO_DATA
          38 00 01 00  # VETH_INFO_PEER
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
            08 00 04 00 78 05 00 00  # IFLA_MTU
            0a 00 01 00 02 00 00 00 00 02 00 00  # IFLA_ADDRESS
            08 00 1c 00 04 00 00 00  # IFLA_NET_NS_FD
            07 00 03 00 70 30 00 00  # IFLA_IFNAME p0
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

  it('createIfb sends the kind alone', () => {
    const captured = bytes(`
      38 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      09 00 03 00 69 66 62 37 00 00 00 00  # IFLA_IFNAME ifb7
      0c 00 12 00  # IFLA_LINKINFO
        07 00 01 00 69 66 62 00  # IFLA_INFO_KIND ifb
    `)
    asks((caller) => on(caller, createIfb)({ name: 'ifb7' }), captured)
    tells(captured, { name: 'ifb7', kind: 'ifb' })
  })

  it('an index that was chosen stands in the header', () => {
    const captured = bytes(`
      34 00 00 00 10 00 05 06 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 4d 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 67 30 00 00  # IFLA_IFNAME g0
      0c 00 12 00  # IFLA_LINKINFO
        07 00 01 00 69 66 62 00  # IFLA_INFO_KIND ifb
    `)
    asks((caller) => on(caller, createIfb)({ name: 'g0', index: 77 }), captured)
    tells(captured, { name: 'g0', index: 77, kind: 'ifb' })
  })

  it('createDummy sends the kind alone', () => {
    const captured = bytes(`
      38 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 64 30 00 00  # IFLA_IFNAME d0
      10 00 12 00  # IFLA_LINKINFO
        09 00 01 00 64 75 6d 6d 79 00 00 00  # IFLA_INFO_KIND dummy
    `)
    asks((caller) => on(caller, createDummy)({ name: 'd0' }), captured)
    tells(captured, { name: 'd0', kind: 'dummy' })
  })

  it('createWireguard sends the kind alone', () => {
    const captured = bytes(`
      3c 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 77 67 30 00  # IFLA_IFNAME wg0
      14 00 12 00  # IFLA_LINKINFO
        0d 00 01 00 77 69 72 65 67 75 61 72 64 00 00 00  # IFLA_INFO_KIND wireguard
    `)
    asks((caller) => on(caller, createWireguard)({ name: 'wg0' }), captured)
    tells(captured, { name: 'wg0', kind: 'wireguard' })
  })

  it('createVrf sends its table', () => {
    const data = { table: 1000 }
    const captured = bytes(`
      44 00 00 00 10 00 05 06 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      09 00 03 00 76 72 66 37 00 00 00 00  # IFLA_IFNAME vrf7
      18 00 12 00  # IFLA_LINKINFO
        07 00 01 00 76 72 66 00  # IFLA_INFO_KIND vrf
        0c 00 02 00  # IFLA_INFO_DATA
          08 00 01 00 e8 03 00 00  # IFLA_VRF_TABLE
    `)
    asks((caller) => on(caller, createVrf)({ name: 'vrf7', data }), captured)
    tells(captured, { name: 'vrf7', kind: 'vrf', data })
  })
})
