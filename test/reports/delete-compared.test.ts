import assert from 'node:assert/strict'
import type { AddressOptions, NeighbourOptions, RouteOptions } from '../../lib/index.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

/** What the doc comments say that the kernel compares: with another value nothing is deleted, or something is if it is ignored. */
interface Comparison<Options> {
  readonly compared: readonly Partial<Options>[]
  readonly ignored: readonly Partial<Options>[]
}

const ROUTE4: RouteOptions = { dst: '10.9.0.0/16', gateway: '10.0.0.2', oif: 'v0', priority: 5 }
const route4: Comparison<RouteOptions> = {
  compared: [
    { priority: 6 },
    { protocol: 'static' },
    { gateway: '10.0.0.3' },
    { oif: 'v1' },
    { type: 'blackhole' },
    { tos: 4 },
    { scope: 'host' },
    { prefsrc: '10.0.1.1' },
    { metrics: { mtu: 1300 } },
    { table: 'local' },
  ],
  ignored: [{ flags: ['onlink'] }, { expires: 50 }, { pref: 'high' }],
}

const ROUTE6: RouteOptions = { dst: 'fd09::/64', gateway: 'fd00::2', oif: 'v0', priority: 5 }
const route6: Comparison<RouteOptions> = {
  compared: [{ priority: 6 }, { protocol: 'static' }, { gateway: 'fd00::3' }, { oif: 'v1' }, { table: 'local' }],
  ignored: [
    { type: 'blackhole' },
    { scope: 'host' },
    { prefsrc: 'fd00:1::1' },
    { metrics: { mtu: 1300 } },
    { flags: ['onlink'] },
    { pref: 'high' },
  ],
}

const NEIGHBOUR: NeighbourOptions = { link: 'v0', dst: '10.0.0.9', lladdr: '02:00:00:00:00:09' }
const neighbour: Comparison<NeighbourOptions> = {
  compared: [{ link: 'v1' }, { dst: '10.0.0.8' }, { flags: ['proxy'] }],
  ignored: [{ lladdr: '02:00:00:00:00:08' }, { state: 'reachable' }, { protocol: 'static' }, { flags: ['router'] }],
}

const ADDRESS: AddressOptions = { link: 'v0', address: '10.9.0.1/24', label: 'v0:1' }
const address: Comparison<AddressOptions> = {
  compared: [{ link: 'v1' }, { address: '10.9.0.1/25' }, { label: 'v0:2' }],
  ignored: [{ scope: 'host' }, { broadcast: '10.9.0.254' }, { rtPriority: 7 }, { flags: ['noprefixroute'] }],
}

describe('what the kernel compares when something is deleted', () => {
  const place = eachPlace(TWO_LINKS)

  function check<Options extends object>(
    noun: 'Route' | 'Neighbour' | 'Address',
    options: Options,
    { compared, ignored }: Comparison<Options>,
  ): void {
    const call = (verb: 'add' | 'delete', value: object) =>
      (place().nl[`${verb}${noun}`] as (value: object) => Promise<void>)(value)

    for (const other of compared) {
      it(`is ${Object.keys(other).join()} of ${noun.toLowerCase()} ${JSON.stringify(options)}`, async () => {
        await call('add', options)
        await assert.rejects(call('delete', { ...options, ...other }), { name: 'NetlinkError' })
        await call('delete', options)
      })
    }
    for (const other of ignored) {
      it(`is not ${Object.keys(other).join()} of ${noun.toLowerCase()} ${JSON.stringify(options)}`, async () => {
        await call('add', options)
        await call('delete', { ...options, ...other })
        await assert.rejects(call('delete', options), { name: 'NetlinkError' })
      })
    }
  }

  check('Route', ROUTE4, route4)
  check('Route', ROUTE6, route6)
  check('Neighbour', NEIGHBOUR, neighbour)
  check('Address', ADDRESS, address)
})

describe('a nexthop that is not a group', () => {
  const place = eachPlace(TWO_LINKS)

  for (const [key, value] of Object.entries({ resilient: { buckets: 8 }, groupType: 'mpath' })) {
    it(`has no ${key}, which the kernel would ignore`, async () => {
      const { nl } = place()
      const message = (operation: string) => ({ name: 'TypeError', message: `${operation}: ${key} requires group` })
      await assert.rejects(nl.addNexthop({ id: 1, oif: 'v0', [key]: value }), message('addNexthop'))
      await assert.rejects(nl.replaceNexthop({ id: 1, oif: 'v0', [key]: value }), message('replaceNexthop'))
      assert.deepEqual(await nl.listNexthops(), [])
    })
  }
})
