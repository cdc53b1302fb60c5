import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connected, eachSocketPlace, listening } from './support/place.ts'

/** The end of a stream, whether it fails or not. */
const closed = (stream: Socket) => new Promise<void>((resolve) => stream.once('close', () => resolve()))

describe('destroySockets', () => {
  const place = eachSocketPlace()

  it('cuts a connection, and no other', async () => {
    const [cut, kept] = [await connected(place()), await connected(place())]
    const ended = Promise.all([closed(cut.client), closed(cut.accepted)])
    const errors: (string | undefined)[] = []
    for (const stream of [cut.client, cut.accepted])
      stream.on('error', ({ code }: NodeJS.ErrnoException) => errors.push(code))
    const filter = { protocol: 'tcp', states: ['established'], remote: `127.0.0.1:${cut.port}` } as const
    assert.equal(await place().sockets.destroySockets(filter), 1)
    await ended
    assert.deepEqual(errors.sort(), ['ECONNABORTED', 'ECONNRESET'])
    kept.client.write('still there')
    assert.equal(String((await once(kept.accepted, 'data'))[0]), 'still there')
    assert.equal(await place().sockets.destroySockets(filter), 0)
    await Promise.all([cut.close(), kept.close()])
  })

  it('destroys a listed socket, or several, of either family', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const { client, accepted, port, server } = await connected(place(), host)
      const ended = Promise.all([closed(client), closed(accepted)])
      const listed = await place().sockets.listSockets({ protocol: 'tcp', local: `:${port}`, states: ['established'] })
      assert.equal(await place().sockets.destroySockets(listed), 1)
      await ended
      const [one] = listed
      assert.ok(one !== undefined)
      assert.equal(await place().sockets.destroySockets(one), 0)
      server.close()
    }
  })

  it('destroys UDP sockets', async () => {
    const socket = createSocket('udp4')
    await place().netns.bind(socket, { port: 0, address: '127.0.0.1' })
    const { port } = socket.address()
    const error = once(socket, 'error')
    assert.equal(await place().sockets.destroySockets({ protocol: 'udp', local: `127.0.0.1:${port}` }), 1)
    assert.equal(((await error)[0] as NodeJS.ErrnoException).code, 'ECONNABORTED')
    assert.deepEqual(await place().sockets.listSockets({ protocol: 'udp', local: `:${port}` }), [])
    socket.close()
  })

  it('destroys what listens, of another connection with the same port only if it is selected', async () => {
    const { port, client, server, accepted } = await connected(place())
    const ended = once(server, 'close')
    assert.equal(await place().sockets.destroySockets({ local: `:${port}`, states: ['listen'] }), 1)
    const left = await place().sockets.listSockets({ protocol: 'tcp', local: `:${port}` })
    assert.deepEqual(
      left.map(({ state }) => state),
      ['established'],
    )
    server.close()
    client.destroy()
    accepted.destroy()
    await ended
  })

  it('refuses a filter that selects nothing in particular', async () => {
    const { server } = await listening(place())
    for (const filter of [{}, { protocol: 'tcp' }, { protocol: ['tcp', 'udp'], family: 'inet' }] as const)
      await assert.rejects(place().sockets.destroySockets(filter as never), {
        name: 'TypeError',
        message:
          /^destroySockets: expected one of states, local, .* at least; an empty filter would destroy every socket$/,
      })
    for (const filter of [undefined, null, [{}], 'tcp', [null]])
      await assert.rejects(place().sockets.destroySockets(filter as never), {
        name: 'TypeError',
        message: /^destroySockets: /,
      })
    assert.equal(await place().sockets.destroySockets([]), 0)
    assert.equal((await place().sockets.listSockets({ protocol: 'tcp' })).length, 1)
    server.close()
  })
})
