import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { NetlinkError } from '../../lib/errors.ts'
import { deleteNetns, type Keeper, listNetns } from '../../lib/index.ts'
import { Netlink } from '../../lib/netlink/netlink.ts'
import { verbs as definitions } from '../../lib/netlink/verbs.ts'
import { openTransports } from '../../lib/netns/transports.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import type { Transports } from '../../lib/transport/transports.ts'
import { needs } from '../support/needs.ts'
import { openPlace, type Place } from '../support/place.ts'
import { Counting, isInputError } from './support/counting.ts'
import { Oddities } from './support/odd.ts'
import { SAMPLES } from './support/samples.ts'

/** More of them: NETLINK_TS_FUZZ=20000 scripts/test test/robustness/options.test.ts */
const TIMES = Number(process.env.NETLINK_TS_FUZZ ?? 2_000)
const SEED = Number(process.env.NETLINK_TS_SEED ?? 1)

/** A namespace is used for so many calls, so that what the good ones among them make does not add up. */
const CALLS_A_PLACE = 250

const GROUND = `
  ip link add br0 type bridge
  ip link add v0 type veth peer name v1
  ip link set v0 up
  ip address add 10.0.0.1/24 dev v0
`

const verbs = definitions.map(({ name }) => name)

/** A handle on top of a transport that counts. */
function over(counting: Counting): Readonly<Record<string, (...args: unknown[]) => unknown>> {
  return Reflect.construct(Netlink, [() => counting]) as never
}

/** What a call came to: every element of a stream is taken. */
async function outcome(result: unknown): Promise<void> {
  const settled = await result
  if (typeof settled === 'object' && settled !== null && Symbol.asyncIterator in settled) {
    for await (const _ of settled as AsyncIterable<unknown>);
  }
  if (settled instanceof Object && 'caughtUp' in settled) {
    const { caughtUp, close, done } = settled as Keeper
    done.catch(() => undefined)
    await caughtUp.call(settled).finally(() => close.call(settled))
  } else if (settled instanceof Object && 'close' in settled) await (settled as { close(): Promise<void> }).close()
}

describe('odd options', () => {
  needs('veth', 'bridge')
  let oddities: Oddities
  let place: Place
  let transports: Transports
  let made = 0
  let named: ReadonlySet<string>

  const names = async () => new Set((await listNetns()).map(({ name }) => name))

  before(async () => {
    named = await names()
    oddities = await Oddities.from(SEED)
  })

  async function fresh(): Promise<void> {
    await leave()
    place = await openPlace(GROUND)
    transports = openTransports(rtnetlink, place.netns).transports
  }

  async function leave(): Promise<void> {
    await transports?.close()
    await place?.close()
    for (const name of await names()) if (!named.has(name)) await deleteNetns(name)
  }

  after(async () => {
    await leave()
    assert.deepEqual(await names(), named, 'namespaces that have a name are left')
  })

  /** One call with odd arguments; true where the options were refused. What must not be is thrown. */
  async function attempt(name: string, args: unknown[]): Promise<boolean> {
    if (made++ % CALLS_A_PLACE === 0) await fresh()
    const counting = new Counting(transports)
    try {
      await outcome(over(counting)[name]?.(...args))
      return false
    } catch (error) {
      if (error instanceof NetlinkError) return false
      assert.ok(isInputError(error) && (error as Error).message.startsWith(`${name}: `), error as Error)
      assert.equal(counting.changes, 0, `${(error as Error).message}, but something had been sent`)
      return true
    }
  }

  it('have a sample for every verb', () => {
    assert.deepEqual(verbs.toSorted(), Object.keys(SAMPLES).sort())
  })

  for (const name of verbs) {
    it(`of ${name} give a result or an error of ours, and nothing is half done`, async function () {
      this.timeout('20m')
      const rounds = Math.ceil(TIMES / verbs.length)
      const inherited = Object.getOwnPropertyNames(Object.prototype).length
      let refused = 0
      for (let i = 0; i < rounds; i++) {
        const args = oddities.of(SAMPLES[name] as unknown[])
        try {
          if (await attempt(name, args)) refused++
        } catch (thrown) {
          throw new Error(`${name} with ${inspect(args)}`, { cause: thrown })
        }
        assert.equal(Object.getOwnPropertyNames(Object.prototype).length, inherited)
      }
      assert.ok(refused > 0 || name === 'listNetns', 'none was refused')
      // The handle is as it was: what was refused left nothing behind that goes out with the next request.
      const before = await place.nl.listLinks()
      await place.nl.setLink('lo', { up: true })
      assert.equal((await place.nl.listLinks()).length, before.length)
    })
  }
})
