import { callerError, describeValue, InputError } from '../errors.ts'
import { listNetns } from '../netns/verbs.ts'
import type { Handle } from '../transport/handle.ts'
import { checkAll } from '../verb/checks.ts'
import { on, verb } from '../verb/verb.ts'
import { read } from './actual.ts'
import { captureSpace, ofOwner } from './capture-space.ts'
import { eachOf } from './concurrent.ts'
import { families } from './families.ts'
import { ofPlan } from './options.ts'
import { peersOf } from './peers.ts'
import { Places } from './places.ts'
import type { Space, Topology, TopologyOwner } from './types.ts'

/** What {@link captureTopology} reads. */
export interface CaptureOptions {
  /** Named namespaces next to that of the handle, or 'all'; by default none. */
  netns?: readonly string[] | 'all' | undefined
  /** Reads only what belongs to this owner, whose number and marks are left out. By default everything, each object with its `protocol`. */
  owner?: TopologyOwner | undefined
  /** True reads the tables of nftables as well, which requires privileges. */
  nftables?: boolean | undefined
  /** Ends the call with the reason of the signal. */
  signal?: AbortSignal | undefined
}

const ALL = { wantsLink: () => true, wantsItem: () => true }
const lists = families.map(({ plural }) => plural)

/**
 * Reads what is there as a topology, which is plain JSON: applied again, it changes nothing. Left out is what the kernel makes or receives:
 * connected routes, link-local and temporary addresses, resolved neighbours.
 *
 * ```ts
 * await writeFile('lab.json', JSON.stringify(await captureTopology({ netns: 'all' }), null, 2))
 * ```
 */
export const captureTopology = verb(
  'captureTopology',
  async (handle: Handle, options: CaptureOptions = {}): Promise<Topology> => {
    const {
      netns = [],
      owner,
      nftables = false,
      signal,
    } = checkAll('captureTopology', options, {
      ...{ netns: checkNames, owner: ofPlan.owner, nftables: ofPlan.force, signal: ofPlan.signal },
    })
    await using places = new Places('captureTopology', handle, { signal })
    try {
      const names = netns === 'all' ? (await on(handle, listNetns)()).map(({ name }) => name) : netns
      const spaces = await eachOf(['', ...names], (name) =>
        read(places, { netns: name, lists, sysctls: [], tables: nftables ? 'stateless' : undefined }),
      )
      const peers = await peersOf(places, spaces)
      const which = owner === undefined ? ALL : ofOwner(owner)
      const captured = spaces.map((space): [string, Space] => [
        space.netns,
        captureSpace(space, { ...which, owner, whole: false, peerOf: (link) => peers.get(link) }),
      ])
      const [[, home], ...others] = captured as [[string, Space], ...[string, Space][]]
      return others.length === 0 ? home : { ...home, namespaces: Object.fromEntries(others) }
    } catch (thrown) {
      throw callerError('captureTopology', thrown)
    }
  },
)

function checkNames(value: unknown): readonly string[] | 'all' {
  if (value === 'all') return value
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '')) return value
  throw new InputError(`must be names of namespaces, or 'all', not ${describeValue(value)}`)
}
