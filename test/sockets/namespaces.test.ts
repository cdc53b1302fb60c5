import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { listSockets, openSockets, type Sockets } from '../../lib/sockets/index.ts'
import { openPlace, type Place } from '../support/place.ts'
import { listening } from './support/place.ts'

describe('openSockets', () => {
  let places: Place[]

  beforeEach(async () => {
    places = [await openPlace('ip link set lo up'), await openPlace('ip link set lo up')]
  })

  afterEach(async () => {
    for (const place of places) await place.close()
  })

  it('acts in the namespace that it was opened in', async () => {
    const servers = await Promise.all(places.map((place) => listening(place)))
    const handles: Sockets[] = await Promise.all(places.map(({ netns }) => openSockets({ netns })))
    const found = await Promise.all(handles.map((handle) => handle.listSockets({ protocol: 'tcp' })))
    assert.deepEqual(
      found.map((list) => list.map(({ local }) => local.port)),
      servers.map(({ port }) => [port]),
    )
    const here = await listSockets({ protocol: 'tcp', states: ['listen'] })
    for (const { port } of servers)
      assert.ok(!here.some(({ local }) => local.port === port && local.address === '127.0.0.1'))
    for (const handle of handles) await handle.close()
    for (const { server } of servers) server.close()
  })

  it('gives a handle that shows whether it is closed, and closes at the end of its block', async () => {
    const [place] = places as [Place]
    const sockets = await openSockets({ netns: place.netns })
    assert.match(inspect(sockets), /^Sockets \{ netns: .*closed: false \}$/s)
    await sockets[Symbol.asyncDispose]()
    assert.match(inspect(sockets), /closed: true \}$/)
    await assert.rejects(sockets.listSockets(), { code: 'ERR_NETLINK_CLOSED' })
  })
})
