import assert from 'node:assert/strict'
import { onePlace } from '../support/place.ts'

type Nl = Awaited<ReturnType<typeof import('../../lib/index.ts').openNetlink>>

const CASES: readonly (readonly [(nl: Nl) => Promise<unknown>, string, string])[] = [
  [(nl) => nl.addBridgeVlan({ vid: 10 } as never), 'TypeError', 'addBridgeVlan: link is missing'],
  [(nl) => nl.addBridgeVlan({ link: 'v0' } as never), 'TypeError', 'addBridgeVlan: vid is missing'],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: 0 }),
    'RangeError',
    'addBridgeVlan: vid must be a VLAN from 1 to 4094, or a range of these, not 0',
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: '10-4095' }),
    'RangeError',
    "addBridgeVlan: vid must be a VLAN from 1 to 4094, or a range of these, not '10-4095'",
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: '25-20' }),
    'RangeError',
    "addBridgeVlan: vid must begin with the lower VLAN, not '25-20'",
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: '10' as never }),
    'TypeError',
    "addBridgeVlan: vid must be a VLAN from 1 to 4094, or a range such as '20-25', not '10'; did you mean 10?",
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: '20-25', pvid: true }),
    'TypeError',
    'addBridgeVlan: pvid is not allowed here: only one VLAN can have it',
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: 10, untagged: 1 as never }),
    'TypeError',
    'addBridgeVlan: untagged must be true or false, not 1',
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: '20-25', tunnelId: 0xff_fffe }),
    'RangeError',
    'addBridgeVlan: tunnelId must be from 0 to 16777210 for 6 VLANs, not 16777214',
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: 10, state: 'open' as never }),
    'TypeError',
    "addBridgeVlan: state must be one of disabled, listening, learning, forwarding, blocking or a number, not 'open'",
  ],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: 10, self: true, state: 'blocking' }),
    'TypeError',
    'addBridgeVlan: state is not allowed here with self',
  ],
  [(nl) => nl.addBridgeVlan({ dev: 'v0', vid: 10 } as never), 'TypeError', 'addBridgeVlan: `dev` is `link` here'],
  [
    (nl) => nl.addBridgeVlan({ link: 'v0', vid: 10, tunnel_info: 5 } as never),
    'TypeError',
    'addBridgeVlan: `tunnel_info` is `tunnelId` here',
  ],
  [
    (nl) => nl.setBridgeVlan({ link: 'v0', vid: 10 }),
    'TypeError',
    'setBridgeVlan: one of tunnelId, state, mcastRouter, mcastMaxGroups, neighSuppress is missing',
  ],
  [
    (nl) => nl.setBridgeVlan({ link: 'v0', vid: 10, mcastNGroups: 5 } as never),
    'TypeError',
    'setBridgeVlan: `mcastNGroups` is only reported by the kernel and cannot be set',
  ],
  [
    (nl) => nl.setBridgeVlanGlobal({ link: 'br0', vid: 10, mcastQuerierState: {} } as never),
    'TypeError',
    'setBridgeVlanGlobal: `mcastQuerierState` is only reported by the kernel and cannot be set',
  ],
  [
    (nl) => nl.setBridgeVlanGlobal({ link: 'br0', vid: 10, msti: 70_000 }),
    'RangeError',
    'setBridgeVlanGlobal: msti must be from 0 to 65535, not 70000',
  ],
  [(nl) => nl.setBridgeMst({ link: 'v0', msti: 5 } as never), 'TypeError', 'setBridgeMst: state is missing'],
  [(nl) => nl.addMdb({ bridge: 'br0', group: '239.1.1.1' } as never), 'TypeError', 'addMdb: port is missing'],
  [
    (nl) => nl.addMdb({ bridge: 'br0', port: 'v0', group: 'all' }),
    'TypeError',
    "addMdb: group must be an IP address or a MAC address, not 'all'",
  ],
  [
    (nl) => nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', vid: 4095 }),
    'RangeError',
    'addMdb: vid must be from 0 to 4094, not 4095',
  ],
  [
    (nl) => nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', source: 'any' }),
    'TypeError',
    "addMdb: source must be an IP address, not 'any'",
  ],
  [
    (nl) => nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', srcList: ['10.0.0.1'] as never }),
    'TypeError',
    "addMdb: srcList[0] must be an object such as { address: '192.0.2.1' }, not '10.0.0.1'",
  ],
  [
    (nl) => nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', srcList: [{ address: 'x' }] }),
    'TypeError',
    "addMdb: srcList[0].address must be an IP address, not 'x'",
  ],
  [
    (nl) =>
      nl.addMdb({
        bridge: 'br0',
        port: 'v0',
        group: '239.1.1.1',
        source: '10.0.0.1',
        srcList: [{ address: '10.0.0.2' }],
      }),
    'TypeError',
    'addMdb: srcList is not allowed here with source',
  ],
  [
    (nl) => nl.addMdb({ dev: 'br0', port: 'v0', group: '239.1.1.1' } as never),
    'TypeError',
    'addMdb: `dev` is `bridge` here',
  ],
  [
    (nl) => nl.addMdb({ bridge: 'br0', port: 'v0', grp: '239.1.1.1' } as never),
    'TypeError',
    'addMdb: `grp` is `group` here',
  ],
  [
    (nl) => nl.flushMdb({}),
    'TypeError',
    'flushMdb: expected one of bridge, port, group, vid, permanent at least; an empty filter would delete everything',
  ],
  [(nl) => nl.flushFdb({} as never), 'TypeError', 'flushFdb: link is missing'],
  [
    (nl) => nl.flushFdb({ link: 'br0', static: true, dynamic: true }),
    'TypeError',
    'flushFdb: dynamic conflicts with the other states that are given',
  ],
  [(nl) => nl.flushFdb({ link: 'br0', vlan: 4095 }), 'RangeError', 'flushFdb: vlan must be from 1 to 4094, not 4095'],
]

describe('options of bridges', () => {
  const here = onePlace()

  for (const [call, name, message] of CASES) {
    it(`are refused before anything is sent: ${message}`, async () => {
      await assert.rejects(() => call(here().nl), { name, message })
    })
  }
})
