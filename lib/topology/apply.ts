import type { Handle } from '../transport/handle.ts'
import { verb } from '../verb/verb.ts'
import type { Applied } from './applied.ts'
import { applied, checkedTopology } from './applying.ts'
import { type ApplyOptions, checkApplyOptions } from './options.ts'
import type { Topology } from './types.ts'

/**
 * Makes the namespaces be what the topology says: creates what is missing, changes what differs, deletes what the owner has and the topology
 * does not contain. Everything else is left alone; a foreign object in the place of a wanted one is an error (ERR_NETLINK_CONFLICT). All of the
 * topology is checked before anything is sent. Changes are sent in one batch for each namespace and phase; new objects are made before old ones
 * are deleted. Afterwards everything is compared again. If a change fails, the state before is brought back, with what the kernel deleted in
 * consequence of a change; the error has the failed `step`, and `rollback` with what could not be brought back.
 *
 * ```ts
 * await applyTopology(
 *   {
 *     links: { br0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] }, v1: { peer: { netns: 'c1', name: 'eth0' }, master: 'br0', up: true } },
 *     namespaces: { c1: { links: { eth0: { up: true, addresses: ['10.1.0.2/24'] } }, routes: [{ dst: 'default', gateway: '10.1.0.1' }] } },
 *   },
 *   { owner: { protocol: 77, tag: 'my-app' } },
 * )
 * ```
 */
export const applyTopology = verb(
  'applyTopology',
  async (handle: Handle, wanted: Topology, options: ApplyOptions): Promise<Applied> => {
    const checked = checkApplyOptions('applyTopology', options)
    return applied('applyTopology', handle, await checkedTopology('applyTopology', wanted, checked.owner), checked)
  },
)
