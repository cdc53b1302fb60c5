import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import {
  ip,
  match,
  type Nftables,
  type NftRule,
  openNftables,
  type PacketTrace,
  type TraceEvent,
  type TraceOptions,
  type TraceSelection,
  udp,
} from '../../lib/nftables/index.ts'
import { foreign } from '../support/answer.ts'
import { needs } from '../support/needs.ts'
import { nft as byNft } from '../support/nft.ts'
import { eachPlace } from '../support/place.ts'
import { until } from '../support/until.ts'

const RULES = `
table inet t {
  chain in { type filter hook input priority 0; policy accept;
    udp dport 5000 counter jump sub
    udp dport 5001 drop
  }
  chain sub { ip saddr 127.0.0.1 counter; }
}
`

describe('a trace of packets', () => {
  needs('command nft', 'nftables')
  const here = eachPlace('ip link set lo up')
  let nft: Nftables
  let monitor: ChildProcess | undefined

  beforeEach(async () => {
    nft = await openNftables({ netns: here().netns })
    byNft(RULES, here().path)
  })
  afterEach(async () => {
    monitor?.kill()
    await nft.close()
  })

  const tables = () => here().run('nft list tables')
  const send = (port: number) => here().sh(`printf x | timeout 1 bash -c 'cat >/dev/udp/127.0.0.1/${port}'`)

  /** Traces in the background; resolves when the table is there. */
  async function begun(what: TraceSelection, options?: TraceOptions) {
    const events: TraceEvent[] = []
    const iterator = nft.trace(what, options)
    const reading = (async () => {
      for await (const event of iterator) events.push(event)
    })()
    reading.catch(() => undefined)
    await until('the table', () => tables().includes('netlink-ts-trace'))
    return { events, iterator, reading }
  }

  const packets = (events: readonly TraceEvent[]) =>
    events.filter((event): event is PacketTrace => event.type === 'packet')

  it('yields each packet with its way, as `nft monitor trace` shows it', async () => {
    const lines: string[] = []
    monitor = spawn('nsenter', [`--net=${here().path}`, 'stdbuf', '-oL', 'nft', '-nn', 'monitor', 'trace'], {
      env: foreign() as NodeJS.ProcessEnv,
    })
    monitor.stdout?.on('data', (data: Buffer) => lines.push(...String(data).split('\n')))
    await setTimeout(300)
    const { events, iterator, reading } = await begun(match(udp.dport, '==', { set: [5000, 5001] }))
    send(5000)
    send(5001)
    send(5002)
    await until('both packets', () => packets(events).length === 2 && lines.some((one) => one.includes('5001 drop')))
    await iterator.return?.()
    await reading
    const theirs = lines.flatMap((one) => {
      const found = /^trace id (\w+) inet t (\w+) (rule|return|policy|verdict).*?(?:verdict|policy) (\w+)/.exec(one)
      return found === null ? [] : [found.slice(1).join(' ')]
    })
    const [first, second] = packets(events) as [PacketTrace, PacketTrace]
    const ours = [first, second].flatMap(({ id, steps }) =>
      steps.map(({ chain, type, verdict }) => `${id} ${chain} ${type} ${Object.keys(verdict)[0]}`),
    )
    const shown = (one: string) => ours.some((mine) => mine === one.replace(' verdict ', ' return '))
    assert.ok(theirs.length >= 3 && theirs.every(shown), `${theirs.join('\n')}\n\n${ours.join('\n')}`)
    assert.deepEqual(
      [first, second].map(({ steps }) =>
        steps.map(({ chain, type, verdict }) => [chain, type, Object.keys(verdict)[0]]),
      ),
      [
        [
          ['in', 'rule', 'jump'],
          ['sub', 'rule', 'continue'],
          ['sub', 'return', 'continue'],
          ['in', 'policy', 'accept'],
        ],
        [['in', 'rule', 'drop']],
      ],
    )
    const header = second.transportHeader as Uint8Array
    assert.equal(new DataView(header.buffer, header.byteOffset).getUint16(2), 5001)
  }).timeout('30s')

  it('takes a rule for its matches', async () => {
    const { nftables } = await nft.list({ table: 't', kind: 'rule' })
    const rules = nftables.map((object) => (object as { rule: NftRule }).rule)
    const dropping = rules.find(({ expr }) => JSON.stringify(expr).includes('drop')) as NftRule
    const { events, iterator } = await begun(dropping)
    send(5000)
    send(5001)
    await until('the packet', () => packets(events).length > 0)
    await setTimeout(100)
    assert.deepEqual(
      packets(events).map(({ steps }) => steps.map(({ handle }) => handle)),
      [[dropping.handle]],
    )
    await iterator.return?.()
  })

  it('deletes its table at the end: by return, break, its signal, with its handle', async () => {
    const what = match(ip.daddr, '==', '127.0.0.1')
    const gone = async (iterator: () => unknown) => {
      await iterator()
      await until('the end of the table', () => !tables().includes('netlink-ts-trace'))
    }
    const one = await begun(what)
    await gone(() => one.iterator.return?.())
    const two = nft.trace(what)
    const loop = (async () => {
      for await (const _ of two) break
    })()
    await until('the table', () => tables().includes('netlink-ts-trace'))
    send(5000)
    await loop
    assert.ok(!tables().includes('netlink-ts-trace'))
    const control = new AbortController()
    const three = await begun(what, { signal: control.signal })
    await gone(() => control.abort(new Error('on purpose')))
    await assert.rejects(three.reading, /on purpose/)
    const four = await begun(what)
    await gone(() => nft.close())
    await assert.rejects(four.reading, { code: 'ERR_NETLINK_CLOSED' })
  }).timeout('30s')

  it('refuses what selects no packets, before a table is made', async () => {
    const refused: readonly (readonly [unknown, unknown, RegExp])[] = [
      ['x', {}, /^trace: expected a rule, a match or an array of matches, got 'x'/],
      [[{ accept: null }], {}, /^trace: expected a rule, a match or an array of matches, got an object/],
      [{ family: 'netdev', expr: [] }, {}, /^trace: family must be one of inet, ip, ip6, bridge, not 'netdev'/],
      [match(udp.dport, '==', 5), { settle: -1 }, /^trace: settle must be a whole number from 0/],
      [match(udp.dport, '==', 5), { settel: 1 }, /^trace: unknown option 'settel'/],
    ]
    for (const [what, options, message] of refused)
      await assert.rejects(nft.trace(what as TraceSelection, options as TraceOptions).next(), { message })
    assert.ok(!tables().includes('netlink-ts-trace'))
  })
})
