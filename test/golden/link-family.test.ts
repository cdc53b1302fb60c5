import assert from 'node:assert/strict'
import type { AfSpec, BridgePortReport } from '../../lib/link/index.ts'
import { bytes } from './support/bytes.ts'
import { report } from './support/link.ts'

/** Messages of the family `bridge` and `inet6`, in which the same attributes hold something else. */
describe('links in messages of other families', () => {
  it('a port that the bridge reports', () => {
    // Linux 6.18, to RTM_GETLINK of the family AF_BRIDGE.
    const { family, name, master, protinfo } = report(
      bytes(`
      a4 01 00 00 10 00 02 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      07 00 01 00 0a 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 76 30 00 00  # IFLA_IFNAME
      08 00 0a 00 14 00 00 00  # IFLA_MASTER
      08 00 04 00 dc 05 00 00  # IFLA_MTU
      05 00 10 00 02 00 00 00  # IFLA_OPERSTATE
      0a 00 01 00 02 00 00 00 00 0a 00 00  # IFLA_ADDRESS
      08 00 05 00 02 00 00 00  # IFLA_LINK
      50 01 0c 80  # IFLA_PROTINFO
        05 00 01 00 00 00 00 00  # IFLA_BRPORT_STATE
        06 00 02 00 20 00 00 00  # IFLA_BRPORT_PRIORITY
        08 00 03 00 07 00 00 00  # IFLA_BRPORT_COST
        05 00 04 00 00 00 00 00  # IFLA_BRPORT_MODE
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
        0c 00 0d 00 80 00 02 00 00 00 00 0b  # IFLA_BRPORT_ROOT_ID
        0c 00 0e 00 80 00 02 00 00 00 00 0b  # IFLA_BRPORT_BRIDGE_ID
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
        05 00 21 00 00 00 00 00  # IFLA_BRPORT_ISOLATED
        05 00 27 00 00 00 00 00  # IFLA_BRPORT_LOCKED
        05 00 28 00 00 00 00 00  # IFLA_BRPORT_MAB
        05 00 2b 00 00 00 00 00  # IFLA_BRPORT_NEIGH_VLAN_SUPPRESS
        0c 00 15 00 00 00 00 00 00 00 00 00  # IFLA_BRPORT_MESSAGE_AGE_TIMER
        0c 00 16 00 00 00 00 00 00 00 00 00  # IFLA_BRPORT_FORWARD_DELAY_TIMER
        0c 00 17 00 00 00 00 00 00 00 00 00  # IFLA_BRPORT_HOLD_TIMER
        05 00 19 00 01 00 00 00  # IFLA_BRPORT_MULTICAST_ROUTER
        08 00 25 00 00 02 00 00  # IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT
        08 00 26 00 00 00 00 00  # IFLA_BRPORT_MCAST_EHT_HOSTS_CNT
        08 00 29 00 00 00 00 00  # IFLA_BRPORT_MCAST_N_GROUPS
        08 00 2a 00 00 00 00 00  # IFLA_BRPORT_MCAST_MAX_GROUPS
    `),
    )
    assert.deepEqual([family, name, master], ['bridge', 'v0', 20])
    const { state, cost, rootId, multicastRouter, mcastEhtHostsLimit } = protinfo as BridgePortReport
    assert.deepEqual([state, cost, rootId], ['disabled', 7, '8000.02:00:00:00:00:0b'])
    assert.deepEqual([multicastRouter, mcastEhtHostsLimit], ['temp_query', 512])
  })

  it('a link that IPv6 reports', () => {
    // Linux 6.18, to RTM_GETLINK of the family AF_INET6.
    const { family, name, protinfo } = report(
      bytes(`
      ec 02 00 00 10 00 02 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      0a 00 01 00 0a 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 76 30 00 00  # IFLA_IFNAME
      0a 00 01 00 02 00 00 00 00 0a 00 00  # IFLA_ADDRESS
      08 00 04 00 dc 05 00 00  # IFLA_MTU
      08 00 05 00 02 00 00 00  # IFLA_LINK
      05 00 10 00 02 00 00 00  # IFLA_OPERSTATE
      a0 02 0c 00  # IFLA_PROTINFO
        08 00 01 00 00 00 00 00  # IFLA_INET6_FLAGS
        14 00 05 00 ff ff 00 00 e0 bd 09 00 28 86 00 00  # IFLA_INET6_CACHEINFO
        e8 03 00 00
        f4 00 02 00 00 00 00 00 40 00 00 00 dc 05 00 00  # IFLA_INET6_CONF
        01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
        ff ff ff ff a0 0f 00 00 e8 03 00 00 00 00 00 00
        80 3a 09 00 80 51 01 00 03 00 00 00 58 02 00 00
        10 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00
        01 00 00 00 60 ea 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        01 00 00 00 00 00 00 00 00 00 00 00 10 27 00 00
        e8 03 00 00 01 00 00 00 00 00 00 00 00 00 00 00
        01 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        80 ee 36 00 00 00 00 00 00 00 00 00 01 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 04 00 00 00 00 00 00 ff ff 00 00
        ff ff ff ff 01 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00
        34 01 03 00 26 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET6_STATS
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00
        3c 00 06 00 07 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET6_ICMP6STATS
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 00 00 00 00 00 00 00 00
        14 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET6_TOKEN
        00 00 00 00
        05 00 08 00 00 00 00 00  # IFLA_INET6_ADDR_GEN_MODE
    `),
    )
    assert.deepEqual([family, name], ['inet6', 'v0'])
    const { flags, cacheinfo, conf, token, addrGenMode } = protinfo as NonNullable<AfSpec['inet6']>
    assert.deepEqual([flags, token, addrGenMode, conf?.hoplimit, conf?.mtu6], [[], '::', 'eui64', 64, 1500])
    assert.deepEqual(cacheinfo?.retransTime, 1000)
  })

  it('VLANs of a port, and a range of them', () => {
    // `bridge vlan add dev v0 vid 10-20 master`, iproute2 6.1.
    const range = report(
      bytes(`
      3c 00 00 00 13 00 05 00 0b b0 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      07 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      1c 00 1a 00  # IFLA_AF_SPEC
        06 00 00 00 01 00 00 00  # IFLA_BRIDGE_FLAGS
        08 00 02 00 08 00 0a 00  # IFLA_BRIDGE_VLAN_INFO
        08 00 02 00 10 00 14 00  # IFLA_BRIDGE_VLAN_INFO
    `),
    )
    assert.deepEqual(range.afSpec, {
      bridge: {
        flags: ['master'],
        vlanInfo: [
          { flags: ['range_begin'], vid: 10 },
          { flags: ['range_end'], vid: 20 },
        ],
      },
    })
    // `bridge vlan add dev v0 vid 7 pvid untagged self`
    const one = report(
      bytes(`
      34 00 00 00 13 00 05 00 0b b0 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      07 00 00 00 0a 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      14 00 1a 00  # IFLA_AF_SPEC
        06 00 00 00 02 00 00 00  # IFLA_BRIDGE_FLAGS
        08 00 02 00 06 00 07 00  # IFLA_BRIDGE_VLAN_INFO
    `),
    )
    assert.deepEqual(one.afSpec, { bridge: { flags: ['self'], vlanInfo: [{ flags: ['pvid', 'untagged'], vid: 7 }] } })
  })
})
