import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { onePlace } from '../support/place.ts'

const LIMITS = 'names, signal, timeout'
const SLIPS: readonly (readonly [
  call: (nl: Netlink, slip: never) => Promise<unknown>,
  slip: object,
  message: string,
])[] = [
  [(nl, slip) => nl.createVeth({ peer: slip }), { ns: 'x' }, 'createVeth: `peer.ns` is `peer.netns` here'],
  [(nl, slip) => nl.createBridge(slip), { ns: 'x' }, 'createBridge: `ns` is `netns` here'],
  [(nl, slip) => nl.addRule(slip), { mark: 5 }, "addRule: unknown option 'mark'; did you mean 'fwmark'?"],
  [(nl, slip) => nl.listRules(slip), { mark: 5 }, "listRules: unknown filter 'mark'; did you mean 'fwmark'?"],
  [(nl, slip) => nl.listRoutes(slip), { nmaes: true }, "listRoutes: unknown filter 'nmaes'; did you mean 'names'?"],
  [(nl, slip) => nl.listRoutes({}, slip), { nmaes: true }, "listRoutes: unknown option 'nmaes'; did you mean 'names'?"],
  [(nl, slip) => nl.getLink('lo', slip), { nmaes: true }, "getLink: unknown option 'nmaes'; did you mean 'names'?"],
  [(nl, slip) => nl.getNexthop(1, slip), { nmaes: true }, "getNexthop: unknown option 'nmaes'; did you mean 'names'?"],
  [
    (nl, slip) => nl.lookupRoute(slip),
    { dst: '127.0.0.1', nmaes: true },
    "lookupRoute: unknown option 'nmaes'; did you mean 'names'?",
  ],
  [(nl, slip) => nl.listLinks(slip), { tiemout: 5 }, "listLinks: unknown filter 'tiemout'; did you mean 'timeout'?"],
  [
    (nl, slip) => nl.listRoutes(slip),
    { zzzzzz: 1 },
    `listRoutes: unknown filter 'zzzzzz'; known are family, oif, protocol, type, table, ${LIMITS}`,
  ],
  [
    (nl, slip) => nl.listNexthops(slip),
    { zzzzzz: 1 },
    `listNexthops: unknown filter 'zzzzzz'; known are family, oif, master, protocol, group, fdb, ${LIMITS}`,
  ],
  [(nl, slip) => nl.listLinks({}, slip), { zzzzzz: 1 }, `listLinks: unknown option 'zzzzzz'; known are ${LIMITS}`],
  [
    (nl, slip) => nl.listNexthopBuckets({}, slip),
    { zzzzzz: 1 },
    "listNexthopBuckets: unknown option 'zzzzzz'; known are signal, timeout",
  ],
  [
    (nl, slip) => nl.getLink('lo', slip),
    { zzzzzz: 1 },
    `getLink: unknown option 'zzzzzz'; known are stats, vf, ${LIMITS}`,
  ],
]

describe('an option that there is not', () => {
  const place = onePlace('ip link set lo up')

  for (const [call, slip, message] of SLIPS)
    it(`is met with the nearest name, or with all: ${message}`, async () => {
      await assert.rejects(call(place().nl, slip as never), { name: 'TypeError', message })
    })
})
