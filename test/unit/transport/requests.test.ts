import assert from 'node:assert/strict'
import { constants } from 'node:os'
import { NetlinkError } from '../../../lib/errors.ts'
import { object, outcomes, refusal, result, scripted, sequences, settled, verbs } from './support/scripted.ts'

const { EEXIST, EINVAL, ENODEV, ENOBUFS, EBADF, EPERM } = constants.errno

describe('requests of one tick', () => {
  it('travel together, in order, with sequence numbers that count up', async () => {
    const { socket, transport } = scripted()
    const promises = [1, 2, 3].map((number) => transport.request(verbs.add, { number }))
    assert.equal(socket.exchanges.length, 0)
    await settled()
    assert.equal(socket.exchanges.length, 1)
    assert.deepEqual(sequences(socket.exchanges[0]?.requests as Uint8Array), [1, 2, 3])
    socket.exchanges[0]?.done(result())
    assert.deepEqual(await outcomes(promises), [undefined, undefined, undefined])
    const later = transport.request(verbs.add, { number: 4 })
    await settled()
    assert.deepEqual(sequences(socket.exchanges[1]?.requests as Uint8Array), [4])
    socket.exchanges[1]?.done(result())
    await later
  })

  it('settle one by one: no answer is success', async () => {
    const { socket, transport } = scripted()
    const promises = [1, 2, 3, 4].map((number) => transport.request(verbs.add, { number }))
    await settled()
    socket.exchanges[0]?.done(result([refusal(2, -EEXIST), refusal(4, -EINVAL, { msg: 'no such thing' })]))
    const [first, second, third, fourth] = await outcomes(promises)
    assert.deepEqual([first, third], [undefined, undefined])
    assert.ok(second instanceof NetlinkError && fourth instanceof NetlinkError)
    assert.deepEqual([second.code, second.errno, second.operation], ['EEXIST', -EEXIST, 'addThing'])
    assert.match(fourth.message, /no such thing/)
  })

  it('are matched by sequence number, whatever the order of the answers', async () => {
    const { socket, transport } = scripted()
    const promises = [1, 2, 3].map((number) => transport.request(verbs.make, { number }))
    await settled()
    socket.exchanges[0]?.done(
      result([refusal(3, -EEXIST), object(2, { number: 22 }), refusal(2, 0), object(1, { name: 'one' })]),
    )
    const [first, second, third] = (await outcomes(promises)) as [object, object, NetlinkError]
    assert.deepEqual({ ...first }, { family: 0, name: 'one' })
    assert.deepEqual({ ...second }, { family: 0, number: 22 })
    assert.equal(third.code, 'EEXIST')
  })

  it('ignore unsolicited replies', async () => {
    const { socket, transport } = scripted()
    const promise = transport.request(verbs.add, { number: 1 })
    await settled()
    socket.exchanges[0]?.done(
      result([refusal(0, -EEXIST), refusal(2, -EEXIST), refusal(0xffff_ffff, -EEXIST)], [9, -EPERM, -1]),
    )
    assert.equal(await promise, undefined)
  })

  it('take a warning for success', async () => {
    const { socket, transport } = scripted()
    const promise = transport.request(verbs.add, { number: 1 })
    await settled()
    socket.exchanges[0]?.done(result([refusal(1, 0, { msg: 'careful' })]))
    assert.equal(await promise, undefined)
  })

  it('of later ticks do not wait for the answer', async () => {
    const { socket, transport } = scripted()
    const promises = [transport.request(verbs.add, { number: 1 })]
    await settled()
    promises.push(transport.request(verbs.add, { number: 2 }))
    await settled()
    assert.equal(socket.exchanges.length, 2)
    for (const exchange of socket.exchanges) exchange.done(result())
    assert.deepEqual(await outcomes(promises), [undefined, undefined])
  })

  it('that fill a megabyte are sent before the tick ends', async () => {
    const { socket, transport } = scripted()
    const promises = Array.from({ length: 40_000 }, (_, number) => transport.request(verbs.add, { number, name: 'n' }))
    assert.equal(socket.exchanges.length, 1)
    await settled()
    const sent = socket.exchanges.flatMap(({ requests }) => sequences(requests))
    assert.deepEqual([sent.length, sent[0], sent.at(-1)], [40_000, 1, 40_000])
    for (const exchange of socket.exchanges) exchange.done(result())
    await Promise.all(promises)
  })
})

