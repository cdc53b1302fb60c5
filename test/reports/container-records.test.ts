import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Network } from '../../lib/container/index.ts'
import { eachTestHost, elements } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'

const SUBNET = '172.18.0.0/16'
const PORTS = [{ host: 8000, container: 80 }]
const SECRET = 'root:secret:0:0'

/** A whole record of a container, but for what `changes` says. */
function record(changes: object = {}, ending: object = {}): string {
  const first = { link: 'veth0123456789', interface: 'eth0', mac: '02:00:ac:12:00:63', inode: '4026531999', ...changes }
  const addresses = [{ family: 4, address: '172.18.0.99', length: 16 }]
  const second = { addresses, mac: '02:00:ac:12:00:63', ports: [], ...ending }
  return `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`
}

/** What may lie where the record of an address should, and what is said of it. */
const DAMAGED: Record<string, [(path: string) => void, RegExp]> = {
  garbage: [(path) => writeFileSync(path, `${SECRET}\n`), /is not JSON$/],
  'garbage without a newline': [(path) => writeFileSync(path, SECRET), /is not JSON$/],
  'an empty object': [(path) => writeFileSync(path, '{}\n'), /has no valid 'link'$/],
  null: [(path) => writeFileSync(path, 'null\n'), /is not a JSON object$/],
  'an array': [(path) => writeFileSync(path, '[]\n'), /is not a JSON object$/],
  'a link that is a number': [(path) => writeFileSync(path, record({ link: 7 })), /has no valid 'link'$/],
  'a link of another name': [(path) => writeFileSync(path, record({ link: 'lo' })), /has no valid 'link'$/],
  'an inode that is none': [(path) => writeFileSync(path, record({ inode: 'x' })), /has no valid 'inode'$/],
  'no interface': [(path) => writeFileSync(path, record({ interface: null })), /has no valid 'interface'$/],
  'an address that is none': [
    (path) => writeFileSync(path, record({}, { addresses: [{ family: 4, address: SECRET, length: 16 }] })),
    /has no valid 'addresses'$/,
  ],
  'ports that are none': [
    (path) => writeFileSync(path, record({}, { ports: [{ host: SECRET }] })),
    /has no valid 'ports'$/,
  ],
  'a directory': [(path) => mkdirSync(path), /is a directory$/],
  'a symbolic link to another file': [(path) => symlinkSync(secretOf(path), path), /is a symbolic link$/],
  'a FIFO': [(path) => assert.equal(spawnSync('mkfifo', [path]).status, 0), /is not a regular file$/],
}

/** Beside the network's folder. */
function secretOf(path: string): string {
  return join(path, '..', '..', 'secret')
}

describe('a file of a network that cannot be read', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  for (const [what, [place, reason]] of Object.entries(DAMAGED)) {
    it(`is reported by check, and hinders nothing: ${what}`, async () => {
      writeFileSync(join(testHost().state, 'secret'), `${SECRET}\n`)
      const before = testHost().kernel()
      const network = await testHost().create({ name: 'br0', subnet: SUBNET })
      const path = join(testHost().state, 'br0', '172.18.0.99')
      place(path)
      const endpoint = await network.attach(await testHost().container(), { ports: PORTS })
      assert.deepEqual(
        (await network.endpoints()).map(({ link }) => link),
        [endpoint.link],
      )
      const findings = await network.check()
      assert.deepEqual(
        findings.map(({ code, subject }) => [code, subject]),
        [['record', '172.18.0.99']],
      )
      assert.match(findings[0]?.message ?? '', reason)
      assert.ok(findings[0]?.message.includes(path) && findings[0].message.includes("network 'br0'"))
      assert.ok(!JSON.stringify(findings).includes('secret:'), 'nothing of the file is revealed')
      assert.deepEqual(await network.collect(), [])
      await assert.rejects(network.attach(await testHost().container(), { address: '172.18.0.99' }), {
        code: 'EADDRINUSE',
      })
      await network.detach(endpoint)
      await network.delete()
      assert.equal(testHost().kernel(), before)
      assert.equal(readFileSync(join(testHost().state, 'secret'), 'utf8'), `${SECRET}\n`)
      assert.deepEqual(testHost().files('br0'), ['172.18.0.99'])
    })
  }
})

/** What may happen to the record of the network. */
const LOST: Record<string, [(path: string) => void, RegExp]> = {
  missing: [(path) => rmSync(path), /is missing/],
  null: [(path) => writeFileSync(path, 'null'), /is not a JSON object/],
  garbage: [(path) => writeFileSync(path, SECRET), /is not JSON/],
  'cut short': [(path) => writeFileSync(path, readFileSync(path).subarray(0, 40)), /is not JSON/],
  'of another configuration': [
    (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('/16"', '/99"')),
    /has no valid 'config'/,
  ],
  'a symbolic link': [
    (path) => {
      rmSync(path)
      symlinkSync(secretOf(path), path)
    },
    /is a symbolic link/,
  ],
}

