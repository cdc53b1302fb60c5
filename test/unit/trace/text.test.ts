import assert from 'node:assert/strict'
import { nfnetlink } from '../../../lib/protocol/nfnetlink.ts'
import { rtnetlink } from '../../../lib/protocol/rtnetlink.ts'
import { messageText, valueText } from '../../../lib/trace/text.ts'
import { Bytes } from '../../../lib/wire/bytes.ts'
import { thing } from '../transport/support/scripted.ts'

/** NFNL_SUBSYS_CTNETLINK, of which nothing is known. */
const ctnetlink = nfnetlink({ number: 1, messages: [] })

/** Bytes in hexadecimal, as a message of this type whose length is right. */
function message(type: number, flags: number, body: string): Bytes {
  const payload = Buffer.from(body.replace(/\s/g, ''), 'hex')
  const out = new Uint8Array(16 + payload.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, out.length, true)
  view.setUint16(4, type, true)
  view.setUint16(6, flags, true)
  out.set(payload, 16)
  return new Bytes(out.buffer)
}

describe('the text of a message', () => {
  it('has type, flags and values', () => {
    const bytes = message(100, 0x605, '00000000 0800 0100 07000000')
    assert.equal(messageText(rtnetlink, bytes, 0, thing), 'RTM_NEWCHAIN create excl { family: 0, number: 7 }')
  })

  it('leaves out header fields that a request does not set', () => {
    const bytes = message(102, 0x301, '00000000 0800 0100 07000000')
    assert.equal(messageText(rtnetlink, bytes, 0, thing, [], true), 'RTM_GETCHAIN dump { number: 7 }')
  })

  it('has a name where its index will be, also in a nest', () => {
    const bytes = message(100, 1, '02000000 0800 0300 00000000 0c00 0480 0800 0100 00000000')
    const named = [
      { at: 24, name: 'eth0' },
      { at: 36, name: 'eth1' },
    ]
    assert.equal(
      messageText(rtnetlink, bytes, 0, thing, named, true),
      "RTM_NEWCHAIN { family: 2, link: 'eth0', inner: { id: 'eth1' } }",
    )
  })

  it('shows attributes that no table knows', () => {
    const bytes = message(100, 0, '02000000 0600 4200 abcd 0000 0400 4300')
    assert.equal(messageText(rtnetlink, bytes, 0, thing), 'RTM_NEWCHAIN { family: 2 } and #66 abcd and #67 (empty)')
  })

  it('ends at a length that cannot be', () => {
    const bytes = message(100, 0, '02000000 ff00 4200 abcd0000')
    assert.equal(messageText(rtnetlink, bytes, 0, thing), 'RTM_NEWCHAIN { family: 2 }')
  })

  it('without a table is bytes', () => {
    assert.equal(messageText(rtnetlink, message(999, 0, '01020304'), 0), 'type 999 01020304')
    assert.equal(messageText(ctnetlink, message(0x0105, 0, ''), 0), 'type 261 (empty)')
  })
})

describe('the text of a value', () => {
  it('is one line, whatever it is', () => {
    const value = {
      big: 2n ** 64n - 1n,
      text: "it's\n",
      list: [1, { deep: true }],
      none: {},
      bytes: Uint8Array.of(0, 255),
    }
    assert.equal(
      valueText(value),
      `{ big: 18446744073709551615n, text: "it's\\n", list: [1, { deep: true }], none: {}, bytes: 00ff }`,
    )
  })

  it('shows the beginning of many bytes, and how many there are', () => {
    assert.equal(valueText(new Uint8Array(40)), `${'00'.repeat(32)}... (40 bytes)`)
  })
})
