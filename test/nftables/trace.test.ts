import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import {
  ip,
  match,
  type NftRule,
  type PacketTrace,
  range,
  type TraceEvent,
  type TraceOptions,
  type TraceSelection,
  type TraceStep,
  udp,
} from '../../lib/nftables/index.ts'
import { addon } from '../../lib/transport/native.ts'
import { nft as byNft } from '../support/nft.ts'
import { until } from '../support/until.ts'
import { eachMonitored } from './support/monitored.ts'

const RULES = `
table inet t {
  chain in { type filter hook input priority 0; policy accept;
    udp dport 5000 counter jump sub
    udp dport 5001 drop
    udp dport 5002 goto sub
    udp dport 5003 reject
    udp dport 5004 jump ret
  }
  chain sub { ip saddr 127.0.0.1 counter; }
  chain ret { ip saddr 127.0.0.1 return; }
}
`

describe('a trace of packets', () => {
  const { here, nft, monitor } = eachMonitored(RULES)

  const tables = () => here().run('nft list tables')
  const sh = (ports: readonly number[]) =>
    here().sh(`for i in ${ports.join(' ')}; do printf x | timeout 1 bash -c "cat >/dev/udp/127.0.0.1/$i"; done`)

  /** Packets of one socket, some of which are refused. */
  const burst = (port: number, count: number) =>
    here().sh(`python3 -c "
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, 11, 1)
for i in range(${count}):
  try: s.sendto(b'x', ('127.0.0.1', ${port}))
  except OSError: s.sendto(b'x', ('127.0.0.1', ${port}))
"`)

  /** Traces in the background; resolves when the table is there. */
  async function begun(what: TraceSelection, options?: TraceOptions) {
    const events: TraceEvent[] = []
    const iterator = nft().trace(what, options)
    const reading = (async () => {
      for await (const event of iterator) events.push(event)
    })()
    reading.catch(() => undefined)
    await until('the table', () => tables().includes('netlink-ts-trace'))
    return { events, iterator, reading }
  }

  const packets = (events: readonly TraceEvent[]) =>
    events.filter((event): event is PacketTrace => event.type === 'packet')

  const portOf = ({ transportHeader }: PacketTrace) => Buffer.from(transportHeader as Uint8Array).readUInt16BE(2)

  /** Lines of `nft monitor trace`. */
  async function judge(): Promise<string[]> {
    const lines = monitor('-nn', 'trace')
    await until('the socket of nft', () => /^\S+ +12 +\d+ +00000100/m.test(here().run('cat /proc/net/netlink')))
    return lines
  }

  /** The steps of each packet, by its number: `in rule 5 drop`. */
  function theirs(lines: readonly string[]): Map<string, string[]> {
    const out = new Map<string, string[]>()
    for (const line of lines) {
      const [, id, where, rest] = /^trace id (\w+) (inet t \w+) (.*)$/.exec(line) ?? []
      const step = /^rule .*\(verdict (.*)\)$|^(policy \w+)/.exec(rest ?? '')
      if (step === null) continue
      out.set(id as string, [...(out.get(id as string) ?? []), `${where} ${step[1] ?? step[2]}`])
    }
    return out
  }

  function lineOf({ type, family, table, chain, verdict }: TraceStep): string {
    const [[word, to]] = Object.entries(verdict) as [[string, { target: string } | null]]
    return `${family} ${table} ${chain} ${type === 'policy' ? 'policy ' : ''}${word}${to === null ? '' : ` ${to.target}`}`
  }

  it('yields each packet with its way, as `nft monitor trace` shows it', async () => {
    const lines = await judge()
    const { events, iterator, reading } = await begun(match(udp.dport, '==', range(5000, 5005)))
    sh([5000, 5001, 5002, 5003, 5004, 5006])
    await until('all packets', () => packets(events).length === 5)
    await until('all of nft', () => lines.some((one) => /5003 reject/.test(one)))
    await iterator.return?.()
    await reading
    const expected = theirs(lines)
    assert.deepEqual(
      new Map(packets(events).map(({ id, steps }) => [id, steps.map(lineOf)])),
      new Map(packets(events).map(({ id }) => [id, expected.get(id)])),
    )
    const byPort = new Map(packets(events).map((packet) => [portOf(packet), packet.steps.map(lineOf)]))
    assert.deepEqual(Object.fromEntries(byPort), {
      5000: ['inet t in jump sub', 'inet t sub continue', 'inet t in policy accept'],
      5001: ['inet t in drop'],
      5002: ['inet t in goto sub', 'inet t sub continue', 'inet t in policy accept'],
      5003: ['inet t in drop'],
      5004: ['inet t in jump ret', 'inet t ret return', 'inet t in policy accept'],
    })
    const rules = here().run('nft -a list table inet t')
    for (const { handle } of packets(events).flatMap(({ steps }) => steps.filter(({ type }) => type === 'rule')))
      assert.match(rules, new RegExp(`# handle ${handle}$`, 'm'))
    assert.ok(packets(events).every(({ iif, networkHeader }) => iif === 1 && networkHeader?.[0] === 0x45))
  }).timeout('30s')

  it('yields every packet of a connection, although the kernel gives some of them the same number', async () => {
    const { events, iterator } = await begun(match(udp.dport, '==', 5000))
    burst(5000, 200)
    await until('all packets', () => packets(events).length >= 200)
    assert.equal(new Set(packets(events).map(({ steps }) => steps.length)).size, 1)
    const idOf = ({ networkHeader }: PacketTrace) => Buffer.from(networkHeader as Uint8Array).readUInt16BE(4)
    assert.equal(new Set(packets(events).map(idOf)).size, packets(events).length)
    await iterator.return?.()
  }).timeout('30s')

  it('ignores packets that other rules trace', async () => {
    byNft(
      'add chain inet t pre { type filter hook prerouting priority -300; }\nadd rule inet t pre udp dport 5000-5001 meta nftrace set 1',
      here().path,
    )
    const lines = await judge()
    const { events, iterator } = await begun(match(udp.dport, '==', 5001))
    sh([5000, 5001])
    await until('both packets of nft', () => theirs(lines).size >= 2)
    await until('our packet', () => packets(events).length > 0)
    await setTimeout(100)
    assert.deepEqual(packets(events).map(portOf), [5001])
    await iterator.return?.()
  }).timeout('30s')

  it('says where packets were lost', async () => {
    const iterator = nft().trace(match(udp.dport, '==', 5001), { buffer: 16384 })
    const first = iterator.next()
    await until('the table', () => tables().includes('netlink-ts-trace'))
    sh([5001])
    assert.equal((await first).value?.type, 'packet')
    burst(5001, 100)
    const events: TraceEvent[] = []
    for await (const event of iterator) {
      events.push(event)
      if (event.type === 'lost') break
    }
    assert.ok(events.length < 100, `${events.length} events`)
  }).timeout('30s')

  it('selects packets by the matches of a rule', async () => {
    const { nftables } = await nft().list({ table: 't', kind: 'rule' })
    const rules = nftables.map((object) => (object as { rule: NftRule }).rule)
    const dropping = rules.find(({ expr }) => JSON.stringify(expr).includes('drop')) as NftRule
    const { events, iterator } = await begun(dropping)
    sh([5000, 5001])
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
    const two = nft().trace(what)
    const loop = (async () => {
      for await (const _ of two) break
    })()
    await until('the table', () => tables().includes('netlink-ts-trace'))
    sh([5000])
    await loop
    assert.ok(!tables().includes('netlink-ts-trace'))
    const control = new AbortController()
    const three = await begun(what, { signal: control.signal })
    await gone(() => control.abort(new Error('on purpose')))
    await assert.rejects(three.reading, /on purpose/)
    const four = await begun(what)
    await gone(() => nft().close())
    await assert.rejects(four.reading, { code: 'ERR_NETLINK_CLOSED' })
  }).timeout('30s')

  it('uses a table that the kernel deletes with its socket', async () => {
    const { iterator } = await begun(match(ip.daddr, '==', '127.0.0.1'))
    const [name] = /netlink-ts-trace\S*/.exec(tables()) as RegExpExecArray
    assert.match(here().run(`nft list table inet ${name}`), /flags owner/)
    await iterator.return?.()
  })

  it('to which nothing refers leaves neither its table nor a descriptor', async () => {
    await nft().list()
    const before = addon().stats().descriptors
    const abandon = async () => {
      const iterator = nft().trace(match(udp.dport, '==', 5000), { settle: 1 })
      const first = iterator.next()
      await until('the table', () => tables().includes('netlink-ts-trace'))
      sh([5000])
      await first
    }
    await abandon()
    assert.ok(addon().stats().descriptors > before)
    await until('the end of the table', () => {
      globalThis.gc?.()
      return addon().stats().descriptors <= before && !tables().includes('netlink-ts-trace')
    })
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
      await assert.rejects(
        nft()
          .trace(what as TraceSelection, options as TraceOptions)
          .next(),
        { message },
      )
    assert.ok(!tables().includes('netlink-ts-trace'))
  })
})
