import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { SocketEvent } from '../../lib/sockets/index.ts'
import { connected, eachSocketPlace } from './support/place.ts'

describe('watchSockets', () => {
  const place = eachSocketPlace()

  /** Begins to watch, and resolves when it does: an event of a socket that is closed here. */
  async function begun(events: AsyncIterableIterator<SocketEvent, undefined>): Promise<void> {
    const first = events.next()
    for (let seen = false; !seen; ) {
      const socket = createSocket('udp4')
      await place().netns.bind(socket, { port: 0 })
      socket.close()
      seen = await Promise.race([first.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))])
    }
  }

  it('reports the end of a TCP connection with its last information', async () => {
    const connection = await connected(place())
    const events = place().sockets.watchSockets()
    await begun(events)
    connection.client.write('x'.repeat(1000))
    await once(connection.accepted, 'data')
    const { localPort } = connection.client
    await place().sockets.destroySockets({ protocol: 'tcp', local: `127.0.0.1:${localPort}` })
    for (;;) {
      const { value } = await events.next()
      if (value?.type !== 'destroyed' || value.socket.local.port !== localPort) continue
      assert.ok(value.socket.protocol === 'tcp')
      assert.deepEqual(value.socket.remote, { address: '127.0.0.1', port: connection.port })
      assert.equal(value.socket.info?.bytesAcked, 1001)
      break
    }
    await events.return?.()
    await connection.close()
  })

  it('reports only what is asked for', async () => {
    const events = place().sockets.watchSockets({ protocol: 'udp', family: 'inet' })
    await begun(events)
    const connection = await connected(place())
    await connection.close()
    const six = createSocket('udp6')
    await place().netns.bind(six, { port: 0 })
    six.close()
    const four = createSocket('udp4')
    await place().netns.bind(four, { port: 0, address: '127.0.0.1' })
    const { port } = four.address()
    four.close()
    for (;;) {
      const { value } = await events.next()
      assert.ok(value?.type === 'destroyed')
      assert.deepEqual([value.socket.protocol, value.socket.family], ['udp', 'inet'])
      if (value.socket.local.port === port) break
    }
    await events.return?.()
  })

  it('says that events were lost', async () => {
    const events = place().sockets.watchSockets({ protocol: 'udp', buffer: 2304 })
    await begun(events)
    for (let i = 0; i < 200; i++) {
      const socket = createSocket('udp4')
      await place().netns.bind(socket, { port: 0 })
      await new Promise<void>((resolve) => socket.close(resolve))
    }
    for (let type = ''; type !== 'lost'; ) type = (await events.next()).value?.type ?? 'over'
    await events.return?.()
  })

  it('ends with the reason of its signal, and refuses wrong options when it is read', async () => {
    const stop = new AbortController()
    const events = place().sockets.watchSockets({ signal: stop.signal })
    const next = events.next()
    stop.abort(new Error('enough'))
    await assert.rejects(next, /enough/)
    const wrong: readonly (readonly [options: unknown, message: RegExp])[] = [
      [{ protocol: 'raw' }, /^watchSockets: protocol must be 'tcp', 'udp' or an array of them, not 'raw'$/],
      [{ family: 'unix' }, /^watchSockets: family must be 'inet' or 'inet6', not 'unix'$/],
      [{ buffer: 1 }, /^watchSockets: buffer must be a whole number from 2304 to/],
      [{ filter: {} }, /^watchSockets: unknown option 'filter'/],
      [7, /^watchSockets: expected an options object, got 7/],
    ]
    for (const [options, message] of wrong)
      await assert.rejects(
        place()
          .sockets.watchSockets(options as never)
          .next(),
        { message },
      )
  })
})
