import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NftCommands, openNftables } from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { flushByNft, runNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

const at = { family: 'ip', table: 't' } as const
const base = [
  { add: { table: { family: 'ip', name: 't' } } },
  { add: { chain: { ...at, name: 'c' } } },
  { add: { set: { ...at, name: 's', type: 'ifname' } } },
]
const rule = (...expr: unknown[]) => ({ add: { rule: { ...at, chain: 'c', expr } } })

/** Commands that have `text` somewhere, by where. */
const texts: Readonly<Record<string, (text: string) => unknown>> = {
  'the name of a table': (name) => ({ add: { table: { family: 'ip', name } } }),
  'the name of a chain': (name) => ({ add: { chain: { ...at, name } } }),
  'the comment of a table': (comment) => ({ add: { table: { family: 'ip', name: 't2', comment } } }),
  'the comment of a rule': (comment) => ({ add: { rule: { ...at, chain: 'c', expr: [], comment } } }),
  'the comment of an element': (comment) => ({
    add: { element: { ...at, name: 's', elem: [{ elem: { val: 'a', comment } }] } },
  }),
  'the comment of a counter': (comment) => ({ add: { counter: { ...at, name: 'k', comment } } }),
  'the prefix of a log': (prefix) => rule({ log: { prefix } }),
  'the name of a link in a match': (name) =>
    rule({ match: { op: '==', left: { meta: { key: 'iifname' } }, right: name } }),
  'the name of a link in a set': (name) => ({ add: { element: { ...at, name: 's', elem: [name] } } }),
  'the device of a chain': (dev) => ({
    add: { chain: { family: 'netdev', table: 'n', name: 'c', type: 'filter', hook: 'ingress', prio: 0, dev } },
  }),
  'the name of an object': (counter) => rule({ counter }),
  'the target of a jump': (target) => rule({ jump: { target } }),
}

describe('text that the kernel would cut or change', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  for (const [where, command] of Object.entries(texts))
    it(`is refused, not stored as another: ${where}`, async () => {
      flushByNft()
      await nft().apply([...base, { add: { table: { family: 'netdev', name: 'n' } } }] as NftCommands)
      const before = runNft(['list', 'ruleset']).output
      for (const [text, message] of [
        ['a\0b', /nftables\[0\]\.add\..* must not contain a NUL character/],
        ['a\ud800', /nftables\[0\]\.add\..* must not contain an unpaired surrogate/],
      ] as const)
        await assert.rejects(nft().apply([command(text)] as NftCommands), { name: 'TypeError', message })
      assert.equal(runNft(['list', 'ruleset']).output, before)
    })

  it('is refused as what is listed, too', async () => {
    await assert.rejects(nft().list({ table: 'a\0b' }), { name: 'TypeError', message: /table must be a name/ })
  })

  it('is not so with a byte order mark, which stays', async () => {
    flushByNft()
    const comment = '\ufeffhello'
    await nft().apply([
      { add: { table: { family: 'ip', name: 't', comment } } },
      { add: { chain: { ...at, name: 'c' } } },
      { add: { set: { ...at, name: 's', type: 'ifname', elem: ['\ufeffeth0', { elem: { val: 'x', comment } }] } } },
      rule(
        { log: { prefix: comment } },
        { match: { op: '==', left: { meta: { key: 'iifname' } }, right: '\ufeffeth0' } },
      ),
    ] as NftCommands)
    const { nftables } = await nft().list()
    const text = JSON.stringify(nftables)
    assert.equal(text.split(comment).length - 1, 3)
    assert.equal(text.split('\ufeffeth0').length - 1, 2)
  })
})

