import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Network, NetworkMode } from '../../../lib/container/index.ts'
import type { Netns } from '../../../lib/index.ts'
import { pathOf } from '../../container/support/attacher.ts'
import type { TestHost } from '../../container/support/test-host.ts'
import { ip } from '../../support/ip.ts'
import { runSteps } from '../../support/steps.ts'

export { among } from '../../support/steps.ts'

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
