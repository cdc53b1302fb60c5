import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket, TcpInfo } from '../../lib/sockets/index.ts'
import { needsHere } from '../support/needs.ts'
import { type Connection, connected, eachSocketPlace } from './support/place.ts'
import { parsed } from './support/ss.ts'

/** Fields of tcp_info beside what ss -i prints of them; times in milliseconds with decimals. */
const SHOWN: readonly (readonly [word: string, text: (info: Required<TcpInfo>) => string])[] = [
  ['wscale', ({ sndWscale, rcvWscale }) => `${sndWscale},${rcvWscale}`],
  ['mss', ({ sndMss }) => String(sndMss)],
  ['pmtu', ({ pmtu }) => String(pmtu)],
  ['rcvmss', ({ rcvMss }) => String(rcvMss)],
  ['advmss', ({ advmss }) => String(advmss)],
  ['cwnd', ({ sndCwnd }) => String(sndCwnd)],
  ['ssthresh', ({ sndSsthresh }) => String(sndSsthresh)],
  ['bytes_sent', ({ bytesSent }) => String(bytesSent)],
  ['bytes_acked', ({ bytesAcked }) => String(bytesAcked)],
  ['bytes_received', ({ bytesReceived }) => String(bytesReceived)],
  ['bytes_retrans', ({ bytesRetrans }) => String(bytesRetrans)],
  ['segs_out', ({ segsOut }) => String(segsOut)],
  ['segs_in', ({ segsIn }) => String(segsIn)],
  ['data_segs_out', ({ dataSegsOut }) => String(dataSegsOut)],
  ['data_segs_in', ({ dataSegsIn }) => String(dataSegsIn)],
  ['delivered', ({ delivered }) => String(delivered)],
  ['rcv_space', ({ rcvSpace }) => String(rcvSpace)],
  ['rcv_ssthresh', ({ rcvSsthresh }) => String(rcvSsthresh)],
  ['snd_wnd', ({ sndWnd }) => String(sndWnd)],
  ['minrtt', ({ minRtt }) => String(minRtt / 1000)],
  ['rto', ({ rto }) => String(rto / 1000)],
  ['ato', ({ ato }) => String(ato / 1000)],
  ['rtt', ({ rtt, rttvar }) => `${rtt / 1000}/${rttvar / 1000}`],
  ['busy', ({ busyTime }) => `${Math.floor(busyTime / 1000)}ms`],
  ['notsent', ({ notsentBytes }) => String(notsentBytes)],
  ['unacked', ({ unacked }) => String(unacked)],
  ['dsack_dups', ({ dsackDups }) => String(dsackDups)],
  ['reord_seen', ({ reordSeen }) => String(reordSeen)],
  ['rcv_ooopack', ({ rcvOoopack }) => String(rcvOoopack)],
  ['rcv_rtt', ({ rcvRtt }) => String(rcvRtt / 1000)],
  ['retrans', ({ retrans, totalRetrans }) => `${retrans}/${totalRetrans}`],
  ['backoff', ({ backoff }) => String(backoff)],
  ['lost', ({ lost }) => String(lost)],
  ['app_limited', ({ deliveryRateAppLimited }) => (deliveryRateAppLimited ? 'app_limited' : '')],
  ['ts', ({ options }) => (options.includes('timestamps') ? 'ts' : '')],
  ['sack', ({ options }) => (options.includes('sack') ? 'sack' : '')],
]

/** Words that ss prints of any connection. */
const ALWAYS = [
  'wscale',
  'mss',
  'pmtu',
  'cwnd',
  'segs_out',
  'segs_in',
  'rtt',
  'rto',
  'rcv_space',
  'snd_wnd',
  'minrtt',
  'sack',
]

async function exchanged({ client, accepted }: Connection): Promise<void> {
  client.write('x'.repeat(70_000))
  let length = 0
  while (length < 70_000) length += ((await once(accepted, 'data')) as [Buffer])[0].length
  accepted.write('answer')
  await once(client, 'data')
}

describe('the information of TCP', () => {
  const place = eachSocketPlace()

  it('is that which ss -i prints, field by field', async () => {
    const connection = await connected(place())
    await exchanged(connection)
    const filter = { protocol: 'tcp', states: ['established'], info: true } as const
    const before = await place().sockets.listSockets(filter)
    const lines = place().ss('-t', '-i', '-e').map(parsed)
    const after = await place().sockets.listSockets(filter)
    assert.equal(lines.length, 2)
    let compared = 0
    for (const { words } of lines) {
      const of = (sockets: Socket<'tcp'>[]) => sockets.find(({ cookie }) => cookie === `0x${words.get('sk')}`)
      const [one, other] = [of(before)?.info, of(after)?.info] as [Required<TcpInfo>, Required<TcpInfo>]
      assert.equal(one.state, 'established')
      assert.deepEqual(
        ALWAYS.filter((word) => !words.has(word)),
        [],
      )
      for (const [word, text] of SHOWN) {
        const shown = words.get(word)
        // What changed meanwhile cannot be compared.
        if (shown === undefined || text(one) !== text(other)) continue
        assert.equal(text(one), shown, word)
        compared++
      }
    }
    assert.ok(compared > 40, `${compared} fields were compared`)
    await connection.close()
  })

  it('comes with the congestion control, its state, and the type of service', async () => {
    const connection = await connected(place(), '::1')
    await exchanged(connection)
    const listed = await place().sockets.listSockets({ protocol: 'tcp', states: ['established'], info: true })
    const [line] = place().ss('-t', '-i', '-e').map(parsed)
    const socket = listed.find(({ cookie }) => cookie === `0x${line?.words.get('sk')}`)
    assert.ok(line?.words.has(socket?.cong ?? 'none'), `${socket?.cong} is among the words of ss`)
    assert.equal(socket?.tos, 0)
    assert.equal(socket?.tclass, 0)
    const [bbr] = [...(line?.words ?? [])].filter(([word]) => word === 'bbr' || word === 'cubic')
    assert.ok(bbr !== undefined)
    await connection.close()
  })

  it('of BBR is that of ss', async function () {
    needsHere(this, 'bbr')
    place().sh('sysctl -qw net.ipv4.tcp_congestion_control=bbr')
    const connection = await connected(place())
    await exchanged(connection)
    const listed = await place().sockets.listSockets({ protocol: 'tcp', states: ['established'], info: true })
    const lines = place().ss('-t', '-i', '-e').map(parsed)
    for (const { words } of lines) {
      const { cong, bbrinfo } = listed.find(({ cookie }) => cookie === `0x${words.get('sk')}`) ?? {}
      assert.equal(cong, 'bbr')
      const shown = /pacing_gain:([\d.]+),cwnd_gain:([\d.]+)/.exec([...words].map((pair) => pair.join(':')).join(' '))
      assert.ok(shown !== null && bbrinfo !== undefined)
      assert.ok(Math.abs(bbrinfo.pacingGain / 256 - Number(shown[1])) < 0.01)
      assert.ok(Math.abs(bbrinfo.cwndGain / 256 - Number(shown[2])) < 0.01)
    }
    await connection.close()
  })

  it('is absent unless it is asked for', async () => {
    const connection = await connected(place())
    for (const socket of await place().sockets.listSockets({ protocol: 'tcp' })) {
      assert.equal(socket.info, undefined)
      assert.equal(socket.cong, undefined)
      assert.equal(socket.skmeminfo, undefined)
    }
    await connection.close()
  })
})
