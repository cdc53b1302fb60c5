import { addBridgeVlan, deleteBridgeVlan, setBridgeVlan } from '../../lib/bridge/vlan.ts'
import { setBridgeVlanGlobal } from '../../lib/bridge/vlan-global.ts'
import { flushFdb } from '../../lib/neighbour/fdb.ts'
import type { RequestCase } from './support/golden.ts'
import { golden } from './support/golden.ts'

const none = () => Promise.resolve([])

/** Captured where v0 is link 10 and the bridge br0 12. */
const vlans = golden('VLANs of bridges', {
  layout: { header: 8, nests: ['1', '2'] },
  meaning: (message) => message,
  list: none,
})
const ports = golden('VLANs of devices', {
  layout: { header: 16, nests: ['26'] },
  meaning: (message) => message,
  list: none,
})
const tables = golden('forwarding tables', { layout: { header: 12 }, meaning: (message) => message, list: none })

const ofVlans: readonly RequestCase[] = [
  {
    command: 'bridge vlan set dev v0 vid 20-23 state blocking',
    call: (to) => to.on(setBridgeVlan)({ link: 10, vid: '20-23', state: 'blocking' }),
    request: `
      34000000 70000500 00000000 00000000  # RTM_NEWVLAN, REQUEST ACK
      07000000 0a000000                    # br_vlan_msg: family 7, ifindex 10
      1c000180                             # BRIDGE_VLANDB_ENTRY
      08000100 40001400                    #   BRIDGE_VLANDB_ENTRY_INFO: flags 0x40, vid 20
      06000200 17000000                    #   BRIDGE_VLANDB_ENTRY_RANGE 23
      05000300 04000000                    #   BRIDGE_VLANDB_ENTRY_STATE 4
    `,
  },
  {
    command: 'bridge vlan set dev v0 vid 10 mcast_router 2',
    call: (to) => to.on(setBridgeVlan)({ link: 10, vid: 10, mcastRouter: 'perm' }),
    request: `
      2c000000 70000500 00000000 00000000  # RTM_NEWVLAN, REQUEST ACK
      07000000 0a000000                    # br_vlan_msg: family 7, ifindex 10
      14000180                             # BRIDGE_VLANDB_ENTRY
      08000100 40000a00                    #   BRIDGE_VLANDB_ENTRY_INFO: flags 0x40, vid 10
      05000600 02000000                    #   BRIDGE_VLANDB_ENTRY_MCAST_ROUTER 2
    `,
  },
  {
    command: 'bridge vlan global set dev br0 vid 20-23 mcast_snooping 0 mcast_query_interval 13000',
    call: (to) => to.on(setBridgeVlanGlobal)({ link: 12, vid: '20-23', mcastSnooping: false, mcastQueryIntvl: 13_000 }),
    request: `
      40000000 70000500 00000000 00000000  # RTM_NEWVLAN, REQUEST ACK
      07000000 0c000000                    # br_vlan_msg: family 7, ifindex 12
      28000280                             # BRIDGE_VLANDB_GLOBAL_OPTIONS
      06000100 14000000                    #   BRIDGE_VLANDB_GOPTS_ID 20
      06000200 17000000                    #   BRIDGE_VLANDB_GOPTS_RANGE 23
      05000300 00000000                    #   BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING 0
      0c000c00 c8320000 00000000           #   BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL 13000
    `,
  },
]

const ofPorts: readonly RequestCase[] = [
  {
    command: 'bridge vlan add dev br0 vid 20-23 untagged self',
    call: (to) => to.on(addBridgeVlan)({ link: 12, vid: '20-23', untagged: true, self: true }),
    request: `
      3c000000 13000500 00000000 00000000           # RTM_SETLINK, REQUEST ACK
      07000000 0c000000 00000000 00000000           # ifinfomsg: family 7, index 12
      1c001a00                                      # IFLA_AF_SPEC
      06000000 02000000                             #   IFLA_BRIDGE_FLAGS 2
      08000200 0c001400                             #   IFLA_BRIDGE_VLAN_INFO: flags 0xc, vid 20
      08000200 14001700                             #   IFLA_BRIDGE_VLAN_INFO: flags 0x14, vid 23
    `,
  },
  {
    command: 'bridge vlan del dev br0 vid 10 self',
    call: (to) => to.on(deleteBridgeVlan)({ link: 12, vid: 10, self: true }),
    request: `
      34000000 11000500 00000000 00000000           # RTM_DELLINK, REQUEST ACK
      07000000 0c000000 00000000 00000000           # ifinfomsg: family 7, index 12
      14001a00                                      # IFLA_AF_SPEC
      06000000 02000000                             #   IFLA_BRIDGE_FLAGS 2
      08000200 00000a00                             #   IFLA_BRIDGE_VLAN_INFO: flags 0, vid 10
    `,
  },
]

const ofTables: readonly RequestCase[] = [
  {
    command: 'bridge fdb flush dev br0 brport v0 vlan 10 dynamic',
    call: (to) => to.on(flushFdb)({ link: 12, port: 10, vlan: 10, dynamic: true }),
    request: `
      34000000 1d000502 00000000 00000000  # RTM_DELNEIGH, REQUEST ACK BULK
      07000000 0c000000 00000200           # ndmsg: family 7, ifindex 12, state 0, flags 0x2
      08000800 0a000000                    # NDA_IFINDEX 10
      06000500 0a000000                    # NDA_VLAN 10
      06001000 c0000000                    # NDA_NDM_STATE_MASK 0xc0
    `,
  },
]

vlans.requests(ofVlans)
ports.requests(ofPorts)
tables.requests(ofTables)
