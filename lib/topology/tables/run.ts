import type { NftCommands } from '../../nftables/json.ts'
import type { Due } from '../due.ts'
import { placed } from '../failed-step.ts'
import type { Places } from '../places.ts'
import { withNftables } from './handle.ts'

type Commands = Extract<NftCommands, readonly unknown[]>

/** Changes tables of a namespace in one transaction. Tables to delete that are gone are left out. */
export async function runTables(places: Places, netns: string, steps: readonly Due[]): Promise<void> {
  await withNftables(places, netns, async (nft) => {
    const lists = steps.map(({ arguments: [commands] }) => commands as Commands)
    try {
      await nft.apply(lists.flat())
    } catch (thrown) {
      if (!isGone(thrown) || !steps.every(({ reason }) => reason === 'unwanted'))
        throw placed(thrown, failed(thrown, steps))
      for (const list of lists) await nft.apply(list).catch((late) => (isGone(late) ? undefined : Promise.reject(late)))
    }
  })
}

const isGone = (thrown: unknown) => (thrown as { code?: unknown }).code === 'ENOENT'

/** The step to which the command at `nftables[i]` belongs. */
function failed(thrown: unknown, steps: readonly Due[]): Due {
  const { attribute } = thrown as { attribute?: unknown }
  let left = Number(/^nftables\[(\d+)\]/.exec(String(attribute))?.[1] ?? 0)
  for (const step of steps) {
    const { length } = step.arguments[0] as Commands
    if (left < length) return step
    left -= length
  }
  return steps[0] as Due
}