for (const [what, [lose, reason]] of Object.entries(LOST)) {
  describe(`a network whose record is ${what}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()
    const path = () => join(testHost().state, 'br0', 'network.json')

    async function start(mode: 'bridge' | 'ptp'): Promise<Network> {
      writeFileSync(join(testHost().state, 'secret'), SECRET)
      const network = await testHost().create({ name: 'br0', mode, subnet: SUBNET, subnet6: 'fd00:18::/64' })
      await network.attach(await testHost().container(), { ports: PORTS })
      return network
    }

    for (const mode of ['bridge', 'ptp'] as const) {
      it(`is deleted with everything that it has, in mode ${mode}`, async () => {
        const before = testHost().kernel()
        const network = await start(mode)
        lose(path())
        const [finding] = await network.check()
        assert.equal(finding?.code, 'record')
        assert.match(finding?.message ?? '', reason)
        await network.delete()
        assert.equal(testHost().kernel(), before)
        assert.deepEqual(testHost().files('br0'), [])
        assert.equal(readFileSync(secretOf(path()), 'utf8'), SECRET)
      })
    }

    it('is deleted even where the records of its containers are lost as well', async () => {
      for (const mode of ['bridge', 'ptp'] as const) {
        const before = testHost().kernel()
        const network = await start(mode)
        lose(path())
        for (const name of ['172.18.0.2', 'fd00:18::2']) rmSync(join(testHost().state, 'br0', name))
        await network.delete()
        assert.equal(testHost().kernel(), before, mode)
      }
    })

    it('is not opened, and can be created again when its bridge is deleted, also with another subnet', async () => {
      const network = await start('bridge')
      await network.close()
      lose(path())
      const kernel = testHost().kernel()
      const expected = { code: 'EEXIST', attribute: 'name', message: reason }
      await assert.rejects(testHost().create({ name: 'br0', subnet: SUBNET }), expected)
      await assert.rejects(testHost().create({ name: 'br0', subnet: SUBNET }), { message: /'ip link delete br0'/ })
      assert.equal(testHost().kernel(), kernel)
      testHost().host.sh('ip link delete br0')
      const again = await testHost().create({ name: 'br0', subnet: '172.20.0.0/16' })
      assert.deepEqual(elements(testHost(), 'subnets4'), [{ prefix: { addr: '172.20.0.0', len: 16 } }])
      assert.deepEqual(elements(testHost(), 'published4'), [])
      await again.attach(await testHost().container(), { ports: PORTS })
      assert.deepEqual(await again.check(), [])
      assert.equal(readFileSync(secretOf(path()), 'utf8'), SECRET)
    })
  })
}

describe('a record that names a foreign link', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  /** The host's links. */
  const links = () =>
    testHost()
      .host.ip<{ ifname: string }>('-j link')
      .map(({ ifname }) => ifname)

  it('never makes that link go: neither by collect, nor by detach, nor by delete', async () => {
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    const other = await testHost().create({ name: 'br1', subnet: '172.19.0.0/16' })
    const { link: neighbour = '' } = await other.attach(await testHost().container())
    testHost().host.sh(`ip link add important type bridge; ip link add veth00000000aa type bridge
      ip link add uplink type veth peer name other`)
    for (const [i, link] of ['important', 'veth00000000aa', 'uplink', neighbour].entries()) {
      const address = `172.18.0.${i + 50}`
      const [first = ''] = record({ link, inode: String(i) }).split('\n')
      writeFileSync(join(testHost().state, 'br0', address), `${first}\n`)
      await network.collect()
      assert.ok(links().includes(link), `collect: ${link}`)
      writeFileSync(join(testHost().state, 'br0', address), record({ link, inode: String(i) }, { address }))
      await network.detach({
        ...(await other.endpoints())[0],
        ...other,
        netns: testHost().host.netns,
        link,
        address,
        network: 'br0',
        ports: [],
      } as never)
      assert.ok(links().includes(link), `detach: ${link}`)
      writeFileSync(join(testHost().state, 'br0', address), record({ link, inode: String(i) }, { address }))
    }
    await network.delete()
    for (const link of ['important', 'veth00000000aa', 'uplink', neighbour]) assert.ok(links().includes(link), link)
  })
})

describe('the files of a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  for (const umask of [0o000, 0o022, 0o077]) {
    it(`are their owner's alone under umask ${umask.toString(8).padStart(3, '0')}`, async () => {
      const before = process.umask(umask)
      try {
        const network = await testHost().create({ name: 'br0', subnet: SUBNET })
        await network.attach(await testHost().container())
      } finally {
        process.umask(before)
      }
      const mode = (...path: string[]) => statSync(join(testHost().state, 'br0', ...path)).mode & 0o777
      assert.deepEqual([mode(), mode('network.json'), mode('172.18.0.2')], [0o700, 0o600, 0o600])
    })
  }

  it('are created again, never written into through a link', async () => {
    const target = join(testHost().state, 'target')
    writeFileSync(target, SECRET)
    mkdirSync(join(testHost().state, 'br0'), { mode: 0o700 })
    symlinkSync(target, join(testHost().state, 'br0', 'network.json.draft'))
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    assert.equal(readFileSync(target, 'utf8'), SECRET)
    assert.deepEqual(await network.check(), [])
    assert.deepEqual(testHost().files('br0'), ['network.json'])
  })
})
