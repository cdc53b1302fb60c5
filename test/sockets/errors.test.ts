import assert from 'node:assert/strict'
import { openSockets, type SocketFilter, type Sockets } from '../../lib/sockets/index.ts'
import { onePlace } from '../support/place.ts'

const PROTOCOLS = 'tcp, udp, udplite, raw, mptcp, sctp, dccp, unix, packet, netlink, xdp, vsock'
const END = "must be an address, a port or both, such as '10.0.0.0/8:80', ':443' or '[::1]:80', not"

/** Filters that are wrong, and what the error says after the name of the verb. */
const WRONG: readonly (readonly [filter: unknown, message: string])[] = [
  [
    5,
    'expected an object with filters (protocol, family, states, local, remote, link, mark, cgroup, uid, inode, path, info, memory, skBpfStorages), got 5',
  ],
  [{ protocol: 'ip' }, `protocol must be one of ${PROTOCOLS}, not 'ip'`],
  [{ protocol: ['tcp', 7] }, `protocol[1] must be one of ${PROTOCOLS}, not 7`],
  [{ protocol: [] }, 'protocol must not be an empty array'],
  [{ family: 'unix' }, "family must be 'inet' or 'inet6', not 'unix'"],
  [{ states: 'listen' }, "states must be an array such as ['listen'], not 'listen'"],
  [{ states: [] }, 'states must not be an empty array'],
  [{ states: ['estab'] }, "states must contain 'established', which ss calls 'estab'"],
  [{ states: [40] }, 'states must be a whole number from 1 to 31, not 40'],
  [{ local: '' }, `local ${END} ''`],
  [{ local: 80 }, `local ${END} 80`],
  [{ local: {} }, 'local must have an address or a port'],
  [{ local: { adress: '::1' } }, 'local.adress is unknown; known are address, port'],
  [{ local: '10.0.0.0/33' }, "local must have a prefix length from 0 to 32, not '33'"],
  [{ local: '10.0.0:80' }, "local must be an IP address, not '10.0.0'"],
  [{ local: ':http' }, "local must have a port such as 80 or 8000-8999, not 'http'"],
  [{ local: ':70000' }, 'local must be a port from 0 to 65535, not 70000'],
  [{ remote: { port: '9-8' } }, 'remote.port must be a range that does not end before it begins, not 9-8'],
  [{ remote: { address: 5 } }, 'remote.address must be an IP address or prefix, not 5'],
  [{ local: '10.0.0.1', remote: '::1' }, 'remote must be of the same address family as local'],
  [{ local: '::1', family: 'inet' }, "family must be that of the addresses (IPv6), not 'inet'"],
  [{ link: 0 }, 'link must be the index (1 or more) or the name of a link, or a listed link, not 0'],
  [{ mark: -1 }, 'mark must be a whole number from 0 to 4294967295, not -1'],
  [{ mark: { mark: 1 } }, 'mark.mask must be a number, not undefined'],
  [{ uid: 'root' }, "uid must be a number, not 'root'"],
  [{ info: 1 }, 'info must be true or false, not 1'],
  [{ names: 1 }, 'names must be true or false, not 1'],
  [{ sport: 80 }, '`sport` is `local` here'],
  [{ dst: '::1' }, '`dst` is `remote` here'],
  [{ dev: 'lo' }, '`dev` is `link` here'],
  [{ fwmark: 1 }, '`fwmark` is `mark` here'],
  [{ protocol: 'unix', local: ':80' }, "local is not allowed with protocol 'unix'"],
  [{ protocol: ['tcp', 'packet'], states: ['listen'] }, "states is not allowed with protocol 'packet'"],
  [{ path: '/x', local: ':80' }, 'no protocol has all of local, path'],
]

describe('errors of sockets', () => {
  const place = onePlace()
  let sockets: Sockets

  before(async () => {
    sockets = await openSockets({ netns: place().netns })
  })

  after(() => sockets.close())

  for (const [filter, message] of WRONG)
    it(`name the option: ${message.slice(0, 60)}`, async () => {
      const listed = sockets.listSockets(filter as SocketFilter)
      await assert.rejects(listed, { message: `listSockets: ${message}` })
      await assert.rejects(listed, (error) => error instanceof TypeError || error instanceof RangeError)
      const stream = sockets.streamSockets(filter as SocketFilter)[Symbol.asyncIterator]()
      await assert.rejects(stream.next(), { message: `streamSockets: ${message}` })
    })

  it('list the words of a state that is unknown', async () => {
    await assert.rejects(sockets.listSockets({ states: ['open' as never] }), {
      name: 'TypeError',
      message: /^listSockets: states must contain only established, syn_sent, .*, not 'open'$/,
    })
  })

  it('say that there is no such link', async () => {
    await assert.rejects(sockets.listSockets({ link: 'nosuchlink' }), {
      code: 'ENODEV',
      attribute: 'link',
      message: "listSockets: no link named 'nosuchlink' (ENODEV, link)",
    })
  })

  it('say which protocol is missing, if it was asked for alone', async () => {
    const rejected = await sockets.listSockets({ protocol: 'dccp' }).catch((thrown) => thrown)
    assert.match(String(rejected.message ?? 'listed'), /^(listSockets: .*\(ENOENT\)|listed)$/)
  })

  it('end with a closed handle, a signal and a time limit', async () => {
    const own = await openSockets({ netns: place().netns })
    await own.close()
    await assert.rejects(own.listSockets(), { code: 'ERR_NETLINK_CLOSED' })
    await assert.rejects(sockets.listSockets({}, { timeout: 0 }), { code: 'ERR_NETLINK_TIMEOUT' })
    await assert.rejects(sockets.listSockets({ signal: AbortSignal.abort(new Error('enough')) }), /enough/)
    await assert.rejects(openSockets({ netns: 'nosuchnetns' }), { code: 'ENOENT', operation: 'openSockets' })
    await assert.rejects(openSockets({ nets: 1 } as never), /^TypeError: openSockets: unknown option 'nets'/)
  })
})
