import { callerError } from '../errors.ts'
import { canListen, type Handle } from '../transport/handle.ts'
import { verb } from '../verb/verb.ts'
import { checkedTopology } from './applying.ts'
import { Keeper } from './keeper.ts'
import { checkKeepOptions, type KeepOptions } from './options.ts'
import type { Topology } from './types.ts'

/**
 * Applies a topology, and again whenever something differs from it: what others change or delete is corrected. It watches the namespaces of the
 * topology, and keeps the process alive until it is closed. Corrections that follow one another become rarer, up to one a minute, so that two programs
 * do not fight. `done` resolves when it was closed, and rejects when it ends for another reason: `signal`, a closed handle, invalid input or, without
 * `onError`, a correction that fails.
 *
 * ```ts
 * await using keeper = keepTopology(wanted, { owner: { protocol: 77, tag: 'my-app' }, onDrift: ({ differences }) => console.log(differences) })
 * await keeper.caughtUp()
 * ```
 */
export const keepTopology = verb('keepTopology', (handle: Handle, wanted: Topology, options: KeepOptions): Keeper => {
  return new Keeper(handle, async () => {
    try {
      const checked = checkKeepOptions('keepTopology', options)
      if (!canListen(handle)) throw new TypeError('keepTopology: this handle receives no events')
      checked.signal?.throwIfAborted()
      return { wanted: await checkedTopology('keepTopology', wanted, checked.owner), options: checked }
    } catch (thrown) {
      throw callerError('keepTopology', thrown)
    }
  })
})
