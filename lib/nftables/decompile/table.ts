import type { Chain, Flowtable, Table } from '../bytecode.ts'
import type { Family, NftChain, NftFlowtable, NftTable } from '../json.ts'
import { familyNumbered, NETDEV } from '../protocol/table.ts'
import { CHAIN_BASE, hooksOf, tableFlags } from '../selector/hook.ts'
import { CHAIN_COMMENT, readUserdata, recordText, TABLE_COMMENT } from '../selector/userdata.ts'
import { oneOrMany, wordOf, wordsOf } from './words.ts'

/** The comment that nft keeps in the userdata of an object. */
export function commentIn(userdata: Uint8Array | undefined, type: number): { comment?: string } {
  const record = userdata && readUserdata(userdata).get(type)
  return record ? { comment: recordText(record) } : {}
}

export function familyOf(object: { family: number }): Family {
  return familyNumbered(object.family) as Family
}

export function printTable(table: Table): NftTable {
  const flags = oneOrMany(wordsOf(tableFlags, table.flags ?? 0)) as NftTable['flags']
  return {
    family: familyOf(table),
    name: table.name ?? '',
    handle: Number(table.handle ?? 0n),
    ...(flags !== undefined && { flags }),
    ...commentIn(table.userdata, TABLE_COMMENT),
  }
}

/** NF_DROP */
const DROP = 0

/** A chain; base chains with the hook they are on. nft 1.0.6 leaves out device and comment, without which it could not come back. */
export function printChain(chain: Chain): NftChain {
  return {
    family: familyOf(chain),
    table: chain.table,
    name: chain.name ?? '',
    handle: Number(chain.handle ?? 0n),
    ...commentIn(chain.userdata, CHAIN_COMMENT),
    ...(isBase(chain) && printBase(chain)),
  }
}

function isBase({ flags = 0, hooknum, type }: Chain): boolean {
  return (flags & CHAIN_BASE) !== 0 || (hooknum !== undefined && type !== undefined)
}

function printBase(chain: Chain): Partial<NftChain> {
  const dev = oneOrMany(chain.dev === undefined ? (chain.devices ?? []) : [chain.dev])
  return {
    type: chain.type as 'filter',
    hook: wordOf(hooksOf(chain.family), chain.hooknum) ?? 'unknown',
    prio: chain.prio ?? 0,
    policy: chain.policy === DROP ? 'drop' : 'accept',
    ...(dev !== undefined && { dev }),
  }
}

export function printFlowtable(flowtable: Flowtable): NftFlowtable {
  const dev = oneOrMany([...(flowtable.devices ?? [])].sort())
  return {
    family: familyOf(flowtable),
    name: flowtable.name ?? '',
    table: flowtable.table,
    handle: Number(flowtable.handle ?? 0n),
    hook: wordOf(hooksOf(NETDEV), flowtable.hooknum) ?? 'unknown',
    prio: flowtable.prio ?? 0,
    ...(dev !== undefined && { dev }),
  }
}
