import assert from 'node:assert/strict'
import { addon, type Message } from '../../lib/nftables/native.ts'
import {
  attempt,
  changed,
  Dice,
  damaged,
  everyCommand,
  everyMessage,
  native,
  readAll,
} from './support/fuzz-messages.ts'

/** More of them: NETLINK_TS_FUZZ=1000000 scripts/test test/nftables/fuzz.test.ts */
const TIMES = Number(process.env.NETLINK_TS_FUZZ ?? 20_000)
const SEED = Number(process.env.NETLINK_TS_SEED ?? 1)

describe('messages of nftables that no kernel sends', () => {
  const messages = everyMessage()

  /** Both outcomes must happen: else the test does not test. */
  function fuzz(change: (dice: Dice, message: Uint8Array) => Buffer): { read: number; refused: number } {
    const dice = new Dice(SEED)
    let read = 0
    for (let i = 0; i < TIMES; i++) {
      const bytes = change(dice, dice.pick(messages))
      if (attempt(() => readAll(addon(), bytes))) read++
    }
    return { read, refused: TIMES - read }
  }

  it(`do no harm with ${TIMES} changed attributes`, () => {
    const { read, refused } = fuzz(changed)
    assert.equal(read > refused, true)
  }).timeout('20m')

  it(`do no harm with ${TIMES} damaged bytes`, () => {
    const { read, refused } = fuzz(damaged)
    assert.equal(read > 0 && refused > 0, true)
  }).timeout('20m')

  it('are written again, or refused with a reason', () => {
    const dice = new Dice(SEED)
    let written = 0
    for (let i = 0; i < TIMES; i++) {
      const bytes = changed(dice, dice.pick(messages))
      attempt(() => {
        for (const message of addon().parse(bytes)) written += again(message).length
      })
    }
    assert.equal(written > TIMES / 2, true)
  }).timeout('20m')

  it('but those that one could send are written as they were read', () => {
    for (const bytes of messages)
      for (const message of addon().parse(bytes)) assert.deepEqual(again(message), [message.object])
  })
})

/** The objects of a message that was written once more. */
function again({ type, object }: Message): unknown[] {
  const bytes = addon().buildRequest({ type, flags: 0, object: object as { family: number } }, 1)
  return addon()
    .parse(bytes)
    .map((message) => message.object)
}

describe('tapes that lib/nftables does not make', () => {
  it(`do no harm, ${TIMES} of them`, () => {
    const { buildBatch, print } = native()
    const tapes: Uint8Array[] = []
    const library = new (addon().constructor as new (fake: object) => ReturnType<typeof addon>)({
      tables: () => native().tables(),
      buildRequest: (tape: Uint8Array) => tapes.push(tape.slice()),
    })
    for (const command of everyCommand()) library.buildRequest(command, 1)
    const dice = new Dice(SEED)
    let built = 0
    for (let i = 0; i < TIMES; i++) {
      const tape = damaged(dice, dice.pick(tapes))
      if (attempt(() => buildBatch(new Uint8Array(tape), [{ count: 1, keyLen: 1, keys: new Uint8Array(1) }], 1)))
        built++
      attempt(() => print(new Uint8Array(tape), []))
    }
    assert.equal(built > 0, true)
  }).timeout('20m')
})
