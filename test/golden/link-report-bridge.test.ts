import { bytes } from './support/bytes.ts'
import { tells } from './support/link.ts'

/** What Linux 6.18 answered to RTM_GETLINK, without what is not about the kind. */
describe('what the kernel reports of bridges and ports', () => {
  it('a bridge', () => {
    const captured = bytes(`
      e8 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 04 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 62 72 30 00  # IFLA_IFNAME br0
      9c 01 12 00  # IFLA_LINKINFO
        0b 00 01 00 62 72 69 64 67 65 00 00  # IFLA_INFO_KIND bridge
        8c 01 02 00  # IFLA_INFO_DATA
          0c 00 10 00 00 00 00 00 00 00 00 00  # IFLA_BR_HELLO_TIMER
          0c 00 11 00 00 00 00 00 00 00 00 00  # IFLA_BR_TCN_TIMER
          0c 00 12 00 00 00 00 00 00 00 00 00  # IFLA_BR_TOPOLOGY_CHANGE_TIMER
          0c 00 13 00 00 00 00 00 00 00 00 00  # IFLA_BR_GC_TIMER
          08 00 01 00 e8 03 00 00  # IFLA_BR_FORWARD_DELAY
          08 00 02 00 c8 00 00 00  # IFLA_BR_HELLO_TIME
          08 00 03 00 d0 07 00 00  # IFLA_BR_MAX_AGE
          08 00 04 00 30 75 00 00  # IFLA_BR_AGEING_TIME
          08 00 05 00 00 00 00 00  # IFLA_BR_STP_STATE
          06 00 06 00 00 10 00 00  # IFLA_BR_PRIORITY
          05 00 07 00 00 00 00 00  # IFLA_BR_VLAN_FILTERING
          06 00 09 00 00 00 00 00  # IFLA_BR_GROUP_FWD_MASK
          0c 00 0b 00 10 00 02 00 00 00 00 0b  # IFLA_BR_BRIDGE_ID
          0c 00 0a 00 10 00 02 00 00 00 00 0b  # IFLA_BR_ROOT_ID
          06 00 0c 00 00 00 00 00  # IFLA_BR_ROOT_PORT
          08 00 0d 00 00 00 00 00  # IFLA_BR_ROOT_PATH_COST
          05 00 0e 00 00 00 00 00  # IFLA_BR_TOPOLOGY_CHANGE
          05 00 0f 00 00 00 00 00  # IFLA_BR_TOPOLOGY_CHANGE_DETECTED
          0a 00 14 00 01 80 c2 00 00 00 00 00  # IFLA_BR_GROUP_ADDR
          0c 00 2e 00 01 00 00 00 1f 00 00 00  # IFLA_BR_MULTI_BOOLOPT
          08 00 30 00 00 00 00 00  # IFLA_BR_FDB_N_LEARNED
          08 00 31 00 00 00 00 00  # IFLA_BR_FDB_MAX_LEARNED
          05 00 16 00 02 00 00 00  # IFLA_BR_MCAST_ROUTER
          05 00 17 00 01 00 00 00  # IFLA_BR_MCAST_SNOOPING
          05 00 18 00 00 00 00 00  # IFLA_BR_MCAST_QUERY_USE_IFADDR
          05 00 19 00 00 00 00 00  # IFLA_BR_MCAST_QUERIER
          05 00 2a 00 00 00 00 00  # IFLA_BR_MCAST_STATS_ENABLED
          08 00 1a 00 10 00 00 00  # IFLA_BR_MCAST_HASH_ELASTICITY
          08 00 1b 00 00 10 00 00  # IFLA_BR_MCAST_HASH_MAX
          08 00 1c 00 02 00 00 00  # IFLA_BR_MCAST_LAST_MEMBER_CNT
          08 00 1d 00 02 00 00 00  # IFLA_BR_MCAST_STARTUP_QUERY_CNT
          05 00 2b 00 02 00 00 00  # IFLA_BR_MCAST_IGMP_VERSION
          05 00 2c 00 01 00 00 00  # IFLA_BR_MCAST_MLD_VERSION
          0c 00 1e 00 64 00 00 00 00 00 00 00  # IFLA_BR_MCAST_LAST_MEMBER_INTVL
          0c 00 1f 00 90 65 00 00 00 00 00 00  # IFLA_BR_MCAST_MEMBERSHIP_INTVL
          0c 00 20 00 9c 63 00 00 00 00 00 00  # IFLA_BR_MCAST_QUERIER_INTVL
          0c 00 21 00 c8 32 00 00 00 00 00 00  # IFLA_BR_MCAST_QUERY_INTVL
          0c 00 22 00 e8 03 00 00 00 00 00 00  # IFLA_BR_MCAST_QUERY_RESPONSE_INTVL
          0c 00 23 00 34 0c 00 00 00 00 00 00  # IFLA_BR_MCAST_STARTUP_QUERY_INTVL
          05 00 24 00 00 00 00 00  # IFLA_BR_NF_CALL_IPTABLES
          05 00 25 00 00 00 00 00  # IFLA_BR_NF_CALL_IP6TABLES
          05 00 26 00 00 00 00 00  # IFLA_BR_NF_CALL_ARPTABLES
    `)
    tells(captured, {
      index: 4,
      name: 'br0',
      kind: 'bridge',
      data: {
        helloTimer: 0,
        tcnTimer: 0,
        topologyChangeTimer: 0,
        gcTimer: 0,
        forwardDelay: 1000,
        helloTime: 200,
        maxAge: 2000,
        ageingTime: 30000,
        stpState: 0,
        priority: 4096,
        vlanFiltering: false,
        groupFwdMask: 0,
        bridgeId: '1000.02:00:00:00:00:0b',
        rootId: '1000.02:00:00:00:00:0b',
        rootPort: 0,
        rootPathCost: 0,
        topologyChange: false,
        topologyChangeDetected: false,
        groupAddr: '01:80:c2:00:00:00',
        multiBoolopt: {
          noLlLearn: true,
          mcastVlanSnooping: false,
          mstEnable: false,
          mdbOffloadFailNotification: false,
          fdbLocalVlan0: false,
        },
        fdbNLearned: 0,
        fdbMaxLearned: 0,
        mcastRouter: 'perm',
        mcastSnooping: true,
        mcastQueryUseIfaddr: false,
        mcastQuerier: false,
        mcastStatsEnabled: false,
        mcastHashElasticity: 16,
        mcastHashMax: 4096,
        mcastLastMemberCnt: 2,
        mcastStartupQueryCnt: 2,
        mcastIgmpVersion: 2,
        mcastMldVersion: 1,
        mcastLastMemberIntvl: 100,
        mcastMembershipIntvl: 26000,
        mcastQuerierIntvl: 25500,
        mcastQueryIntvl: 13000,
        mcastQueryResponseIntvl: 1000,
        mcastStartupQueryIntvl: 3124,
        nfCallIptables: false,
        nfCallIp6tables: false,
        nfCallArptables: false,
      },
    })
  })

  it('a veth that is a port of a bridge', () => {
    const captured = bytes(`
      c8 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 03 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 76 30 00 00  # IFLA_IFNAME v0
      6c 01 12 00  # IFLA_LINKINFO
        09 00 01 00 76 65 74 68 00 00 00 00  # IFLA_INFO_KIND veth
        0b 00 04 00 62 72 69 64 67 65 00 00  # IFLA_INFO_SLAVE_KIND bridge
        50 01 05 00  # IFLA_INFO_SLAVE_DATA
          05 00 01 00 00 00 00 00  # IFLA_BRPORT_STATE
          06 00 02 00 20 00 00 00  # IFLA_BRPORT_PRIORITY
          08 00 03 00 07 00 00 00  # IFLA_BRPORT_COST
          05 00 04 00 01 00 00 00  # IFLA_BRPORT_MODE
          05 00 05 00 00 00 00 00  # IFLA_BRPORT_GUARD
          05 00 06 00 00 00 00 00  # IFLA_BRPORT_PROTECT
          05 00 07 00 00 00 00 00  # IFLA_BRPORT_FAST_LEAVE
          05 00 1c 00 00 00 00 00  # IFLA_BRPORT_MCAST_TO_UCAST
          05 00 08 00 01 00 00 00  # IFLA_BRPORT_LEARNING
          05 00 09 00 01 00 00 00  # IFLA_BRPORT_UNICAST_FLOOD
          05 00 1b 00 01 00 00 00  # IFLA_BRPORT_MCAST_FLOOD
          05 00 1e 00 01 00 00 00  # IFLA_BRPORT_BCAST_FLOOD
          05 00 0a 00 00 00 00 00  # IFLA_BRPORT_PROXYARP
          05 00 0c 00 00 00 00 00  # IFLA_BRPORT_PROXYARP_WIFI
          0c 00 0d 00 10 00 02 00 00 00 00 0b  # IFLA_BRPORT_ROOT_ID
          0c 00 0e 00 10 00 02 00 00 00 00 0b  # IFLA_BRPORT_BRIDGE_ID
          06 00 0f 00 01 80 00 00  # IFLA_BRPORT_DESIGNATED_PORT
          06 00 10 00 00 00 00 00  # IFLA_BRPORT_DESIGNATED_COST
          06 00 11 00 01 80 00 00  # IFLA_BRPORT_ID
          06 00 12 00 01 00 00 00  # IFLA_BRPORT_NO
          05 00 13 00 00 00 00 00  # IFLA_BRPORT_TOPOLOGY_CHANGE_ACK
          05 00 14 00 00 00 00 00  # IFLA_BRPORT_CONFIG_PENDING
          05 00 1d 00 00 00 00 00  # IFLA_BRPORT_VLAN_TUNNEL
          06 00 1f 00 00 00 00 00  # IFLA_BRPORT_GROUP_FWD_MASK
          05 00 20 00 00 00 00 00  # IFLA_BRPORT_NEIGH_SUPPRESS
          05 00 23 00 00 00 00 00  # IFLA_BRPORT_MRP_RING_OPEN
          05 00 24 00 00 00 00 00  # IFLA_BRPORT_MRP_IN_OPEN
          05 00 21 00 01 00 00 00  # IFLA_BRPORT_ISOLATED
          05 00 27 00 00 00 00 00  # IFLA_BRPORT_LOCKED
          05 00 28 00 00 00 00 00  # IFLA_BRPORT_MAB
          05 00 2b 00 00 00 00 00  # IFLA_BRPORT_NEIGH_VLAN_SUPPRESS
          0c 00 15 00 00 00 00 00 00 00 00 00  # IFLA_BRPORT_MESSAGE_AGE_TIMER
          0c 00 16 00 00 00 00 00 00 00 00 00  # IFLA_BRPORT_FORWARD_DELAY_TIMER
          0c 00 17 00 00 00 00 00 00 00 00 00  # IFLA_BRPORT_HOLD_TIMER
          05 00 19 00 02 00 00 00  # IFLA_BRPORT_MULTICAST_ROUTER
          08 00 25 00 00 02 00 00  # IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT
          08 00 26 00 00 00 00 00  # IFLA_BRPORT_MCAST_EHT_HOSTS_CNT
          08 00 29 00 00 00 00 00  # IFLA_BRPORT_MCAST_N_GROUPS
          08 00 2a 00 00 00 00 00  # IFLA_BRPORT_MCAST_MAX_GROUPS
    `)
    tells(captured, {
      index: 3,
      name: 'v0',
      kind: 'veth',
      portKind: 'bridge',
      port: {
        state: 'disabled',
        priority: 32,
        cost: 7,
        mode: true,
        guard: false,
        protect: false,
        fastLeave: false,
        mcastToUcast: false,
        learning: true,
        unicastFlood: true,
        mcastFlood: true,
        bcastFlood: true,
        proxyarp: false,
        proxyarpWifi: false,
        rootId: '1000.02:00:00:00:00:0b',
        bridgeId: '1000.02:00:00:00:00:0b',
        designatedPort: 32769,
        designatedCost: 0,
        id: 32769,
        no: 1,
        topologyChangeAck: false,
        configPending: false,
        vlanTunnel: false,
        groupFwdMask: 0,
        neighSuppress: false,
        mrpRingOpen: false,
        mrpInOpen: false,
        isolated: true,
        locked: false,
        mab: false,
        neighVlanSuppress: false,
        messageAgeTimer: 0,
        forwardDelayTimer: 0,
        holdTimer: 0,
        multicastRouter: 'perm',
        mcastEhtHostsLimit: 512,
        mcastEhtHostsCnt: 0,
        mcastNGroups: 0,
        mcastMaxGroups: 0,
      },
    })
  })
})
