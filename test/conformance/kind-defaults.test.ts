import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { text } from '../project/support/checkout.ts'
import { needsHere } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'

/** A row whose doc comment says what the kernel has by default. */
interface Default {
  readonly key: string
  readonly value: unknown
}

/** `1500 by default`, `'802.1q' by default`, `On by default`, `'vepa' (the default)`, `2 (the default)`. */
const SAID = /('[^']+'|\d+|\b[Oo]n|\b[Oo]ff)(?: by default| \(the default\))/

/** Comments that name no value, or one that the kernel computes. */
const OTHERWISE: Readonly<Record<string, unknown>> = {
  // A quarter of 12500, rounded by the kernel (br_multicast_ctx_init in net/bridge/br_multicast.c).
  mcastStartupQueryIntvl: 3124,
  // By the speed of the link: a veth has 10 Gbit/s (port_cost in net/bridge/br_if.c).
  cost: 2,
}

/** Defaults in the doc comments of the rows of a file. */
function defaultsIn(file: string): Default[] {
  const rows = [...text(file).matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(\w+): \[\d+,/g)]
  return rows.flatMap(([, comment = '', key = '']) => {
    if (!/by default|the default/.test(comment)) return []
    return [{ key, value: Object.hasOwn(OTHERWISE, key) ? OTHERWISE[key] : namedIn(comment, `${file}: ${key}`) }]
  })
}

function namedIn(comment: string, where: string): unknown {
  const said = SAID.exec(comment.replaceAll(/\s*\n\s*\*\s*/g, ' '))?.[1]
  assert.ok(said !== undefined, `${where} names no value: ${comment}`)
  if (said.startsWith("'")) return said.slice(1, -1)
  return /^\d/.test(said) ? Number(said) : said.toLowerCase() === 'on'
}

/** A fresh link of a kind, with what it requires and nothing else, and the kernel feature without which it is skipped. */
const FRESH = {
  bridge: (nl: Netlink) => nl.createBridge({ name: 'x' }),
  ipvlan: (nl: Netlink) => nl.createIpvlan({ name: 'x', link: 'v0' }),
  macvlan: (nl: Netlink) => nl.createMacvlan({ name: 'x', link: 'v0' }),
  vlan: (nl: Netlink) => nl.createVlan({ name: 'x', link: 'v0', data: { id: 5 } }),
  vxlan: (nl: Netlink) => nl.createVxlan({ name: 'x', data: { id: 5 } }),
} as const

describe('what doc comments say is the default of a kind of link', () => {
  const here = onePlace(TWO_LINKS)

  /** The rows that this kernel reports, as the comments have them and as they are. */
  function agree(file: string, found: object | undefined, fewest: number): void {
    const reported = found as Readonly<Record<string, unknown>>
    const known = defaultsIn(file).filter(({ key }) => reported[key] !== undefined)
    assert.ok(known.length >= fewest, `only ${known.map(({ key }) => key)}`)
    const [said, real] = [known.map(({ key, value }) => [key, value]), known.map(({ key }) => [key, reported[key]])]
    // A number may be a switch.
    const same = real.map(([key, value], i) => [key, typeof said[i]?.[1] === 'boolean' ? Boolean(value) : value])
    assert.deepEqual(said, same)
  }

  const FEWEST: Readonly<Record<keyof typeof FRESH, number>> = { bridge: 22, ipvlan: 1, macvlan: 2, vlan: 1, vxlan: 3 }

  for (const [kind, make] of Object.entries(FRESH) as [keyof typeof FRESH, (typeof FRESH)['bridge']][])
    it(`is what a fresh link has: ${kind}`, async function () {
      needsHere(this, kind)
      const { nl } = here()
      await make(nl)
      try {
        agree(`lib/link/kinds/${kind}.ts`, (await nl.getLink('x')).data, FEWEST[kind])
      } finally {
        await nl.deleteLink('x')
      }
    })

  it('is what a fresh port of a bridge has', async function () {
    needsHere(this, 'bridge')
    const { nl } = here()
    await nl.createBridge({ name: 'x' })
    await nl.setLink('v0', { master: 'x' })
    agree('lib/link/port.ts', (await nl.getLink('v0')).port, 8)
    await nl.deleteLink('x')
  })
})
