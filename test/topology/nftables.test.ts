import assert from 'node:assert/strict'
import type { NetlinkError, PlanStep, RollbackReport, Topology } from '../../lib/index.ts'
import { drop, ip, match, meta, type NftCommands, named } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { nft, nftJson } from '../support/nft.ts'
import { eachPlace } from '../support/place.ts'

const owner = { protocol: 77, tag: 'my-app' }
const within = { family: 'inet', table: 'filter' } as const

/** A table with a set, a chain and a rule. */
const FILTER = [
  { table: { family: 'inet', name: 'filter', comment: 'of a test' } },
  { set: { ...within, name: 'blocked', type: 'ipv4_addr', flags: ['interval'], elem: ['10.9.0.9', '10.9.1.1'] } },
  { chain: { ...within, name: 'in', type: 'filter', hook: 'input', prio: 'filter', policy: 'accept' } },
  { rule: { ...within, chain: 'in', expr: [match(ip.saddr, '==', named('blocked')), { counter: null }, drop()] } },
] satisfies NftCommands
const OTHER = [
  { table: { family: 'ip', name: 'other' } },
  { chain: { family: 'ip', table: 'other', name: 'out', type: 'filter', hook: 'output', prio: 0 } },
  { rule: { family: 'ip', table: 'other', chain: 'out', expr: [{ counter: null }] } },
] satisfies NftCommands

/** The same table in other words. */
const SAME = [
  { add: { table: { family: 'inet', name: 'filter', comment: 'of a test' } } },
  { add: { chain: { ...within, name: 'in', type: 'filter', hook: 'input', prio: 0 } } },
  { add: { set: { ...within, name: 'blocked', type: 'ipv4_addr', flags: 'interval' } } },
  { add: { element: { ...within, name: 'blocked', elem: [{ prefix: { addr: '10.9.1.1', len: 32 } }, '10.9.0.9'] } } },
  {
    add: {
      rule: {
        ...within,
        chain: 'in',
        expr: [match(ip.saddr, '==', '@blocked'), { counter: { packets: 7, bytes: 9 } }, drop()],
      },
    },
  },
] satisfies NftCommands

type Failed = NetlinkError & { step?: PlanStep; rollback: RollbackReport }