describe('a slip', () => {
  it('rejects alone, and leaves nothing of its message behind', async () => {
    const { socket, transport } = scripted()
    const promises = [
      transport.request(verbs.add, { number: 1 }),
      transport.request(verbs.add, { link: 'gone', name: 'x'.repeat(16) }),
      transport.request(verbs.add, { nubmer: 3 }),
      transport.request(verbs.add, { inner: { id: -1 } }),
      transport.request(verbs.add, { link: 'here' }),
    ]
    const all = outcomes(promises)
    await settled()
    const [exchange] = socket.exchanges
    assert.deepEqual(sequences(exchange?.requests as Uint8Array), [1, 2])
    assert.deepEqual(exchange?.names, ['here'])
    exchange?.done(result())
    const [, long, unknown, range] = (await all) as Error[]
    assert.equal(long?.name, 'RangeError')
    assert.equal(long?.message, 'addThing: name must be at most 15 bytes long, not 16')
    assert.equal(unknown?.name, 'TypeError')
    assert.match(unknown?.message as string, /^addThing: unknown option 'nubmer'; did you mean 'number'/)
    assert.equal(range?.message, 'addThing: inner.id must be from 0 to 4294967295, not -1')
  })

  it('in the only request of a tick sends nothing', async () => {
    const { socket, transport } = scripted()
    await assert.rejects(transport.request(verbs.add, { number: -1 }), RangeError)
    await settled()
    assert.equal(socket.exchanges.length, 0)
  })

  it('has the name that the caller knows', async () => {
    const { transport } = scripted()
    await assert.rejects(transport.request(verbs.published, { inner: { id: 1.5 } }), /addThing: data\.id must be/)
  })

  it('in the limits is found before anything is written', async () => {
    const { socket, transport } = scripted()
    await assert.rejects(transport.request(verbs.add, {}, undefined, { timeout: -1 }), RangeError)
    await assert.rejects(transport.request(verbs.add, {}, undefined, { signal: {} as AbortSignal }), TypeError)
    await assert.rejects(transport.list(verbs.list, {}, { timeout: Number.NaN }), RangeError)
    await settled()
    assert.deepEqual([socket.exchanges.length, socket.dumps.length], [0, 0])
  })
})

describe('names of links', () => {
  it('travel as fixups, in the order of bytes', async () => {
    const { socket, transport } = scripted()
    const promises = [
      transport.request(verbs.add, { link: 'a' }),
      transport.request(verbs.add, { second: 'b', link: 'a' }),
    ]
    await settled()
    const [exchange] = socket.exchanges
    assert.deepEqual(exchange?.names, ['a', 'b'])
    assert.deepEqual(exchange?.fixups, [24, 0, 52, 1, 60, 0])
    exchange?.done(result())
    await Promise.all(promises)
  })

  it('that do not resolve are named with the option that held them', async () => {
    const { socket, transport } = scripted()
    const promises = [
      transport.request(verbs.add, { link: 'a' }),
      transport.request(verbs.add, { link: 'a', second: 'b' }),
      transport.request(verbs.add, { link: 'c' }),
    ]
    await settled()
    socket.exchanges[0]?.done(result([], [2, -ENODEV, 1, 3, -EPERM, 2]))
    const [first, second, third] = (await outcomes(promises)) as NetlinkError[]
    assert.equal(first, undefined)
    assert.deepEqual([second?.code, second?.attribute], ['ENODEV', 'second'])
    assert.match(second?.message as string, /no link named 'b'/)
    assert.deepEqual([third?.code, third?.attribute], ['EPERM', 'link'])
  })
})

