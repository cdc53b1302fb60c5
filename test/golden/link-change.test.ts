import assert from 'node:assert/strict'
import { addAltname, deleteAltname } from '../../lib/link/altname.ts'
import { deleteLink } from '../../lib/link/delete.ts'
import { setLink } from '../../lib/link/set.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks, meant, recorded, report, slaveData, tells } from './support/link.ts'

/** Captured from iproute2 6.1 with `strace -e write=3`; `v1` has the index 2, `v0` 3, `br0` 4. */
describe('what is asked to change a link', () => {
  it('setLink sends flags with their mask', () => {
    const captured = bytes(`
      50 00 00 00 10 00 05 00 6d a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 02 00 00 00 81 83 00 00 81 93 00 00  # struct ifinfomsg
      08 00 04 00 14 05 00 00  # IFLA_MTU
      09 00 14 00 68 65 6c 6c 6f 00 00 00  # IFLA_IFALIAS hello
      08 00 0d 00 4d 00 00 00  # IFLA_TXQLEN
      0a 00 01 00 02 00 00 00 00 09 00 00  # IFLA_ADDRESS
      07 00 03 00 77 31 00 00  # IFLA_IFNAME w1
    `)
    asks(
      (caller) =>
        on(caller, setLink)(2, {
          up: true,
          mtu: 1300,
          name: 'w1',
          alias: 'hello',
          txqlen: 77,
          address: '02:00:00:00:00:09',
          noarp: true,
          multicast: false,
          allmulti: true,
          promisc: true,
          dynamic: true,
        }),
      captured,
    )
    tells(captured, {
      index: 2,
      up: true,
      flags: ['up', 'noarp', 'promisc', 'allmulti', 'dynamic'],
      name: 'w1',
      alias: 'hello',
      mtu: 1300,
      txqlen: 77,
      address: '02:00:00:00:00:09',
    })
  })

  it('setLink takes a link down and out of its group', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 02 00 00 00 00 00 00 00 01 00 00 00  # struct ifinfomsg
      08 00 1b 00 00 00 00 00  # IFLA_GROUP
    `)
    asks((caller) => on(caller, setLink)(2, { up: false, group: 0 }), captured)
    tells(captured, { index: 2, up: false, group: 0 })
  })

  it('setLink gives a link to a bridge', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 0a 00 04 00 00 00  # IFLA_MASTER
    `)
    asks((caller) => on(caller, setLink)(2, { master: 4 }), captured)
    tells(captured, { index: 2, master: 4 })
  })

  it('master null is nomaster', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 0a 00 00 00 00 00  # IFLA_MASTER
    `)
    asks((caller) => on(caller, setLink)(2, { master: null }), captured)
    tells(captured, { index: 2, master: 0 })
  })

  it('setLink sends a namespace as a descriptor', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 1c 00 04 00 00 00  # IFLA_NET_NS_FD
    `)
    asks((caller) => on(caller, setLink)(2, { netns: 'foo' }), captured)
    tells(captured, { index: 2, netns: 4 })
  })

  it('setLink holds a link down, with a reason', () => {
    const protoDownReason = { mask: 8, value: 8 }
    const captured = bytes(`
      3c 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      05 00 27 00 01 00 00 00  # IFLA_PROTO_DOWN
      14 00 37 80  # IFLA_PROTO_DOWN_REASON
        08 00 01 00 08 00 00 00  # IFLA_PROTO_DOWN_REASON_MASK
        08 00 02 00 08 00 00 00  # IFLA_PROTO_DOWN_REASON_VALUE
    `)
    asks((caller) => on(caller, setLink)(3, { protoDown: true, protoDownReason }), captured)
    tells(captured, { index: 3, protoDown: true, protoDownReason })
  })

  it('setLink sends a state', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      05 00 10 00 06 00 00 00  # IFLA_OPERSTATE
    `)
    asks((caller) => on(caller, setLink)(3, { operstate: 'up' }), captured)
    tells(captured, { index: 3, operstate: 'up' })
  })

  it('setLink sends a mode', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      05 00 11 00 01 00 00 00  # IFLA_LINKMODE
    `)
    asks((caller) => on(caller, setLink)(3, { linkmode: 'dormant' }), captured)
    tells(captured, { index: 3, linkmode: 'dormant' })
  })

  it('setLink sends a carrier', () => {
    const captured = bytes(`
      28 00 00 00 10 00 05 00 85 a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      05 00 21 00 00 00 00 00  # IFLA_CARRIER
    `)
    asks((caller) => on(caller, setLink)(3, { carrier: false }), captured)
    tells(captured, { index: 3, carrier: false })
  })

  it('setLink sends what belongs to IPv6 in a nest of that family', () => {
    const afSpec = { inet6: { addrGenMode: 'none' } } as const
    const captured = bytes(`
      30 00 00 00 10 00 05 00 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      10 00 1a 00  # IFLA_AF_SPEC
        0c 00 0a 00  # AF_INET6
          05 00 08 00 01 00 00 00  # IFLA_INET6_ADDR_GEN_MODE
    `)
    asks((caller) => on(caller, setLink)(3, { afSpec }), captured)
    tells(captured, { index: 3, afSpec })
  })

  it('setLink sends limits of late cutting', () => {
    const captured = bytes(`
      38 00 00 00 10 00 05 00 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      08 00 29 00 60 ea 00 00  # IFLA_GSO_MAX_SIZE
      08 00 28 00 64 00 00 00  # IFLA_GSO_MAX_SEGS
      08 00 3a 00 60 ea 00 00  # IFLA_GRO_MAX_SIZE
    `)
    asks((caller) => on(caller, setLink)(3, { gsoMaxSize: 60000, gsoMaxSegs: 100, groMaxSize: 60000 }), captured)
    tells(captured, { index: 3, gsoMaxSize: 60000, gsoMaxSegs: 100, groMaxSize: 60000 })
  })

  it('setLink takes an XDP program away', () => {
    const xdp = { fd: -1, flags: ['update_if_noexist'] } as const
    const captured = bytes(`
      34 00 00 00 10 00 05 00 6d a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      14 00 2b 00  # IFLA_XDP
        08 00 01 00 ff ff ff ff  # IFLA_XDP_FD
        08 00 03 00 01 00 00 00  # IFLA_XDP_FLAGS
    `)
    asks((caller) => on(caller, setLink)(3, { xdp }), captured)
    tells(captured, { index: 3, xdp })
  })

  it('addAltname sends names of any length', () => {
    const altnames = ['alternative-name-one', 'two']
    const captured = bytes(`
      48 00 00 00 6c 00 05 0e 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINKPROP
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      28 00 34 80  # IFLA_PROP_LIST
        19 00 35 00 61 6c 74 65 72 6e 61 74 69 76 65 2d  # IFLA_ALT_IFNAME alternative-name-one
        6e 61 6d 65 2d 6f 6e 65 00 00 00 00
        08 00 35 00 74 77 6f 00  # IFLA_ALT_IFNAME two
    `)
    const [sent] = recorded((caller) => on(caller, addAltname)(3, altnames))
    assert.ok(sent)
    assert.deepEqual(meant(sent.bytes).attributes, meant(captured).attributes)
    tells(captured, { index: 3, altnames })
  })

  it('deleteAltname sends one name', () => {
    const captured = bytes(`
      2c 00 00 00 6d 00 05 00 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_DELLINKPROP
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      0c 00 34 80  # IFLA_PROP_LIST
        08 00 35 00 74 77 6f 00  # IFLA_ALT_IFNAME two
    `)
    asks((caller) => on(caller, deleteAltname)(3, 'two'), captured)
    tells(captured, { index: 3, altnames: ['two'] })
  })

  it('deleteLink goes by index', () => {
    const captured = bytes(`
      20 00 00 00 11 00 05 00 6c a7 00 6b 00 00 00 00  # struct nlmsghdr: RTM_DELLINK
      00 00 00 00 08 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
    `)
    asks((caller) => on(caller, deleteLink)(8), captured)
    tells(captured, { index: 8 })
  })

  it('setLink sends every setting of a bridge port', () => {
    const port = {
      state: 'forwarding',
      priority: 9,
      cost: 7,
      mode: true,
      guard: true,
      protect: true,
      fastLeave: false,
      learning: false,
      unicastFlood: false,
      proxyarp: true,
      proxyarpWifi: true,
      flush: true,
      multicastRouter: 'perm',
      mcastFlood: false,
      mcastToUcast: true,
      vlanTunnel: false,
      bcastFlood: false,
      groupFwdMask: 8,
      neighSuppress: true,
      isolated: true,
      backupPort: 2,
      locked: true,
    } as const
    const captured = bytes(`
      e4 00 00 00 10 00 05 00 90 a9 00 6b 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # struct ifinfomsg
      c4 00 12 00  # IFLA_LINKINFO
        10 00 01 00 62 72 69 64 67 65 5f 73 6c 61 76 65  # IFLA_INFO_KIND bridge_slave
        b0 00 05 00  # IFLA_INFO_SLAVE_DATA
          05 00 01 00 03 00 00 00  # IFLA_BRPORT_STATE
          06 00 02 00 09 00 00 00  # IFLA_BRPORT_PRIORITY
          08 00 03 00 07 00 00 00  # IFLA_BRPORT_COST
          05 00 04 00 01 00 00 00  # IFLA_BRPORT_MODE
          05 00 05 00 01 00 00 00  # IFLA_BRPORT_GUARD
          05 00 06 00 01 00 00 00  # IFLA_BRPORT_PROTECT
          05 00 08 00 00 00 00 00  # IFLA_BRPORT_LEARNING
          05 00 09 00 00 00 00 00  # IFLA_BRPORT_UNICAST_FLOOD
          05 00 0a 00 01 00 00 00  # IFLA_BRPORT_PROXYARP
          05 00 0c 00 01 00 00 00  # IFLA_BRPORT_PROXYARP_WIFI
          05 00 19 00 02 00 00 00  # IFLA_BRPORT_MULTICAST_ROUTER
          05 00 1b 00 00 00 00 00  # IFLA_BRPORT_MCAST_FLOOD
          05 00 1c 00 01 00 00 00  # IFLA_BRPORT_MCAST_TO_UCAST
          05 00 1e 00 00 00 00 00  # IFLA_BRPORT_BCAST_FLOOD
          06 00 1f 00 08 00 00 00  # IFLA_BRPORT_GROUP_FWD_MASK
          05 00 20 00 01 00 00 00  # IFLA_BRPORT_NEIGH_SUPPRESS
          05 00 1d 00 00 00 00 00  # IFLA_BRPORT_VLAN_TUNNEL
          05 00 21 00 01 00 00 00  # IFLA_BRPORT_ISOLATED
          05 00 07 00 00 00 00 00  # IFLA_BRPORT_FAST_LEAVE
          05 00 27 00 01 00 00 00  # IFLA_BRPORT_LOCKED
          04 00 18 00  # IFLA_BRPORT_FLUSH
          08 00 22 00 02 00 00 00  # IFLA_BRPORT_BACKUP_PORT
    `)
    const [sent] = recorded((caller) => on(caller, setLink)(3, { port }))
    assert.ok(sent)
    assert.deepEqual(slaveData(sent.bytes), slaveData(captured))
    assert.deepEqual(report(sent.bytes).port, port)
  })
})
