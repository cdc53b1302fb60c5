import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { AttachOptions, Network, NetworkMode } from '../../../lib/container/index.ts'
import type { Netns } from '../../../lib/index.ts'
import { pathOf } from '../../container/support/attacher.ts'
import type { TestHost } from '../../container/support/test-host.ts'
import { ip } from '../../support/ip.ts'
import { among, runSteps } from '../../support/steps.ts'

export { among } from '../../support/steps.ts'

/** How long a work is killed at several of its steps at most. */
export const LIMIT = 240_000

/** What tests of killed processes have in common, for networks of one mode; those of mode macvlan are on the link up0. */
export function killing(testHost: () => TestHost, mode: NetworkMode) {
  const create = () =>
    testHost().create({
      name: 'br0',
      mode,
      ...(mode === 'macvlan' ? { parent: 'up0' } : {}),
      subnet: '172.18.0.0/16',
      subnet6: 'fd00:18::/64',
    })

  /** Runs the program to its end, or to its Nth step; the number that it prints. */
  function run(action: string, netns: Netns, last = ''): number {
    const program = join(import.meta.dirname, '..', 'programs', 'container-step.ts')
    const place = [testHost().host.path, join(testHost().state, 'br0')]
    return runSteps(program, [...place, mode, action, pathOf(netns)], last)
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

  return { create, run, next, all, links }
}

/** The tests of attach and detach, which every mode has; at least so many steps each, and what a container is attached with. */
export function attachments(
  testHost: () => TestHost,
  mode: NetworkMode,
  least: { attach: number; detach: number },
  options: AttachOptions = {},
): void {
  const { create, run, next, all, links } = killing(testHost, mode)

  it('of attach leaves nothing, or a container that is attached', async function () {
    this.timeout(LIMIT)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    const steps = run('attach', netns)
    assert.ok(steps >= least.attach, String(steps))
    await network.detach(netns)
    for (const last of among(steps)) {
      run('attach', netns, String(last))
      const again = await next()
      if ((await again.endpoints()).length > 0) await again.detach(netns)
      assert.deepEqual([all(), links(netns)], [bare, ['lo']], `step ${last} of ${steps}`)
    }
    await network.attach(netns, options)
  })

  it('of detach leaves the container attached, or nothing', async function () {
    this.timeout(LIMIT)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    await network.attach(netns, options)
    const steps = run('detach', netns)
    assert.ok(steps >= least.detach, String(steps))
    for (const last of among(steps)) {
      await network.attach(netns, { ...options, address: '172.18.0.2', address6: 'fd00:18::2' })
      const attached = all()
      run('detach', netns, String(last))
      const gone = (await (await next()).endpoints()).length === 0
      const expected = gone ? [bare, ['lo']] : [attached, ['lo', 'eth0']]
      assert.deepEqual([all(), links(netns)], expected, `step ${last} of ${steps}`)
      await network.detach(netns)
      assert.deepEqual([all(), links(netns)], [bare, ['lo']])
    }
  })
}

/** The test of createEndpoint. */
export function endpoints(testHost: () => TestHost, mode: NetworkMode, least: number): void {
  const { create, run, next, all } = killing(testHost, mode)

  it('of createEndpoint leaves nothing, or an endpoint', async function () {
    this.timeout(LIMIT)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    const steps = run('createEndpoint', netns)
    assert.ok(steps >= least, String(steps))
    await network.detach({ id: 'c' })
    for (const last of among(steps)) {
      run('createEndpoint', netns, String(last))
      await (await next()).detach({ id: 'c' })
      assert.equal(all(), bare, `step ${last} of ${steps}`)
    }
  })
}
