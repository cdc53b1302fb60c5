import type { Element } from '../compile/node.ts'
import { isObject } from '../compile/read.ts'
import type { SetInfo } from '../compile/set.ts'
import type { Family } from '../json.ts'
import { families } from '../protocol/table.ts'
import { tableKey } from './question.ts'

interface Waiting {
  key: string
  /** The number of the command behind which it is sent. */
  until: number
  send(): void
}

/**
 * Elements of a verdict map that jump to chains which come later in the transaction: they wait for the chains. nft lists maps before
 * chains, and what it lists is to be applied.
 */
export class Later {
  readonly #commands: readonly unknown[]
  #chains: ReadonlyMap<string, number> | undefined
  #waiting: Waiting[] = []

  constructor(commands: readonly unknown[]) {
    this.#commands = commands
  }

  /** Sends now, or behind the chains that the elements jump to where those come behind command `origin`. */
  send(set: SetInfo, elements: readonly Element[], origin: number, send: () => void): void {
    const until = this.#lastTarget(set, elements)
    if (until > origin) this.#waiting.push({ key: keyOf(set), until, send })
    else send()
  }

  #lastTarget(set: SetInfo, elements: readonly Element[]): number {
    let last = -1
    for (const { data } of elements) {
      if (data?.kind !== 'verdict' || data.chain === undefined) continue
      this.#chains ??= chainsIn(this.#commands)
      last = Math.max(last, this.#chains.get(tableKey(set.family, set.table) + data.chain) ?? -1)
    }
    return last
  }

  /** Command `origin` is complete. */
  reached(origin: number): void {
    if (this.#waiting.length > 0) this.#send(({ until }) => until <= origin)
  }

  /** Something is taken out of the set: what is in it has to be there. */
  touched(set: { family: number; table: string; name: string }): void {
    if (this.#waiting.length > 0) this.#send(({ key }) => key === keyOf(set))
  }

  #send(due: (waiting: Waiting) => boolean): void {
    const ready = this.#waiting.filter(due)
    this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting))
    for (const { send } of ready) send()
  }
}

function keyOf({ family, table, name }: { family: number; table: string; name: string }): string {
  return tableKey(family, table) + name
}

/** Where the transaction makes each chain first. */
function chainsIn(commands: readonly unknown[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const [origin, command] of commands.entries()) {
    if (!isObject(command)) continue
    const object = command.add ?? command.create ?? command
    const chain = isObject(object) ? object.chain : undefined
    if (!isObject(chain)) continue
    const key = tableKey(families[chain.family as Family], String(chain.table)) + String(chain.name)
    if (!found.has(key)) found.set(key, origin)
  }
  return found
}
