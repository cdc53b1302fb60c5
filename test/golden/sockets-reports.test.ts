import assert from 'node:assert/strict'
import { inetSocket } from '../../lib/sockets/inet.ts'
import { otherReply, tcpReply } from '../../lib/sockets/inet-message.ts'
import { vsock, xdp } from '../../lib/sockets/others.ts'
import { tcpInfo } from '../../lib/sockets/tcp-info.ts'
import { vsockReply } from '../../lib/sockets/vsock-message.ts'
import { xdpReply } from '../../lib/sockets/xdp-message.ts'
import { Bytes } from '../../lib/wire/bytes.ts'

/**
 * Replies as the headers of Linux describe them (include/uapi/linux), for attributes of protocols and congestion controls that few kernels have. They are
 * those of a little-endian machine.
 */
const HEADER = `
  02 01 02 00                                        # AF_INET, TCP_ESTABLISHED, keepalive
  0050 c350                                          # ports 80 and 50000
  0a000001 00000000 00000000 00000000                # 10.0.0.1
  0a000002 00000000 00000000 00000000                # 10.0.0.2
  05000000 07000000 01000000                         # link 5, cookie 0x100000007
  e8030000 01000000 02000000 e8030000 67120000       # 1000 ms, queues 1 and 2, uid 1000, inode 4711
`

