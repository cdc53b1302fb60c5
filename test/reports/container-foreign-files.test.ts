import assert from 'node:assert/strict'
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Network } from '../../lib/container/index.ts'
import { eachTestHost, elements } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'

const SUBNET = '172.18.0.0/16'
const PORTS = [{ host: 8000, container: 80 }]

/** What a folder holds, file by file. */
function contents(path: string): string[][] {
  return readdirSync(path)
    .sort()
    .map((name) => [name, readFileSync(join(path, name), 'utf8')])
}

describe('a folder that is given as state', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const folder = () => join(testHost().state, 'given')
  const options = (mode: 'bridge' | 'ptp' = 'bridge') => ({ name: 'br0', mode, subnet: SUBNET, state: folder() })

  for (const state of ['/', '//', '/..', '/tmp/..', '/.']) {
    it(`is refused where it is the root: ${state}`, async () => {
      const before = testHost().kernel()
      await assert.rejects(testHost().create({ ...options(), state }), {
        name: 'TypeError',
        message: `createNetwork: state must be a folder of the network's own, not '${state}', which is the root`,
      })
      assert.equal(testHost().kernel(), before)
    })
  }

  it('is refused where it holds a NUL or half of a surrogate pair', async () => {
    for (const state of ['/a\0b', '/a\ud800b'])
      await assert.rejects(testHost().create({ ...options(), state }), {
        name: 'TypeError',
        message: /^createNetwork: state must not contain (a NUL character|an unpaired surrogate)$/,
      })
  })

  const FOREIGN: Record<string, Record<string, string>> = {
    'notes.txt': { 'notes.txt': 'mine' },
    'an address': { '10.0.0.5': 'lease of another program' },
    'an address of the subnet': { '172.18.0.7': 'lease of another program\n' },
    'a record': { 'network.json': '{"name":"app"}' },
    'a record and an address': { 'network.json': '{"name":"app"}', '172.18.0.7': '{}\n' },
  }
  for (const mode of ['bridge', 'ptp'] as const)
    for (const [what, files] of Object.entries(FOREIGN)) {
      it(`is refused, and stays as it is, where it is another program's, in mode ${mode}: ${what}`, async () => {
        mkdirSync(folder(), { mode: 0o700 })
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder(), name), text)
        const before = [testHost().kernel(), contents(folder())]
        await assert.rejects(testHost().create(options(mode)), {
          code: 'ENOTEMPTY',
          errno: -39,
          operation: 'createNetwork',
          attribute: 'state',
          message: /^createNetwork br0: .*\/given holds '.*', which is not a network's; expected a folder of its own/,
        })
        assert.deepEqual([testHost().kernel(), contents(folder())], before)
      })
    }

  it('may be there already, empty', async () => {
    mkdirSync(folder(), { mode: 0o700 })
    await (await testHost().create(options())).delete()
  })

  it('keeps the files of others when the network is deleted', async () => {
    const before = testHost().kernel()
    const network = await testHost().create(options())
    await network.attach(await testHost().container())
    const files = {
      '10.9.9.9': 'precious',
      '172.18.0.9': 'precious',
      '172.18.9.9': '{"link":"veth0"}\n',
      notes: 'mine',
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder(), name), text)
    await network.delete()
    assert.deepEqual(Object.fromEntries(contents(folder())), files)
    assert.equal(testHost().kernel(), before)
  })

  it('has no file of its own made through a link', async () => {
    const target = join(testHost().state, 'target')
    writeFileSync(target, 'precious')
    const network = await testHost().create(options())
    symlinkSync(target, join(folder(), 'network.json.draft'))
    await network.delete()
    assert.equal(readFileSync(target, 'utf8'), 'precious')
    assert.deepEqual(testHost().files('given'), [])
  })
})

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`a file that is copied in the folder of a network, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()
    const path = (...names: string[]) => join(testHost().state, ...names)
    const create = () => testHost().create({ name: 'br0', mode, subnet: SUBNET, subnet6: 'fd00:18::/64' })
    const first = (file: string) => `${readFileSync(file, 'utf8').split('\n')[0]}\n`

    /** Copies are reported, and nothing that they name is touched. */
    async function harmless(network: Network, ...files: string[]): Promise<void> {
      const before = testHost().kernel()
      const findings = (await network.check()).map(({ code, subject }) => `${code} ${subject}`)
      assert.deepEqual(findings.sort(), files.map((file) => `record ${file}`).sort())
      assert.deepEqual(await network.collect(), [])
      await network.repair()
      assert.equal(testHost().kernel(), before)
      assert.equal((await network.endpoints()).length, 1)
    }

    it('is reported and never followed: the file of an address', async () => {
      const network = await create()
      await network.attach(await testHost().container(), { ports: PORTS })
      copyFileSync(path('br0', '172.18.0.2'), path('br0', '172.18.0.93'))
      copyFileSync(path('br0', 'fd00:18::2'), path('br0', 'fd00:18::93'))
      copyFileSync(path('br0', '172.18.0.2'), path('br0', '10.0.0.2'))
      // Records of older versions do not say in which file they are.
      const older = readFileSync(path('br0', '172.18.0.2'), 'utf8').replace(',"file":"172.18.0.2"', '')
      assert.ok(!older.includes('"file"'))
      writeFileSync(path('br0', '172.18.0.94'), older)
      await harmless(network, '10.0.0.2', '172.18.0.93', '172.18.0.94', 'fd00:18::93')
      const [{ message } = {}] = await network.check()
      assert.match(message ?? '', /br0' (belongs to another address|is of an address outside of its subnets)$/)
    })

    it('is reported and never followed: the first line of it', async () => {
      const network = await create()
      await network.attach(await testHost().container(), { ports: PORTS })
      writeFileSync(path('br0', '172.18.0.93'), first(path('br0', '172.18.0.2')))
      await harmless(network, '172.18.0.93')
    })

    it('is reported and never followed: that of a container of another network', async () => {
      const network = await create()
      const other = await testHost().create({ name: 'br1', mode, subnet: '172.19.0.0/16' })
      await network.attach(await testHost().container(), { ports: PORTS })
      await other.attach(await testHost().container())
      copyFileSync(path('br1', '172.19.0.2'), path('br0', '172.19.0.2'))
      await harmless(network, '172.19.0.2')
      await network.delete()
      assert.deepEqual(await other.check(), [])
    })

    it('is not used for this network if it belongs to another', async () => {
      const network = await create()
      const other = await testHost().create({ name: 'br1', mode, subnet: '172.19.0.0/16' })
      await network.attach(await testHost().container(), { ports: PORTS })
      await other.attach(await testHost().container(), { ports: [{ host: 9000, container: 90 }] })
      copyFileSync(path('br1', 'network.json'), path('br0', 'network.json'))
      const [finding] = await network.check()
      assert.equal(finding?.code, 'record')
      assert.match(finding?.message ?? '', /\/br0\/network\.json of network 'br0' is that of network 'br1'$/)
      await assert.rejects(create(), {
        code: 'EEXIST',
        attribute: 'state',
        message: /the folder belongs to network 'br1', not to 'br0'/,
      })
      await other.collect()
      await network.delete()
      assert.deepEqual(await other.check(), [])
      assert.deepEqual(testHost().files('br0'), ['network.json'])
      assert.deepEqual(testHost().files('br1'), ['172.19.0.2', 'network.json'])
    })

    it('brings no network back where its whole folder was copied', async () => {
      const network = await create()
      const other = await testHost().create({ name: 'br1', mode, subnet: '172.19.0.0/16' })
      for (const name of ['br0', 'br1']) cpSync(path(name), path(`copy-of-${name}`), { recursive: true })
      await network.delete()
      await other.delete()
      await testHost().create({ name: 'br1', mode, subnet: '172.29.0.0/16' })
      const again = await testHost().create({ name: 'br0', mode, subnet: '172.28.0.0/16' })
      await again.collect()
      const ranges = elements(testHost(), 'subnets4').map((one) => (one as { prefix: { addr: string } }).prefix.addr)
      assert.deepEqual(ranges.sort(), ['172.28.0.0', '172.29.0.0'])
    })

    it('does not make another network go that has lost its bridge or table', async () => {
      const network = await create()
      await network.close()
      testHost().host.sh(mode === 'bridge' ? 'ip link delete br0' : 'nft flush ruleset')
      const before = testHost().kernel()
      await assert.rejects(testHost().create({ name: 'br1', mode, subnet: '172.20.0.0/16', state: path('br0') }), {
        code: 'EEXIST',
        attribute: 'state',
      })
      assert.equal(testHost().kernel(), before)
      assert.deepEqual(testHost().files('br0'), ['network.json'])
    })
  })

  describe(`a network whose folder is gone, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()

    it('is deleted with everything that it has', async () => {
      const before = testHost().kernel()
      const network = await testHost().create({ name: 'br0', mode, subnet: SUBNET, subnet6: 'fd00:18::/64' })
      await network.attach(await testHost().container(), { ports: PORTS })
      rmSync(join(testHost().state, 'br0'), { recursive: true })
      await network.delete()
      assert.equal(testHost().kernel(), before)
    })
  })
}

describe('a copy of the folder of a network that was deleted', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('does not bring it back', async () => {
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    const other = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })
    cpSync(join(testHost().state, 'br1'), join(testHost().state, 'copy'), { recursive: true })
    await other.delete()
    const before = testHost().kernel()
    await network.collect()
    assert.equal(testHost().kernel(), before)
  })
})