describe('tables of a topology', () => {
  needs('command nft', 'nftables')
  const place = eachPlace()
  /** Table by table, in no particular order. */
  const ruleset = () =>
    nft('list ruleset', place().path)
      .split(/^(?=table )/m)
      .sort()
      .join('')

  it('are created, with the mark of the owner, and then compared in whatever words they are', async () => {
    const { nl, path } = place()
    await nl.applyTopology({ nftables: FILTER }, { owner })
    assert.deepEqual(
      nftJson('list ruleset', path).map((one) => Object.keys(one)[0]),
      ['metainfo', 'table', 'set', 'chain', 'rule'],
    )
    assert.match(ruleset(), /table inet filter \{\n\tcomment "my-app: of a test"/)
    for (const nftables of [FILTER, SAME, { nftables: FILTER }])
      assert.deepEqual((await nl.planTopology({ nftables }, { owner })).steps, [])
  })

  it('are replaced if they differ, the others with their counters and handles stay', async () => {
    const { nl, path, run } = place()
    await nl.applyTopology({ nftables: [...FILTER, ...OTHER] }, { owner })
    nft('delete rule ip other out handle 2; add rule ip other out counter packets 5 bytes 500', path)
    const before = run('nft -a list table ip other')
    nft('add element inet filter blocked { 10.9.2.2 }; add rule inet filter in drop', path)
    const differences = await nl.checkTopology({ nftables: [...FILTER, ...OTHER] }, { owner })
    assert.deepEqual(
      differences.map(({ subject, message }) => `${subject} ${message}`),
      ['nftables[0] differs in sets.blocked, chains.in'],
    )
    const { plan } = await nl.applyTopology({ nftables: [...FILTER, ...OTHER] }, { owner })
    assert.deepEqual(
      plan.steps.map(({ verb, reason }) => [verb, reason]),
      [['apply', 'differs']],
    )
    assert.equal(run('nft -a list table ip other'), before)
    assert.doesNotMatch(ruleset(), /10\.9\.2\.2/)
  })

  it('keep the elements that rules add, and those that expire', async () => {
    const { nl, path } = place()
    const at = { family: 'ip', table: 'live' } as const
    const wanted: Topology = {
      nftables: [
        { table: { family: 'ip', name: 'live' } },
        { set: { ...at, name: 'seen', type: 'ipv4_addr', flags: ['dynamic', 'timeout'], timeout: 60 } },
        { set: { ...at, name: 'some', type: 'ipv4_addr', flags: ['timeout'], elem: ['10.0.0.1'] } },
        { chain: { ...at, name: 'in', type: 'filter', hook: 'input', prio: 0 } },
        { rule: { ...at, chain: 'in', expr: [{ set: { op: 'update', elem: ip.saddr, set: '@seen' } }] } },
      ],
    }
    await nl.applyTopology(wanted, { owner })
    nft('add element ip live seen { 10.0.0.7 }; add element ip live some { 10.0.0.8 timeout 60s }', path)
    assert.deepEqual((await nl.planTopology(wanted, { owner })).steps, [])
    nft('add element ip live some { 10.0.0.9 }', path)
    assert.deepEqual((await nl.checkTopology(wanted, { owner }))[0]?.message, 'differs in sets.some')
  })

  it('of others stay, and are not taken unless by force', async () => {
    const { nl, path } = place()
    nft('add table ip foreign { chain c { counter; }; }; add table inet filter { chain in { }; }', path)
    const before = ruleset()
    await assert.rejects(nl.applyTopology({ nftables: [...OTHER, ...FILTER] }, { owner }), {
      code: 'ERR_NETLINK_CONFLICT',
      attribute: 'nftables[3].table',
    })
    assert.equal(ruleset(), before)
    const applied = await nl.applyTopology({ nftables: FILTER }, { owner, force: true })
    assert.match(ruleset(), /table ip foreign/)
    await applied.rollback()
    assert.equal(ruleset(), before)
    await nl.removeTopology({ owner })
    assert.equal(ruleset(), before)
  })

  it('that are as wanted stay with their owner', async () => {
    const { nl, path } = place()
    nft('add table ip other { chain out { type filter hook output priority 0; counter; }; }', path)
    assert.deepEqual((await nl.planTopology({ nftables: OTHER }, { owner })).steps, [])
    await nl.removeTopology({ owner })
    assert.match(ruleset(), /table ip other/)
  })

  it('are removed if the list does not contain them, and stay without a list', async () => {
    const { nl } = place()
    await nl.applyTopology({ nftables: [...FILTER, ...OTHER] }, { owner })
    assert.deepEqual((await nl.planTopology({}, { owner })).steps, [])
    await nl.applyTopology({ nftables: OTHER }, { owner })
    assert.doesNotMatch(ruleset(), /inet filter/)
    const { steps } = await nl.removeTopology({ owner })
    assert.deepEqual(
      steps.map(({ reason }) => reason),
      ['unwanted'],
    )
    assert.equal(ruleset(), '')
  })

  it('are captured, and applied again change nothing', async () => {
    const { nl } = place()
    const wanted = { nftables: [...FILTER, ...OTHER] }
    await nl.applyTopology(wanted, { owner })
    const captured = await nl.captureTopology({ owner, nftables: true })
    assert.deepEqual(captured.nftables?.[0 as never], {
      table: { family: 'inet', name: 'filter', comment: 'of a test' },
    })
    assert.deepEqual((await nl.planTopology(captured, { owner })).steps, [])
    assert.equal('nftables' in (await nl.captureTopology({ owner })), false)
    const everything = await nl.captureTopology({ nftables: true })
    assert.deepEqual((await nl.planTopology(everything, { owner: { protocol: 78, tag: 'another' } })).steps, [])
  })

  it('are made before links come up and packets are forwarded, and deleted after their links', async () => {
    const { nl } = place()
    const lo = { up: true, addresses: ['127.0.0.9/32'] }
    const wanted: Topology = {
      links: { lo, b0: { kind: 'bridge', up: true } },
      sysctls: { 'net.ipv4.ip_forward': 1 },
      nftables: FILTER,
    }
    const { plan } = await nl.applyTopology(wanted, { owner })
    const verbs = plan.steps.map(({ verb, arguments: [, change] }) => `${verb}${'up' in Object(change) ? ' up' : ''}`)
    assert.deepEqual(verbs, ['createLink', 'apply', 'setSysctls', 'addAddress', 'setLink up', 'setLink up'])
    const { steps } = await nl.planTopology({ links: {}, nftables: [] }, { owner })
    assert.deepEqual(
      steps.map(({ verb }) => verb),
      ['deleteAddress', 'deleteLink', 'apply'],
    )
  })

  it('refer to links that are made in the same call, and follow them when they are made again', async () => {
    const { nl, path } = place()
    const at = { family: 'ip', table: 'links' } as const
    const wanted = (id: number): Topology => ({
      links: { vx: { kind: 'vxlan', data: { id, port: 4789 } } },
      nftables: [
        { table: { family: 'ip', name: 'links' } },
        { chain: { ...at, name: 'in', type: 'filter', hook: 'input', prio: 0 } },
        { rule: { ...at, chain: 'in', expr: [match(meta.iif, '==', 'vx'), drop()] } },
      ],
    })
    await nl.applyTopology(wanted(5), { owner })
    const { plan } = await nl.applyTopology(wanted(6), { owner })
    assert.deepEqual(
      plan.steps.map(({ verb }) => verb),
      ['deleteLink', 'createLink', 'apply'],
    )
    assert.match(nft('list ruleset', path), /iif "vx" drop/)
  })

  it('come back with their counters and elements if a change fails', async () => {
    const { nl, path } = place()
    await nl.applyTopology({ nftables: [...FILTER, ...OTHER] }, { owner })
    nft('delete rule ip other out handle 2; add rule ip other out counter packets 5 bytes 500', path)
    const before = ruleset()
    const failing: Topology = {
      nftables: FILTER.slice(0, 3),
      rules: [{ src: '10.0.0.0/8', action: 'goto', goto: 1, priority: 900 }],
    }
    await assert.rejects(nl.applyTopology(failing, { owner }), (thrown: Failed) => {
      assert.deepEqual([thrown.code, thrown.rollback], ['EINVAL', { complete: true, left: [] }])
      return true
    })
    assert.equal(ruleset(), before)
    const applied = await nl.applyTopology({ nftables: [] }, { owner })
    assert.equal(ruleset(), '')
    await applied.rollback()
    assert.equal(ruleset(), before)
  })

  it('that the kernel refuses are named by their step, and nothing of them is there', async () => {
    const { nl } = place()
    const missing = { rule: { ...within, chain: 'in', expr: [{ counter: 'nowhere' }] } }
    await assert.rejects(
      nl.applyTopology({ nftables: [...OTHER, ...FILTER, missing] }, { owner }),
      (thrown: Failed) => {
        assert.deepEqual([thrown.code, thrown.step?.subject], ['ENOENT', 'nftables[3]'])
        return true
      },
    )
    assert.equal(ruleset(), '')
  })

  it('are made by the commands of the plan', async () => {
    const { nl, sh } = place()
    const wanted: Topology = { nftables: [{ table: { family: 'inet', name: 'filter' } }, ...FILTER.slice(1), ...OTHER] }
    sh(String(await nl.planTopology(wanted, { owner })))
    assert.deepEqual((await nl.planTopology(wanted, { owner, force: true })).steps, [])
  })
})