function bytesOf(text: string): Bytes {
  const hex = text.replaceAll(/#.*/g, '').replaceAll(/\s/g, '')
  return new Bytes(Uint8Array.from(Buffer.from(hex, 'hex')).buffer)
}

const lengthOf = ({ u8 }: Bytes) => u8.length

function inet(attributes: string) {
  const bytes = bytesOf(HEADER + attributes)
  return inetSocket('tcp')(tcpReply.read(bytes, 0, lengthOf(bytes)))
}

const SOCKET = {
  protocol: 'tcp',
  family: 'inet',
  state: 'established',
  local: { address: '10.0.0.1', port: 80 },
  remote: { address: '10.0.0.2', port: 50000 },
  timer: 'keepalive',
  retrans: 0,
  expires: 1000,
  rqueue: 1,
  wqueue: 2,
  uid: 1000,
  inode: 4711,
  cookie: '0x100000007',
  link: 5,
}

const zeros = (count: number) => '00'.repeat(count)

/** An attribute, what it becomes. */
const CASES: readonly (readonly [what: string, attribute: string, fields: object])[] = [
  ['nothing but the header', '', {}],
  [
    'vegas',
    '1400 0300 01000000 05000000 e8030000 64000000',
    { vegasinfo: { enabled: true, rttcnt: 5, rtt: 1000, minrtt: 100 } },
  ],
  [
    'DCTCP',
    '1400 0900 0100 0000 00040000 0a000000 14000000',
    { dctcpinfo: { enabled: true, ceState: 0, alpha: 1024, abEcn: 10, abTot: 20 } },
  ],
  [
    'BBR with a bandwidth beyond 32 bits',
    '1800 1000 01000000 02000000 64000000 e4020000 e4020000',
    { bbrinfo: { bw: 0x2_0000_0001, minRtt: 100, pacingGain: 740, cwndGain: 740 } },
  ],
  [
    'addresses of SCTP',
    `8401 0c00 0200 0050 0a000003 ${zeros(120)}
     0a00 0051 00000000 fd000000 00000000 00000000 00000001 ${zeros(104)}
     ${zeros(128)}`,
    {
      locals: [
        { address: '10.0.0.3', port: 80 },
        { address: 'fd00::1', port: 81 },
        { address: '', port: 0 },
      ],
    },
  ],
  [
    'keys of MD5',
    `6800 1200 02 18 0300 0a000000 ${zeros(12)} 414243 ${zeros(77)}`,
    { md5sig: [{ prefix: '10.0.0.0/24', key: Uint8Array.from(Buffer.from('ABC')) }] },
  ],
  [
    'what BPF programs store',
    '1c00 1400 1800 0100 0800 0200 09000000 0c00 0300 0102030405060708',
    { skBpfStorages: [{ mapId: 9, mapValue: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }] },
  ],
  [
    'TLS of the kernel',
    '3000 1300 0800 0100 746c7300 2400 0200 0600 0100 0403 0000 0600 0200 3300 0000 0600 0300 0200 0000 0600 0400 0300 0000',
    { ulpInfo: { name: 'tls', tls: { version: '1.3', cipher: 'aes_gcm_128', txconf: 'sw', rxconf: 'hw' } } },
  ],
  ['socket options', '0600 1600 1201 0000', { sockopt: ['is_icsk', 'mc_loop', 'bind_address_no_port'] }],
  [
    'small attributes',
    '0500 0500 10 000000 0500 0600 20 000000 0500 0800 03 000000 0500 0b00 01 000000 0800 0f00 07000000 0800 1100 01000100 0c00 1500 2a00000000000000',
    { tos: 16, tclass: 32, shutdown: ['rcv', 'send'], skv6only: true, mark: 7, classId: 0x10001, cgroupId: 42 },
  ],
]

describe('reports of sockets', () => {
  for (const [what, attribute, fields] of CASES)
    it(`read ${what}`, () => {
      assert.deepEqual(inet(attribute), { ...SOCKET, ...fields })
    })

  it('read the number of the IP protocol of raw sockets', () => {
    const bytes = bytesOf(`${HEADER} 0500 0a00 01 000000`)
    const { rawProtocol, protocol } = inetSocket('raw')(otherReply.read(bytes, 0, lengthOf(bytes)) as never) as never
    assert.deepEqual([protocol, rawProtocol], ['raw', 1])
  })

  it('read XDP sockets', () => {
    const bytes = bytesOf(`
      2c 03 0000 67120000 07000000 00000000              # AF_XDP, SOCK_RAW, inode, cookie
      0c00 0100 05000000 02000000                        # XDP_DIAG_INFO
      0800 0200 e8030000                                 # XDP_DIAG_UID
      0800 0300 00080000 0800 0400 00040000              # rings
      2c00 0500 0000400000000000 01000000 00040000 00100000 00000000 05000000 02000000 01000000 01000000
      0800 0600 00080000 0800 0700 00080000
      3400 0900 0100000000000000 0200000000000000 0300000000000000 0400000000000000 0500000000000000 0600000000000000
    `)
    assert.deepEqual(xdp.answer(xdpReply.read(bytes, 0, lengthOf(bytes)) as never), {
      ...{ protocol: 'xdp', family: 'xdp', type: 'raw', inode: 4711, cookie: '0x7', link: 5, uid: 1000 },
      info: { ifindex: 5, queueId: 2 },
      ...{ rxRing: { entries: 2048 }, txRing: { entries: 1024 } },
      umem: {
        ...{ size: 0x400000, id: 1, numPages: 1024, chunkSize: 4096, headroom: 0, ifindex: 5, queueId: 2 },
        ...{ flags: ['zerocopy'], refs: 1 },
      },
      ...{ umemFillRing: { entries: 2048 }, umemCompletionRing: { entries: 2048 } },
      stats: { nRxDropped: 1, nRxInvalid: 2, nRxFull: 3, nFillRingEmpty: 4, nTxInvalid: 5, nTxRingEmpty: 6 },
    })
  })

  it('read sockets between virtual machines and their host', () => {
    const bytes = bytesOf('28 01 0a 01 02000000 50000000 ffffffff ffffffff 67120000 07000000 00000000')
    assert.deepEqual(vsock.answer(vsockReply.read(bytes, 0, lengthOf(bytes)) as never), {
      ...{ protocol: 'vsock', family: 'vsock', type: 'stream', state: 'listen', shutdown: ['rcv'], inode: 4711 },
      ...{ cookie: '0x7', local: { cid: 2, port: 80 }, remote: { cid: 0xffff_ffff, port: 0xffff_ffff } },
    })
  })

  it('read the information of TCP of older kernels as far as it goes', () => {
    const whole = new Bytes(Uint8Array.from({ length: 280 }, (_, i) => i & 0x7f).buffer)
    const newest = tcpInfo.read(whole, 0, 280)
    for (const length of [280, 248, 240, 232, 192, 104, 8]) {
      const keys = Object.keys(tcpInfo.read(whole, 0, length))
      assert.ok(keys.every((key) => newest[key as keyof typeof newest] !== undefined))
      assert.equal(keys.includes('sndWnd'), length >= 232)
      assert.equal(keys.includes('rcvWnd'), length >= 236)
      assert.equal(keys.includes('accecn'), length >= 280)
      assert.ok(keys.includes('sndWscale'))
    }
    assert.deepEqual([newest.sndWscale, newest.rcvWscale, newest.deliveryRateAppLimited], [6, 0, true])
  })
})
