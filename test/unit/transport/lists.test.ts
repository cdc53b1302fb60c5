import assert from 'node:assert/strict'
import { constants } from 'node:os'
import type { NetlinkError } from '../../../lib/errors.ts'
import { NLM_F_DUMP_INTR, NLM_F_MULTI } from '../../../lib/wire/header.ts'
import {
  done,
  joined,
  object,
  outcomes,
  refusal,
  type ScriptedDump,
  scripted,
  settled,
  type Thing,
  verbs,
} from './support/scripted.ts'

const { EBADF, EINVAL, ENOBUFS, ENODEV } = constants.errno

/** The numbers of what was listed. */
function numbers(things: readonly Thing[]): (number | undefined)[] {
  return things.map(({ number }) => number)
}

/** Objects with these numbers, as a dump brings them. */
function objects(from: number, to: number, flags = NLM_F_MULTI): Uint8Array {
  return joined(...Array.from({ length: to - from }, (_, i) => object(1, { number: from + i }, flags)))
}

describe('a list', () => {
  it('is pulled to its end, part by part, and closed once', async () => {
    const { socket, transport } = scripted()
    const list = transport.list<Thing>(verbs.list, {})
    await settled()
    const dump = socket.dumps[0] as ScriptedDump
    dump.give(objects(0, 3), false)
    await settled()
    assert.equal(dump.pulls.length, 1)
    dump.give(objects(3, 5), false)
    await settled()
    dump.give(joined(objects(5, 6), done(1)), true)
    assert.deepEqual(numbers(await list), [0, 1, 2, 3, 4, 5])
    assert.deepEqual([dump.closed, dump.pulls.length], [1, 0])
  })

  it('leaves room for a whole datagram in every pull', async () => {
    const { socket, transport } = scripted()
    const list = transport.list<Thing>(verbs.list, {})
    await settled()
    const dump = socket.dumps[0] as ScriptedDump
    for (let round = 0; round < 6; round++) {
      assert.ok((dump.pulls[0]?.into.length ?? 0) >= 128 << 10)
      dump.give(objects(round, round + 1), false)
      await settled()
    }
    dump.give(done(1), true)
    assert.deepEqual(numbers(await list), [0, 1, 2, 3, 4, 5])
  })

  it('may be empty, and may end without a word', async () => {
    const { socket, transport } = scripted()
    const lists = [transport.list(verbs.list, {}), transport.list(verbs.list, {})]
    await settled()
    socket.dumps[0]?.give(done(1), true)
    socket.dumps[1]?.give(new Uint8Array(0), true)
    assert.deepEqual(await outcomes(lists), [[], []])
  })

  it('keeps what its filter wants', async () => {
    const { socket, transport } = scripted()
    const list = transport.list<Thing>(verbs.list, {}, {}, ({ number }) => (number ?? 0) % 2 === 1)
    await settled()
    socket.dumps[0]?.give(joined(objects(0, 6), done(1)), true)
    assert.deepEqual(numbers(await list), [1, 3, 5])
  })

  it('that the kernel refuses rejects with what it says, at the start and at the end', async () => {
    const { socket, transport } = scripted()
    const lists = [transport.list(verbs.list, { number: 1 }), transport.list(verbs.list, {})]
    await settled()
    socket.dumps[0]?.give(refusal(1, -EINVAL, { msg: 'no such filter', offs: 20 }), true)
    socket.dumps[1]?.give(joined(objects(0, 2), done(1, 0, -EINVAL)), true)
    const [first, second] = (await outcomes(lists)) as NetlinkError[]
    assert.deepEqual([first?.code, first?.operation, first?.attribute], ['EINVAL', 'listThings', 'number'])
    assert.match(first?.message as string, /no such filter/)
    assert.equal(second?.code, 'EINVAL')
    assert.deepEqual([socket.dumps[0]?.closed, socket.dumps[1]?.closed], [1, 1])
  })

  it('that cannot be read rejects with a code of its own', async () => {
    const { socket, transport } = scripted()
    const lists = [{}, {}, { link: 'gone' }].map((filter) => transport.list(verbs.list, filter))
    await settled()
    socket.dumps[0]?.give(-ENOBUFS, true)
    socket.dumps[1]?.give(-EBADF, true)
    assert.deepEqual([socket.dumps[2]?.names, socket.dumps[2]?.fixups], [['gone'], [24, 0]])
    socket.dumps[2]?.give(-ENODEV, true)
    const errors = (await outcomes(lists)) as NetlinkError[]
    assert.deepEqual(
      errors.map((error) => error.code),
      ['ERR_NETLINK_OVERRUN', 'ERR_NETLINK_CLOSED', 'ENODEV'],
    )
    assert.match(errors[2]?.message as string, /no link named 'gone'/)
    assert.equal(errors[2]?.attribute, 'link')
  })
})

