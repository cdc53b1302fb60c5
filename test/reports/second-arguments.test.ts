import assert from 'node:assert/strict'
import type { Keeper } from '../../lib/index.ts'
import { verbs } from '../../lib/netlink/verbs.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { onePlace } from '../support/place.ts'

const ODD: readonly unknown[] = [5, 'x', true, [], null, () => 1, Symbol('odd'), new AbortController().signal]

/** First arguments, where an empty object is none. */
const FIRST: Readonly<Record<string, unknown>> = {
  ...{ getLink: 'lo', setLink: 'lo', getNexthop: 1, lookupRoute: { dst: '127.0.0.1' } },
  ...{ flushRoutes: { table: 77 }, flushAddresses: { link: 'lo' }, flushNeighbours: { link: 'lo' } },
  flushRules: { priority: 77 },
  ...{ flushMdb: { vid: 77 }, flushFdb: { link: 'lo' } },
}

/** Verbs with one argument, and those whose second one is a name or a condition. */
const OTHERS =
  /^(add|append|create|delete|replace|setBridge)|^(listNetns|openNetns|getNsid|watch|captureTopology|removeTopology|waitFor|waitForLink|setVf)$/

describe('a second argument that is not an object', () => {
  const place = onePlace('ip link set lo up')

  for (const { name, streams } of verbs.filter((verb) => !OTHERS.test(verb.name)))
    it(`is refused: ${name}`, async () => {
      const { nl } = place()
      const call = nl[name as 'listLinks'].bind(nl) as (first: unknown, second: unknown) => Promise<unknown>
      for (const odd of ODD) {
        const message = new RegExp(`^${name}: expected an (options )?object`)
        const called = async () => {
          const result = call(FIRST[name] ?? {}, odd)
          if (name === 'keepTopology') return (result as unknown as Keeper).done
          return streams ? (result as unknown as AsyncIterable<unknown>)[Symbol.asyncIterator]().next() : result
        }
        await assert.rejects(called, { name: 'TypeError', message })
      }
    })

  it('is refused: batch', async () => {
    for (const odd of ODD)
      await assert.rejects(
        place().nl.batch(() => undefined, odd as never),
        { name: 'TypeError', message: /^batch: expected an object with onError, got/ },
      )
  })

  it('is refused: apply', async () => {
    const nft = await openNftables()
    for (const odd of ODD)
      await assert.rejects(nft.apply([], odd as never), { name: 'TypeError', message: /^apply: expected an .*object/ })
    await nft.close()
  })
})
