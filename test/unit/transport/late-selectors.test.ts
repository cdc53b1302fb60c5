import assert from 'node:assert/strict'
import { constants } from 'node:os'
import { batch } from '../../../lib/netlink/index.ts'
import { addRule, deleteRule, type RuleOptions } from '../../../lib/rule/index.ts'
import { Transports } from '../../../lib/transport/transports.ts'
import { on } from '../../../lib/verb/verb.ts'
import { refusal, result, type ScriptedSocket, scripted, sequences, settled } from './support/scripted.ts'

const { EINVAL, EPERM } = constants.errno
/** RTM_NEWRULE and RTM_DELRULE. */
const [NEW, DELETE] = [32, 33]

function opened(): { socket: ScriptedSocket; handle: Transports } {
  const { socket, transport } = scripted()
  const enter = () => assert.fail('another namespace was entered')
  return { socket, handle: new Transports(transport, enter) }
}

/** What a kernel says of an attribute that it does not know, after it has found the length of a source that is not there. */
const old = (sequence: number) => refusal(sequence, -EINVAL, { msg: 'Invalid source address' })
const young = (sequence: number) => refusal(sequence, -EINVAL, { msg: 'Error parsing msg', offs: 28 })

/** The types of the messages that were sent last, once they are, which get these answers. */
async function answer(socket: ScriptedSocket, reply: (sequence: number) => Uint8Array, at = 0): Promise<number[]> {
  await settled()
  const { requests, done } = socket.exchanges[at] as ScriptedSocket['exchanges'][number]
  const view = new DataView(requests.buffer, requests.byteOffset, requests.length)
  const types: number[] = []
  for (let i = 0; i < requests.length; i += view.getUint32(i, true)) types.push(view.getUint16(i + 4, true))
  done(result(sequences(requests).map(reply), undefined, types.length))
  return types
}

const LATE: [RuleOptions, attribute: string, since: string][] = [
  [{ dscp: 5 }, 'dscp', 'Linux 6.12'],
  [{ flowlabel: 5 }, 'flowlabel', 'Linux 6.14'],
  [{ flowlabel: 5, flowlabelMask: 7 }, 'flowlabel', 'Linux 6.14'],
  [{ sportRange: 80, sportMask: 0xff }, 'sportMask', 'Linux 6.15'],
  [{ dportRange: 80, dportMask: 0xff }, 'dportMask', 'Linux 6.15'],
  [{ dscp: 5, dscpMask: 7 }, 'dscp', 'Linux 6.12'],
]

describe('a selector of a rule that the kernel does not know', () => {
  for (const [options, attribute, since] of LATE)
    for (const [verb, call] of Object.entries({ addRule, deleteRule })) {
      it(`is refused by ${verb} before a rule is touched: ${Object.keys(options).join(', ')}`, async () => {
        const { socket, handle } = opened()
        const refused = assert.rejects(on(handle, call)({ ...options, table: 100 }), {
          code: 'EOPNOTSUPP',
          errno: -95,
          operation: verb,
          attribute,
          message: `${verb}: this kernel ignores ${attribute}, which ${since} is the first to have; the rule would be another one (EOPNOTSUPP, ${attribute})`,
        })
        const types = await answer(socket, old)
        assert.ok(types.every((type) => type === NEW))
        await refused
        assert.equal(socket.exchanges.length, 1)
        const { requests } = socket.exchanges[0] as ScriptedSocket['exchanges'][number]
        // rtmsg src_len, without FRA_SRC: validate_rulemsg() refuses it.
        assert.equal(requests[16 + 2], 1)
      })
    }

  it('is refused in a batch, of which nothing is sent', async () => {
    const { socket, handle } = opened()
    const build = (b: { addRule(options: RuleOptions): void }) => {
      b.addRule({ priority: 5, table: 100 })
      b.addRule({ dscp: 5, table: 100 })
    }
    const refused = assert.rejects(on(handle, batch)(build), { code: 'EOPNOTSUPP', attribute: 'dscp' })
    assert.deepEqual(await answer(socket, old), [NEW])
    await refused
    assert.equal(socket.exchanges.length, 1)
  })

  it('does not cause another error if the query itself is refused', async () => {
    const { socket, handle } = opened()
    const refused = assert.rejects(on(handle, addRule)({ dscp: 5 }), { code: 'EPERM', operation: 'addRule' })
    await answer(socket, (sequence) => refusal(sequence, -EPERM))
    await refused
  })
})

describe('a selector of a rule that the kernel knows', () => {
  it('is asked about once a handle, and sent then', async () => {
    const { socket, handle } = opened()
    const first = on(handle, addRule)({ dscp: 5, table: 100 })
    assert.deepEqual(await answer(socket, young), [NEW])
    assert.deepEqual(await answer(socket, (sequence) => refusal(sequence, 0), 1), [NEW])
    await first
    const second = Promise.all([on(handle, addRule)({ dscp: 6 }), on(handle, deleteRule)({ dscp: 7 })])
    assert.deepEqual(await answer(socket, (sequence) => refusal(sequence, 0), 2), [NEW, DELETE])
    await second
    const results = on(handle, batch)((b) => b.addRule({ dscp: 8, flowlabel: 9 }))
    assert.deepEqual(await answer(socket, young, 3), [NEW, NEW])
    assert.deepEqual(await answer(socket, (sequence) => refusal(sequence, 0), 4), [NEW])
    assert.deepEqual(await results, [{ ok: true }])
    assert.equal(socket.exchanges.length, 5)
  })

  it('is not asked about for options that are wrong', async () => {
    const { socket, handle } = opened()
    assert.throws(() => on(handle, addRule)({ dscp: 64 }), { name: 'RangeError', message: /^addRule: dscp must be/ })
    await settled()
    assert.equal(socket.exchanges.length, 0)
  })

  it('is none where a rule has no late selectors: nothing is asked', async () => {
    const { socket, handle } = opened()
    const made = on(handle, addRule)({ fwmark: 5 })
    assert.deepEqual(await answer(socket, (sequence) => refusal(sequence, 0)), [NEW])
    await made
  })
})
