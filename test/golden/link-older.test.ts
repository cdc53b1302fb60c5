import assert from 'node:assert/strict'
import { createBridge, createVeth } from '../../lib/link/index.ts'
import type { Link } from '../../lib/link/link.ts'
import type { Handle } from '../../lib/transport/handle.ts'
import type { RequestType } from '../../lib/transport/request-type.ts'
import { on } from '../../lib/verb/verb.ts'

/** RTM_GETLINK of include/uapi/linux/rtnetlink.h. */
const RTM_GETLINK = 18

/** A handle on a kernel before Linux 6.2, which does what it is asked but does not say what it made. */
class Older implements Handle {
  readonly limits = {}
  readonly netns = () => undefined
  readonly asked: [type: number, value: object][] = []

  async request<T>(verb: RequestType<T>, value: object): Promise<T> {
    this.asked.push([verb.type, value])
    const found: Partial<Link> = { index: 7, name: 'v0', link: 8 }
    return (verb.type === RTM_GETLINK ? found : undefined) as T
  }

  task = async <T>(_operation: string, fn: (alone: Handle) => Promise<T>): Promise<T> => fn(this)
  inside = async <T>(_netns: unknown, fn: (there: Handle) => Promise<T>): Promise<T> => fn(this)
  list = async (): Promise<never[]> => []
  messages = (): never => assert.fail('nothing is listed')
  stream = (): never => assert.fail('nothing is streamed')
  batch = (): never => assert.fail('nothing is collected')
  readonly send = this.batch
  readonly discard = this.batch
}

describe('a kernel that does not echo', () => {
  const types = (older: Older) => older.asked.map(([type]) => type)

  it('is asked for the link by its name', async () => {
    const older = new Older()
    assert.equal((await on(older, createBridge)({ name: 'v0' })).index, 7)
    assert.deepEqual(types(older), [16, 18])
    assert.deepEqual(older.asked[1]?.[1], { name: 'v0' })
  })

  it('gets the remaining settings by index', async () => {
    const older = new Older()
    await on(older, createVeth)({ name: 'v0', alias: 'x', peer: { up: true } })
    assert.deepEqual(types(older), [16, 18, 16, 16, 18])
    assert.deepEqual(
      older.asked.slice(2).map(([, value]) => (value as { index: number }).index),
      [8, 7, 7],
    )
  })

  it('cannot be asked for a link without a name: the error says that it was made', async () => {
    const making = on(new Older(), createBridge)({ up: true })
    await assert.rejects(making, {
      code: 'EOPNOTSUPP',
      missing: 'name',
      message: /createBridge: the link was created, but this kernel/,
    })
  })
})
