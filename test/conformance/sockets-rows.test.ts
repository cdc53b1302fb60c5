import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from '../../lib/sockets/index.ts'
import { mptcpReply, tcpReply } from '../../lib/sockets/inet-message.ts'
import { netlinkReply } from '../../lib/sockets/netlink-message.ts'
import { packetReply } from '../../lib/sockets/packet-message.ts'
import { unixReply } from '../../lib/sockets/unix-message.ts'
import { vsockReply } from '../../lib/sockets/vsock-message.ts'
import { xdpReply } from '../../lib/sockets/xdp-message.ts'
import type { Attribute } from '../../lib/wire/attrs.ts'
import { held } from '../sockets/support/held.ts'
import { connected, eachSocketPlace } from '../sockets/support/place.ts'

/** Rows that this test need not see, and why. test/golden/sockets-reports.test.ts reads bytes of them, as the headers describe those. */
const REASONS: Readonly<Record<string, string>> = {
  'inet.vegasinfo': 'congestion controls vegas, veno and westwood, which few kernels have',
  'inet.dctcpinfo': 'congestion control DCTCP, which few kernels have',
  'inet.bbrinfo': 'congestion control BBR: test/sockets/info.test.ts, where there is one',
  'inet.protocol':
    'raw sockets, which a kernel lists with CONFIG_INET_RAW_DIAG, and events: test/sockets/watch.test.ts',
  'inet.locals': 'SCTP, which few kernels have',
  'inet.peers': 'SCTP, which few kernels have',
  'inet.classId': 'since Linux 4.14 with `tclass`, but not of every kernel',
  'inet.md5sig': 'CONFIG_TCP_MD5SIG',
  'inet.ulpInfo': 'TLS or MPTCP: test/sockets/others.test.ts, where there is MPTCP',
  'inet.skBpfStorages': 'a BPF program that stores something',
  'netlink.rxRing': 'rings that are mapped into memory, which Linux 4.6 and later do not have',
  'netlink.txRing': 'rings that are mapped into memory, which Linux 4.6 and later do not have',
  ...Object.fromEntries(
    xdpReply.rows.map(({ key }) => [`xdp.${key}`, 'CONFIG_XDP_SOCKETS_DIAG, and a link of more than loopback']),
  ),
}

const TABLES: Readonly<Record<string, { readonly rows: readonly Attribute[] }>> = {
  inet: tcpReply,
  unix: unixReply,
  packet: packetReply,
  netlink: netlinkReply,
  xdp: xdpReply,
  vsock: vsockReply,
}

const tableOf = ({ protocol }: Socket) => (protocol in TABLES ? protocol : 'inet')

describe('the rows of sockets', () => {
  const place = eachSocketPlace()

  it('are all reported by the kernel, or there is a reason', async () => {
    const [four, six] = [await connected(place()), await connected(place(), '::1')]
    const path = `\0${process.pid}-rows`
    const server = createServer()
    await place().netns.listen(server, { path })
    const client = await place().netns.connect({ path } as never)
    const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-rows-'))
    const file = join(folder, 'socket')
    const { close } = await held(
      place(),
      `socket(my $s, 17, 3, unpack('S', pack('n', 0x0800))) or die $!; setsockopt($s, 263, 10, pack('l', 1)) or die $!;
       setsockopt($s, 263, 5, pack('L7', 4096, 1, 2048, 2, 0, 0, 0)) or die $!;
       setsockopt($s, 263, 13, pack('L7', 4096, 1, 2048, 2, 0, 0, 0)) or die $!;
       bind($s, pack('SnlSCCa8', 17, 0x0800, 1, 0, 0, 0, '')) or die $!; setsockopt($s, 263, 18, pack('L', 7)) or die $!;
       setsockopt($s, 1, 26, pack('SxxxxxxP', 1, my $f = pack('SCCL', 6, 0, 0, 1))) or die $!;
       socket(my $u, 1, 1, 0) or die $!; bind($u, pack_sockaddr_un('${file}')) or die $!; listen($u, 5)`,
    )
    const watch = place().nl.watch({ links: true })
    await watch.caughtUp()
    const listed = await place().sockets.listSockets({ info: true, memory: true })
    const seen = new Set(listed.flatMap((socket) => Object.keys(socket).map((key) => `${tableOf(socket)}.${key}`)))
    const rows = Object.entries(TABLES).flatMap(([name, { rows: all }]) => all.map(({ key }) => `${name}.${key}`))
    assert.deepEqual(
      rows.filter((row) => !seen.has(row) && REASONS[row] === undefined),
      [],
    )
    assert.deepEqual(
      Object.keys(REASONS).filter((row) => !rows.includes(row)),
      [],
    )
    await watch.close()
    await close()
    rmSync(folder, { recursive: true })
    client.destroy()
    server.close()
    await once(server, 'close').catch(() => undefined)
    await Promise.all([four.close(), six.close()])
  })

  it('of MPTCP are those of TCP', () => {
    const numbers = ({ rows }: { rows: readonly Attribute[] }) => rows.map(({ key, number }) => `${key} ${number}`)
    assert.deepEqual(numbers(mptcpReply), numbers(tcpReply))
  })
})