describe('an expression that refers to another one many times', () => {
  needs('nftables')
  const nft = oneHandle()

  /** `wide = [wide, wide]`, so many levels deep. */
  function doubled(levels: number, wrap: (both: unknown[]) => unknown, end: unknown): unknown {
    let wide = end
    for (let level = 0; level < levels; level++) wide = wrap([wide, wide])
    return wide
  }

  const mark = { meta: { key: 'mark' } }
  const shapes: Readonly<Record<string, (levels: number) => unknown>> = {
    'an operation': (levels) => doubled(levels, (both) => ({ '|': both }), 1),
    'a set in a set': (levels) => ({ set: [doubled(levels, (both) => ({ set: both }), 1)] }),
    'a list in a list': (levels) => doubled(levels, (both) => both, 1),
  }

  for (const [what, shape] of Object.entries(shapes))
    it(`is refused before it has taken all memory: ${what}`, async () => {
      const commands = [...base, rule({ match: { op: 'in', left: mark, right: shape(40) } })] as NftCommands
      await assert.rejects(nft().apply(commands), {
        name: what === 'a list in a list' ? /TypeError|RangeError/ : 'RangeError',
        message: /nftables\[3\]\.add\.rule\.expr\[0\]\.match\.right/,
      })
    })

  it('is taken where it is as deep as nft lists flags', async () => {
    const flags = Array.from({ length: 60 }, (_, bit) => 2 ** bit % 2 ** 31 || 1).reduce<unknown>(
      (all, one) => ({ '|': [all, one] }),
      0,
    )
    const elem = Array.from({ length: 4_000 }, (_, index) => ({ '|': [flags, index] }))
    await nft().apply([...base, { add: { set: { ...at, name: 'm', type: 'mark', elem } } }] as NftCommands, {
      check: true,
    })
  })
})

describe('errors of nftables', () => {
  needs('nftables')
  const nft = oneHandle()

  it('say that a table belongs to another socket', async () => {
    const owner = await openNftables()
    try {
      await owner.apply([{ add: { table: { family: 'ip', name: 'owned', flags: 'owner' } } }])
      const chain = { family: 'ip', table: 'owned', name: 'c' } as const
      await assert.rejects(nft().apply([{ add: { chain } }]), {
        code: 'EPERM',
        attribute: 'nftables[0].add.chain.table',
        message: /belongs to another socket/,
      })
      await owner.apply([{ add: { chain } }])
    } finally {
      await owner.close()
    }
  })

  it('name openNftables where it is opened', async () => {
    for (const options of [{ netns: '/nowhere/at/all' }, { timeout: -1 }, { netns: 5 as never }])
      await assert.rejects(openNftables(options), { message: /^openNftables/ })
  })
})

describe('nftables without libnftnl', () => {
  const root = join(import.meta.dirname, '../..')
  const built = process.env.NETLINK_TS_NATIVE_DIR ?? join(root, 'build/Release')

  /** What every call of a handle rejects with if the addon needs a library that does not exist. */
  function rejections(): unknown {
    const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    try {
      writeFileSync(join(folder, 'netlink.node'), readFileSync(join(built, 'netlink.node')))
      const binary = readFileSync(join(built, 'nftables.node'), 'latin1')
      writeFileSync(join(folder, 'nftables.node'), binary.replaceAll('libnftnl.so.11\0', 'libnftnl.so.1x\0'), 'latin1')
      const script = `
        const { openNftables } = await import('./lib/nftables/index.ts')
        const { createNetwork } = await import('./lib/container/index.ts')
        const nft = await openNftables()
        const table = { family: 'ip', name: 't' }
        const seen = []
        for (const call of [
          () => nft.list(),
          () => nft.apply([{ add: { table } }]),
          () => nft.apply([{ add: { rule: { family: 'ip', table: 't', chain: 'c', expr: [{ accept: null }] } } }]),
          () => nft.apply([{ list: { ruleset: null } }]),
          () => nft.flushRuleset(),
          () => nft.addElements({ family: 'ip', table: 't', set: 's' }, ['1.2.3.4']),
          () => createNetwork({ name: 'net0', subnet: '172.18.0.0/16' }),
        ]) seen.push(await call().then(() => 'done', (error) => error.name + ' ' + error.code))
        console.log(JSON.stringify(seen))
        await nft.close()`
      const env = { ...process.env, NETLINK_TS_NATIVE_DIR: folder, LD_PRELOAD: '' }
      const args = ['--import', 'tsx', '--input-type=module', '-e', script]
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })
      assert.notEqual(stdout, '', stderr)
      return JSON.parse(stdout)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  it('every call says so with its code', () => {
    assert.deepEqual(rejections(), Array(7).fill('NetlinkError ERR_NETLINK_LIBRARY'))
  })
})
