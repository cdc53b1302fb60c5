import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Network } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { pathOf } from '../container/support/attacher.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'

const PORTS = [{ host: 8000, container: 80 }]

/** So many steps of each work, spread over all of them; with NETLINK_TS_FUZZ every one, which takes minutes. */
const MOST = process.env.NETLINK_TS_FUZZ === undefined ? 6 : Number.POSITIVE_INFINITY

function* among(steps: number): Generator<number> {
  const tried = Math.min(steps, MOST)
  for (let i = 0; i < tried; i++) yield tried === 1 ? 1 : 1 + Math.round((i * (steps - 1)) / (tried - 1))
}

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`a process killed at any step, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()
    const create = () => testHost().create({ name: 'br0', mode, subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' })

    /** Runs the program to its end, or to its Nth step; the number that it prints. */
    function run(action: string, netns: Netns, last = ''): number {
      const program = join(import.meta.dirname, 'programs', 'container-step.ts')
      const words = [
        '--import',
        'tsx',
        program,
        testHost().host.path,
        join(testHost().state, 'br0'),
        mode,
        action,
        pathOf(netns),
      ]
      const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...words, last], { encoding: 'utf8' })
      assert.equal(stderr, '')
      // How many steps there are depends on how the kernel's answers meet: the last ones may never come.
      assert.ok(status === 0 || (last !== '' && signal === 'SIGKILL'), String(status ?? signal))
      return Number(stdout)
    }

    /** What the next process finds once it has opened and collected: all is well. */
    async function next(): Promise<Network> {
      const network = await create()
      await network.collect()
      assert.deepEqual(await network.check(), [])
      return network
    }

    /** What there is, in words. */
    const all = () => `${testHost().kernel()}\n${testHost().files('br0').join()}`
    const links = (netns: Netns) => ip<{ ifname: string }>('-j link', pathOf(netns)).map(({ ifname }) => ifname)

    it('of attach leaves nothing, or a container that is attached', async function () {
      this.timeout(240_000)
      const network = await create()
      const bare = all()
      const netns = await testHost().container()
      const steps = run('attach', netns)
      assert.ok(steps >= 4, String(steps))
      await network.detach(netns)
      for (const last of among(steps)) {
        run('attach', netns, String(last))
        const again = await next()
        if ((await again.endpoints()).length > 0) await again.detach(netns)
        assert.equal(all(), bare, `step ${last} of ${steps}`)
        assert.deepEqual(links(netns), ['lo'], `step ${last} of ${steps}`)
      }
      await network.attach(netns, { ports: PORTS })
    })

    it('of detach leaves the container attached, or nothing', async function () {
      this.timeout(240_000)
      const network = await create()
      const bare = all()
      const netns = await testHost().container()
      await network.attach(netns, { ports: PORTS })
      const steps = run('detach', netns)
      assert.ok(steps >= 3, String(steps))
      for (const last of among(steps)) {
        await network.attach(netns, { ports: PORTS })
        const attached = all()
        run('detach', netns, String(last))
        const gone = (await (await next()).endpoints()).length === 0
        assert.equal(all(), gone ? bare : attached, `step ${last} of ${steps}`)
        assert.deepEqual(links(netns), gone ? ['lo'] : ['lo', 'eth0'], `step ${last} of ${steps}`)
        await network.detach(netns)
        assert.equal(all(), bare)
      }
    })

    it('of createNetwork leaves one that the next makes whole', async function () {
      this.timeout(240_000)
      const none = all()
      const netns = await testHost().container()
      const steps = run('create', netns)
      assert.ok(steps >= 8, String(steps))
      const whole = all()
      await (await next()).delete()
      assert.equal(all(), none)
      for (const last of among(steps)) {
        run('create', netns, String(last))
        const network = await next()
        assert.equal(all(), whole, `step ${last} of ${steps}`)
        await network.delete()
        assert.equal(all(), none, `step ${last} of ${steps}`)
      }
    })

    it('of delete leaves one that the next deletes, or opens with its containers or without', async function () {
      this.timeout(240_000)
      const none = all()
      const netns = await testHost().container()
      await (await create()).attach(netns, { ports: PORTS })
      const steps = run('delete', netns)
      assert.ok(steps >= 8, String(steps))
      assert.equal(all(), none)
      for (const last of among(steps)) {
        const network = await create()
        const bare = all()
        await network.attach(netns, { ports: PORTS })
        const attached = all()
        run('delete', netns, String(last))
        const again = await next()
        const gone = (await again.endpoints()).length === 0
        assert.equal(all(), gone ? bare : attached, `step ${last} of ${steps}`)
        assert.deepEqual(links(netns), gone ? ['lo'] : ['lo', 'eth0'], `step ${last} of ${steps}`)
        await again.delete()
        assert.equal(all(), none, `step ${last} of ${steps}`)
      }
    })
  })
}
