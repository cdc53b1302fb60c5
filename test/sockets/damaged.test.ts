import assert from 'node:assert/strict'
import { mptcpReply, otherReply, tcpReply } from '../../lib/sockets/inet-message.ts'
import { kinds, PROTOCOLS } from '../../lib/sockets/kinds.ts'
import { netlinkReply } from '../../lib/sockets/netlink-message.ts'
import { packetReply } from '../../lib/sockets/packet-message.ts'
import { unixReply } from '../../lib/sockets/unix-message.ts'
import { vsockReply } from '../../lib/sockets/vsock-message.ts'
import { xdpReply } from '../../lib/sockets/xdp-message.ts'
import { Bytes } from '../../lib/wire/bytes.ts'

const REPLIES = { unix: unixReply, packet: packetReply, netlink: netlinkReply, xdp: xdpReply, vsock: vsockReply }
const replyOf = (protocol: string) =>
  protocol === 'tcp' || protocol === 'dccp'
    ? tcpReply
    : protocol === 'mptcp'
      ? mptcpReply
      : (REPLIES[protocol as keyof typeof REPLIES] ?? otherReply)

/** Numbers that look random and are the same each time: a linear congruential generator. */
function generator(): (below: number) => number {
  let state = 4711
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('replies about sockets', () => {
  for (const protocol of PROTOCOLS)
    it(`may be damaged: ${protocol}`, () => {
      const next = generator()
      const reply = replyOf(protocol)
      for (let i = 0; i < 500; i++) {
        const size = (reply.headerSize + next(200)) & ~3
        const bytes = new Bytes(Uint8Array.from({ length: Math.max(size, reply.headerSize) }, () => next(256)).buffer)
        // Attributes of every length and number, in a row.
        for (let at = (reply.headerSize + 3) & ~3; at + 4 <= bytes.u8.length; ) {
          const length = 4 + next(40)
          bytes.u16[at >> 1] = length
          bytes.u16[(at >> 1) + 1] = next(25)
          at += (length + 3) & ~3
        }
        const socket = kinds[protocol].answer(reply.read(bytes, 0, bytes.u8.length) as never)
        assert.equal(socket.protocol, protocol)
        assert.equal(typeof JSON.stringify(socket), 'string')
      }
    })
})
