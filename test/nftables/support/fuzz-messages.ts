import { NFT_MSG } from '../../../lib/nftables/kernel.ts'
import { type Addon, addon, type Command, type ElementColumns } from '../../../lib/nftables/native.ts'
import { loadAddon } from '../../../lib/transport/native.ts'
import type { Row, Tables } from '../../../types/nftables.d.ts'

/** The addon without what lib/nftables puts around it. */
export const native = () =>
  loadAddon('nftables') as { tables(): Tables } & Record<'buildBatch' | 'print', (...args: unknown[]) => unknown>

/** Numbers that look random and are the same for the same seed (xorshift32). */
export class Dice {
  #state: number
  constructor(seed: number) {
    this.#state = seed | 1
  }
  /** From 0 up to, not including, `end`. */
  below(end: number): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return (this.#state >>> 0) % end
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }
}

function value({ kind, limit }: Row): unknown {
  switch (kind) {
    case 'u64':
      return 5n
    case 'string':
      return 'x'.repeat(Math.min(limit, 6))
    case 'bytes':
      return new Uint8Array(limit === 16 ? 16 : 4).fill(7)
    case 'u8List':
      return [4, 2]
    case 'devices':
      return ['lo', 'eth0']
    case 'expressions':
      return [{ name: 'counter', packets: 1n, bytes: 2n }, { name: 'notrack' }]
    default:
      return 1
  }
}

/** All properties; of an immediate those of a jump, which has no data. */
function filled(rows: readonly Row[]): Record<string, unknown> {
  const jump = rows.some(({ name }) => name === 'verdict')
  const kept = jump ? rows.filter(({ name }) => name !== 'data') : rows
  return Object.fromEntries(kept.map((row) => [row.name, row.name === 'verdict' ? -3 : value(row)]))
}

/** Commands that together have every attribute of every table. */
export function everyCommand(): Command[] {
  const { expressions, table, chain, rule, set, flowtable, object, kinds } = native().tables()
  const command = (type: number, rows: readonly Row[], more: object = {}) =>
    ({ type, flags: 0, object: { ...filled(rows), family: 2, ...more } }) as Command
  const rules = expressions.map(({ name, rows }) =>
    command(NFT_MSG.NEWRULE, rule, { expressions: [{ ...filled(rows), name }, { name: 'notrack' }] }),
  )
  const objects = kinds.flatMap((rows, type) =>
    rows === undefined
      ? []
      : [command(NFT_MSG.NEWOBJ, [...object, ...rows], { type, ctTimeoutArray: type === 7 ? [1, 2, 3] : undefined })],
  )
  const elements: ElementColumns = {
    count: 3,
    keyLen: 4,
    keys: new Uint8Array(12).fill(1),
    keyEnds: new Uint8Array(12).fill(2),
    dataLen: 4,
    data: new Uint8Array(12).fill(3),
    flags: Uint32Array.of(2, 1, 0),
    timeouts: BigUint64Array.of(1n, 2n, 0n),
    expirations: BigUint64Array.of(1n, 2n, 0n),
    objrefs: { names: ['a', 'b'], index: Int32Array.of(0, 1, -1) },
    userdata: { bytes: new Uint8Array(4), offsets: Uint32Array.of(0, 2, 4, 4) },
    expressions: [[{ name: 'counter' }], [{ name: 'counter' }, { name: 'last' }], undefined],
  }
  const verdicts: ElementColumns = {
    count: 2,
    keyLen: 2,
    keys: new Uint8Array(4),
    verdicts: Int32Array.of(-3, 1),
    chains: { names: ['c'], index: Int32Array.of(0, -1) },
  }
  const target = { family: 2, table: 't', name: 's', id: 3 }
  return [
    command(NFT_MSG.NEWTABLE, table),
    command(NFT_MSG.NEWCHAIN, chain),
    command(
      NFT_MSG.NEWCHAIN,
      chain.filter(({ name }) => name !== 'dev'),
    ),
    command(NFT_MSG.NEWSET, set),
    command(NFT_MSG.NEWFLOWTABLE, flowtable),
    ...rules,
    ...objects,
    { type: NFT_MSG.NEWSETELEM, flags: 0, object: target, elements },
    { type: NFT_MSG.NEWSETELEM, flags: 0, object: target, elements: verdicts },
  ]
}