describe('faults', () => {
  it('are errors of what was not answered', async () => {
    const { socket, transport } = scripted()
    const promises = [1, 2, 3, 4].map((number) => transport.request(verbs.add, { number }))
    await settled()
    socket.exchanges[0]?.done(result([], [1, -ENOBUFS, -1, 2, -EBADF, -1, 4, -EPERM, -1]))
    const [lost, closed, fine, refused] = (await outcomes(promises)) as NetlinkError[]
    assert.deepEqual([lost?.code, lost?.errno], ['ERR_NETLINK_OVERRUN', -ENOBUFS])
    assert.deepEqual([closed?.code, closed?.errno], ['ERR_NETLINK_CLOSED', 0])
    assert.equal(fine, undefined)
    assert.equal(refused?.code, 'EPERM')
    assert.match(refused?.message as string, /operation not permitted/)
  })
})

describe('an extended ack', () => {
  it('names the option that the kernel points at', async () => {
    const { socket, transport } = scripted()
    const promises = [
      transport.request(verbs.add, { number: 1, inner: { id: 5, port: 6 } }),
      transport.request(verbs.published, { number: 1, inner: { id: 5, port: 6 } }),
      transport.request(verbs.add, { number: 1 }),
    ]
    await settled()
    socket.exchanges[0]?.done(
      result([
        refusal(1, -EINVAL, { msg: 'bad port', offs: 16 + 4 + 8 + 4 + 8 }),
        refusal(2, -EINVAL, { offs: 16 + 4 + 8 + 4 }),
        refusal(3, -EINVAL, { offs: 4000 }),
      ]),
    )
    const errors = (await outcomes(promises)) as NetlinkError[]
    assert.deepEqual(
      errors.map((error) => error.attribute),
      ['inner.port', 'data.id', undefined],
    )
    assert.match(errors[0]?.message as string, /bad port/)
  })

  it('names the option that is missing, with its nest if the kernel reports that', async () => {
    const { socket, transport } = scripted()
    const values = [{ number: 1 }, { inner: { id: 5 } }, { number: 1 }, { inner: {} }]
    const promises = values.map((value) => transport.request(verbs.add, value))
    await settled()
    socket.exchanges[0]?.done(
      result([
        refusal(1, -EINVAL, { missType: 2 }),
        refusal(2, -EINVAL, { missType: 2, missNest: 16 + 4 }),
        refusal(3, -EINVAL, { missType: 77 }),
        refusal(4, -EINVAL, { missType: 9, missNest: 16 + 4 }),
      ]),
    )
    const errors = (await outcomes(promises)) as NetlinkError[]
    assert.deepEqual(
      errors.map((error) => error.missing),
      ['name', 'inner.port', 'attribute 77', 'inner.attribute 9'],
    )
    assert.deepEqual(Object.keys(errors[0] as object).includes('attribute'), false)
  })
})

describe('a batch filled beforehand', () => {
  it('has its own sequence numbers and reports how far it got', async () => {
    const { socket, transport } = scripted()
    const batch = transport.batch()
    for (const number of [1, 2, 3]) batch.add(verbs.add, { number }, undefined)
    const before = transport.request(verbs.add, { number: 0 })
    const sent = transport.send(batch, 'message')
    assert.equal(socket.exchanges.length, 2)
    const [first, second] = socket.exchanges
    const own = sequences(second?.requests as Uint8Array)
    assert.equal(new Set([...own, ...sequences(first?.requests as Uint8Array)]).size, 4)
    assert.deepEqual([first?.stop, second?.stop], [0, 2])
    first?.done(result())
    second?.done(result([refusal(own[1] as number, -EEXIST)], undefined, 2))
    const { errors, tried } = await sent
    assert.deepEqual([tried, [...(errors ?? [])].map(([at, { code }]) => [at, code])], [2, [[1, 'EEXIST']]])
    await before
  })

  it('may be taken back', () => {
    const { socket, transport } = scripted()
    const batch = transport.batch()
    batch.add(verbs.add, { number: 1 }, undefined)
    transport.discard(batch)
    assert.equal(socket.exchanges.length, 0)
  })
})
