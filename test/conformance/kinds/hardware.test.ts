import assert from 'node:assert/strict'
import { onePlace } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

const HEADERS: Readonly<Record<string, string>> = {
  can: '/usr/include/linux/can/netlink.h',
  wwan: '/usr/include/linux/wwan.h',
}

/** An older name of IFLA_DSA_CONDUIT. */
const OLDER = ['IFLA_DSA_MASTER']

/** Of hardware, or of a program that has opened a device: no kernel of the tests makes them. Golden bytes are the judge. */
for (const kind of ['can', 'dsa', 'ipoib', 'ppp', 'rmnet', 'wwan'] as const) {
  describe(`the table of ${kind}`, () => {
    const rows = tableOf(kind).rows.map(({ key }) => [key, 'no kernel of the tests has such a device'] as const)
    agree({
      kind,
      script: '',
      make: (nl, name, data) => nl.createLink({ name, kind, data }),
      ip: (link) => `ip link add ${link} type ${kind}`,
      ours: ({ data }) => data,
      shown: (json) => json,
      cases: [],
      kept: [],
      told: [],
      left: Object.fromEntries(rows),
    })

    it('has a row for every constant of the header', () => {
      const missing = rowless(tableOf(kind), HEADERS[kind])
      assert.deepEqual(
        missing.filter((constant) => !OLDER.includes(constant)),
        [],
      )
    })
  })
}

/** Kinds without properties that no kernel of the tests makes. */
for (const kind of ['lowpan', 'netdevsim'] as const) {
  describe(`${kind}`, () => {
    const here = onePlace()

    it('is refused by the kernel, not here', async () => {
      const made = here().nl.createLink({ name: 'one', kind, ...(kind === 'lowpan' ? { link: 1 } : {}) })
      await assert.rejects(made, { name: 'NetlinkError' })
    })
  })
}