/** What the kernel would send for {@link everyCommand}. */
export function everyMessage(): Uint8Array[] {
  return everyCommand().map((command) => addon().buildRequest(command, 1))
}

/** An attribute as a tree, so that it can be changed and still have lengths that are right. */
interface Node {
  type: number
  children?: Node[]
  payload: Buffer
}

function grown(bytes: Buffer): Node[] {
  const nodes: Node[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16LE(at)
    const type = bytes.readUInt16LE(at + 2)
    const payload = bytes.subarray(at + 4, at + length)
    nodes.push((type & 0x8000) === 0 ? { type, payload } : { type, payload, children: grown(payload) })
    at += (length + 3) & ~3
  }
  return nodes
}

function flat(nodes: readonly Node[]): Buffer {
  return Buffer.concat(
    nodes.map(({ type, children, payload }) => {
      const body = children === undefined ? payload : flat(children)
      const header = Buffer.alloc(4)
      header.writeUInt16LE((body.length + 4) & 0xffff, 0)
      header.writeUInt16LE(type, 2)
      return Buffer.concat([header, body, Buffer.alloc(-body.length & 3)])
    }),
  )
}

function every(nodes: Node[]): { list: Node[]; at: number }[] {
  return nodes.flatMap((node, at) => [{ list: nodes, at }, ...every(node.children ?? [])])
}

const changes: ((dice: Dice, list: Node[], at: number, node: Node) => void)[] = [
  (_, list, at) => list.splice(at, 1),
  (_, list, at, node) => list.splice(at, 0, node),
  (dice, _list, _at, node) => (node.type = dice.below(40)),
  (dice, _list, _at, node) => (node.type = (node.type & 0x8000) | dice.below(16)),
  (dice, _list, _at, node) => {
    delete node.children
    node.payload = Buffer.alloc(dice.pick([0, 1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 63, 64, 65, 300]), dice.below(256))
  },
  (dice, _list, _at, node) => (node.payload = Buffer.concat([node.payload, Buffer.alloc(dice.below(80), 65)])),
  (dice, _list, _at, node) => {
    const copy = Buffer.from(node.payload)
    if (copy.length > 0) copy[dice.below(copy.length)] = dice.below(256)
    node.payload = copy
  },
  (dice, list, at) => {
    const other = dice.below(list.length)
    const kept = list[at] as Node
    list[at] = list[other] as Node
    list[other] = kept
  },
  (_, _list, _at, node) => (node.children = [{ ...node }]),
]

/** A message with some attributes changed, moved, lost or made of other sizes, all lengths being right. */
export function changed(dice: Dice, message: Uint8Array): Buffer {
  const bytes = Buffer.from(message)
  const nodes = grown(bytes.subarray(20))
  for (let times = 1 + dice.below(3); times > 0; times--) {
    const places = every(nodes)
    if (places.length === 0) break
    const { list, at } = dice.pick(places)
    dice.pick(changes)(dice, list, at, list[at] as Node)
  }
  const out = Buffer.concat([bytes.subarray(0, 20), flat(nodes)])
  out.writeUInt32LE(out.length, 0)
  return out
}

/** A message with some bytes changed, or cut short. */
export function damaged(dice: Dice, message: Uint8Array): Buffer {
  const bytes = Buffer.from(message)
  for (let times = 1 + dice.below(4); times > 0; times--)
    bytes[dice.below(bytes.length)] = dice.pick([0, 1, 255, 128, dice.below(256)])
  return dice.below(4) === 0 ? bytes.subarray(0, dice.below(bytes.length)) : bytes
}

/** What either works, or says that it does not: anything else is thrown on. */
export function attempt(fn: () => unknown): boolean {
  try {
    fn()
    return true
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof TypeError) return false
    throw thrown
  }
}

export function readAll(library: Addon, bytes: Uint8Array): void {
  library.parse(bytes)
  const reader = library.elementReader()
  reader.add(bytes)
  reader.take()
}
