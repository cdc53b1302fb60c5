import type { NftCommands, NftRule } from '../../../lib/nftables/index.ts'
import { listByNft } from './nft-command.ts'

export const at = { family: 'inet', table: 't' } as const
export const table = { add: { table: { family: 'inet', name: 't' } } } as const
export const chain = { add: { chain: { ...at, name: 'c' } } } as const

/** A rule that is known again by its number. */
export const rule = (mark: number): NftRule => ({
  ...at,
  chain: 'c',
  expr: [{ match: { op: '==', left: { meta: { key: 'mark' } }, right: mark } }],
})

/** What a rule that `rule` made is known by. */
export const marks = (): number[] =>
  listByNft().flatMap((object) => {
    const { expr } = (object.rule ?? {}) as { expr?: [{ match: { right: number } }] }
    return expr ? [expr[0].match.right] : []
  })

export const handles = (kind: string): number[] =>
  listByNft().flatMap((object) => (object[kind] ? [(object[kind] as { handle: number }).handle] : []))

/** Commands that the types do not allow. */
export const commands = (list: readonly unknown[]): NftCommands => list as NftCommands
