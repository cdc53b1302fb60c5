import { ARP, BRIDGE, NETDEV } from '../protocol/table.ts'

/** A word for a priority, and the hooks (of `hooksOf`) at which it means something: all where none are named. */
interface Priority {
  number: number
  hooks?: readonly string[]
}

/** NF_IP_PRI_* */
const inet: Readonly<Record<string, Priority>> = {
  raw: { number: -300 },
  mangle: { number: -150 },
  dstnat: { number: -100, hooks: ['prerouting', 'output'] },
  filter: { number: 0 },
  security: { number: 50 },
  srcnat: { number: 100, hooks: ['postrouting'] },
}

/** NF_BR_PRI_* */
const bridge: Readonly<Record<string, Priority>> = {
  dstnat: { number: -300, hooks: ['prerouting'] },
  filter: { number: -200 },
  out: { number: 100, hooks: ['output'] },
  srcnat: { number: 300, hooks: ['postrouting'] },
}

const filterOnly: Readonly<Record<string, Priority>> = { filter: { number: 0 } }

/** nft's words for priorities, by the family of the chain. */
const words: Readonly<Record<number, Readonly<Record<string, Priority>>>> = {
  [BRIDGE]: bridge,
  [ARP]: filterOnly,
  [NETDEV]: filterOnly,
}

/** `filter`, `dstnat - 10`, `-150`. */
const pattern = /^\s*(?:([a-z]+)\s*(?:([+-])\s*(\d+))?|([+-]?\d+))\s*$/

/** The number of a priority that is written out; undefined where it is none at that hook. */
export function parsePriority(text: string, family: number, hook: string): number | undefined {
  const [, word, sign, offset, number] = pattern.exec(text) ?? []
  if (number !== undefined) return Number(number)
  const table = words[family] ?? inet
  const found = word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
  if (!found || (found.hooks && !found.hooks.includes(hook))) return undefined
  return found.number + (sign === '-' ? -1 : 1) * Number(offset ?? 0)
}