describe('a table that changes while it is listed', () => {
  it('is listed again', async () => {
    const { socket, transport } = scripted()
    const list = transport.list<Thing>(verbs.list, {})
    await settled()
    socket.dumps[0]?.give(objects(0, 2), false)
    await settled()
    socket.dumps[0]?.give(joined(objects(2, 4, NLM_F_MULTI | NLM_F_DUMP_INTR), done(1)), true)
    await settled()
    assert.equal(socket.dumps.length, 2)
    socket.dumps[1]?.give(joined(objects(7, 9), done(1)), true)
    assert.deepEqual(numbers(await list), [7, 8])
    assert.deepEqual([socket.dumps[0]?.closed, socket.dumps[1]?.closed], [1, 1])
  })

  it('is noticed by its closing message, too', async () => {
    const { socket, transport } = scripted()
    const list = transport.list<Thing>(verbs.list, {})
    await settled()
    socket.dumps[0]?.give(joined(objects(0, 2), done(1, NLM_F_DUMP_INTR)), true)
    await settled()
    socket.dumps[1]?.give(done(1), true)
    assert.deepEqual(await list, [])
  })

  it('for too long is an error that says so', async () => {
    const { socket, transport } = scripted()
    const list = transport.list(verbs.list, {})
    const outcome = outcomes([list])
    for (let attempt = 0; attempt < 10; attempt++) {
      await settled()
      assert.equal(socket.dumps.length, attempt + 1)
      socket.dumps[attempt]?.give(joined(objects(0, 1, NLM_F_DUMP_INTR), done(1)), true)
    }
    const [error] = (await outcome) as NetlinkError[]
    assert.deepEqual([error?.code, error?.operation], ['ERR_NETLINK_DUMP_INTERRUPTED', 'listThings'])
    assert.equal(socket.dumps.length, 10)
  })
})

describe('a stream', () => {
  it('asks for more when what is there was taken', async () => {
    const { socket, transport } = scripted()
    const stream = transport.stream<Thing>(verbs.list, {})
    const first = stream.next()
    await settled()
    const dump = socket.dumps[0] as ScriptedDump
    dump.give(objects(0, 2), false)
    assert.equal((await first).value?.number, 0)
    await settled()
    assert.equal(dump.pulls.length, 1)
    dump.give(objects(2, 3), false)
    await settled()
    assert.equal(dump.pulls.length, 0)
    assert.equal((await stream.next()).value?.number, 1)
    assert.equal((await stream.next()).value?.number, 2)
    await settled()
    dump.give(done(1), true)
    assert.deepEqual(await stream.next(), { value: undefined, done: true })
    assert.equal(dump.closed, 1)
  })

  it('that is left early closes its dump', async () => {
    const { socket, transport } = scripted()
    const seen: (number | undefined)[] = []
    const reading = (async () => {
      for await (const { number } of transport.stream<Thing>(verbs.list, {})) {
        seen.push(number)
        break
      }
    })()
    await settled()
    socket.dumps[0]?.give(objects(0, 5), false)
    await reading
    assert.deepEqual([seen, socket.dumps[0]?.closed], [[0], 1])
  })

  it('of a table that changed ends with an error, after the last object', async () => {
    const { socket, transport } = scripted()
    const seen: (number | undefined)[] = []
    const reading = (async () => {
      for await (const { number } of transport.stream<Thing>(verbs.list, {})) seen.push(number)
    })()
    const outcome = outcomes([reading])
    await settled()
    socket.dumps[0]?.give(joined(objects(0, 2, NLM_F_DUMP_INTR), done(1)), true)
    const [error] = (await outcome) as NetlinkError[]
    assert.deepEqual([seen, error?.code], [[0, 1], 'ERR_NETLINK_DUMP_INTERRUPTED'])
  })

  it('that was never read asks nothing', async () => {
    const { socket, transport } = scripted()
    transport.stream(verbs.list, {})
    await settled()
    assert.equal(socket.dumps.length, 0)
  })
})
