import assert from 'node:assert/strict'
import { address } from '../../lib/address/message.ts'
import { type Netlink, NetlinkError, openNetlink } from '../../lib/index.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { eachPlace } from '../support/place.ts'
import { openTransport } from '../support/transport.ts'
import { until } from '../support/until.ts'

/** RTM_GETADDR with NLM_F_DUMP, as the library's own lists ask. */
const DUMP = { protocol: rtnetlink, operation: 'listAddresses', type: 22, flags: 0x300, message: address }
const STABLE = 2000
const stable = (i: number) => `10.8.${i >> 8}.${i & 255}/32`
const passing = (i: number) => `10.7.0.${i}/32`

/** A task that runs until it is stopped. */
function churn(step: (i: number) => Promise<unknown>): () => Promise<void> {
  let going = true
  const done = (async () => {
    for (let i = 0; going; i++) await step(i)
  })()
  return async () => {
    going = false
    await done
  }
}

/** What a list gives, or undefined where it could not be had whole. */
async function whole<T>(list: Promise<T[]>): Promise<T[] | undefined> {
  return list.catch((error: unknown) => {
    assert.ok(error instanceof NetlinkError)
    assert.equal(error.code, 'ERR_NETLINK_DUMP_INTERRUPTED')
    return undefined
  })
}

describe('lists while others write', () => {
  const here = eachPlace(
    'ip link set lo up; ip link add v0 type veth peer name p0; ip link set v0 up; ip link set p0 up',
  )
  let writer: Netlink

  beforeEach(async () => {
    writer = await openNetlink({ netns: here().netns })
  })
  afterEach(() => writer.close())

  const addresses = () =>
    churn(async (i) => {
      const some = Array.from({ length: 20 }, (_, k) => ({ link: 'lo', address: passing((i + k) % 200) }))
      await Promise.all(some.map((one) => writer.addAddress(one)))
      await Promise.all(some.map((one) => writer.deleteAddress(one)))
    })

  /** Addresses that stay are behind those that come and go, so that a dump that is not begun again misses some. */
  const fill = () =>
    Promise.all(Array.from({ length: STABLE }, (_, i) => writer.addAddress({ link: 'v0', address: stable(i) })))

  it('the kernel marks dumps of addresses as interrupted', async () => {
    await fill()
    const { transport } = openTransport(rtnetlink, here().netns)
    const stop = addresses()
    await until('an interrupted dump', async () => {
      let marked = false
      for await (const { interrupted } of transport.dump(DUMP, { family: 'inet' })) marked ||= interrupted
      return marked
    })
    await stop()
    await transport.close()
  })

  it('of addresses have every one that stays, once, or say that they could not', async () => {
    await fill()
    const stop = addresses()
    const expected = Array.from({ length: STABLE }, (_, i) => stable(i)).sort()
    for (let round = 0; round < 20; round++) {
      const listed = await whole(here().nl.listAddresses({ family: 'inet' }))
      const found = listed?.map((one) => one.address).filter((one) => one.startsWith('10.8.'))
      assert.deepEqual(found?.sort() ?? expected, expected)
    }
    await stop()
    assert.equal((await here().nl.listAddresses({ family: 'inet', link: 'v0' })).length, STABLE)
  })

  it('of routes have every one that stays, once', async () => {
    const dst = (i: number) => `10.6.${i >> 8}.${i & 255}/32`
    await Promise.all(Array.from({ length: STABLE }, (_, i) => writer.addRoute({ dst: dst(i), oif: 'v0' })))
    const stop = churn(async (i) => {
      const some = Array.from({ length: 50 }, (_, k) => ({ dst: `10.5.${i % 200}.${k}/32`, oif: 'v0' }))
      await Promise.all(some.map((one) => writer.addRoute(one)))
      await Promise.all(some.map((one) => writer.deleteRoute(one)))
    })
    const expected = Array.from({ length: STABLE }, (_, i) => dst(i)).sort()
    for (let round = 0; round < 20; round++) {
      const listed = await whole(here().nl.listRoutes({ family: 'inet', oif: 'v0' }))
      const found = listed?.map((one) => one.dst).filter((one) => one.startsWith('10.6.'))
      assert.deepEqual(found?.sort() ?? expected, expected)
    }
    await stop()
  })

  it('streams report at their end that they may have gaps', async () => {
    await fill()
    const stop = addresses()
    await until('an interrupted stream', async () => {
      let seen = 0
      try {
        for await (const { address: one } of here().nl.streamAddresses({ family: 'inet' }))
          if (one.startsWith('10.8.')) seen++
      } catch (error) {
        assert.equal((error as NetlinkError).code, 'ERR_NETLINK_DUMP_INTERRUPTED')
        assert.equal((error as NetlinkError).operation, 'streamAddresses')
        return true
      }
      assert.equal(seen, STABLE)
      return false
    })
    await stop()
  })
})
