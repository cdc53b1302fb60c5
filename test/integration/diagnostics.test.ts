import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { NetlinkError } from '../../lib/index.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { eachPlace } from '../support/place.ts'

interface Told {
  operation: string
  duration: number
  error?: unknown
}

const CHANNEL = 'netlink-ts:request'

/** What subscribers receive during `work`. */
async function toldOf(work: () => Promise<unknown>): Promise<Told[]> {
  const told: Told[] = []
  const listener = (message: unknown) => told.push(message as Told)
  subscribe(CHANNEL, listener)
  try {
    await work()
  } finally {
    unsubscribe(CHANNEL, listener)
  }
  return told
}

const operations = (told: readonly Told[]) => told.map(({ operation }) => operation)

describe('the diagnostics channel', () => {
  const place = eachPlace('ip link set lo up')

  it('reports operation and duration of each request', async () => {
    const { nl } = place()
    const begun = performance.now()
    const told = await toldOf(() =>
      Promise.all([nl.addRoute({ dst: '10.0.0.0/8', oif: 'lo' }), nl.addRoute({ dst: '11.0.0.0/8', oif: 'lo' })]),
    )
    const took = performance.now() - begun
    assert.deepEqual(operations(told), ['addRoute', 'addRoute'])
    assert.ok(
      told.every(({ duration }) => duration > 0 && duration <= took),
      JSON.stringify(told),
    )
    assert.ok(told.every((message) => !('error' in message)))
  })

  it('reports the error that the caller got', async () => {
    const { nl } = place()
    let caught: unknown
    const told = await toldOf(() =>
      nl.addRoute({ dst: '10.0.0.0/8', oif: 'gone' }).catch((error: unknown) => {
        caught = error
      }),
    )
    assert.ok(caught instanceof NetlinkError)
    assert.deepEqual(
      told.map(({ operation, error }) => [operation, error]),
      [['addRoute', caught]],
    )
  })

  it('reports invalid options that were never sent', async () => {
    const { nl } = place()
    const told = await toldOf(() => nl.addRoute({ dst: 'nonsense', oif: 'lo' }).catch(() => undefined))
    assert.deepEqual(operations(told), ['addRoute'])
    assert.ok(told[0]?.error instanceof TypeError)
  })

  it('reports each request of a batch that was tried', async () => {
    const { nl } = place()
    const told = await toldOf(() =>
      nl.batch(
        (b) => {
          b.addRoute({ dst: '10.0.0.0/8', oif: 'lo' })
          b.deleteRoute({ dst: '12.0.0.0/8' })
          b.addRoute({ dst: '13.0.0.0/8', oif: 'lo' })
        },
        { onError: 'stop' },
      ),
    )
    assert.deepEqual(
      told.map(({ operation, error }) => [operation, (error as NetlinkError | undefined)?.code]),
      [
        ['addRoute', undefined],
        ['deleteRoute', 'ESRCH'],
      ],
    )
  })

  it('reports lists, and streams when they end', async () => {
    const { nl } = place()
    const told = await toldOf(async () => {
      await nl.listRoutes({ table: 'all' })
      for await (const _ of nl.streamRoutes({ table: 'all' })) break
      for await (const _ of nl.streamRoutes({ table: 'all' }));
    })
    assert.deepEqual(operations(told), ['listRoutes', 'streamRoutes', 'streamRoutes'])
  })

  it('reports transactions of nftables', async () => {
    const nft = await openNftables({ netns: place().netns })
    const told = await toldOf(() => nft.apply([{ add: { table: { family: 'inet', name: 'mine' } } }]))
    await nft.close()
    assert.deepEqual(operations(told), ['apply'])
    assert.equal(told[0]?.error, undefined)
  })
})
