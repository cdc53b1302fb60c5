import type { Table } from '../bytecode.ts'
import { object, only, flags as readFlags } from '../compile/read.ts'
import { NFT_MSG } from '../kernel.ts'
import { tableFlags } from '../selector/hook.ts'
import { TABLE_COMMENT } from '../selector/userdata.ts'
import { commentOf, familyOf, nameOf, nameOrHandle } from './header.ts'
import type { Transaction } from './transaction.ts'

const properties = new Set(['family', 'name', 'handle', 'flags', 'comment'])

export function addTable(tx: Transaction, json: unknown, flags: number): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const table: Table = {
    family: familyOf(tx, held),
    name: nameOf(tx, held, 'name'),
    ...commentOf(tx, held, TABLE_COMMENT),
  }
  // Without flags a table that is there keeps its own.
  if (held.flags !== undefined) table.flags = readFlags(tx, held, 'flags', tableFlags)
  tx.make(NFT_MSG.NEWTABLE, flags, table)
}

export function removeTable(tx: Transaction, json: unknown, type: number): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const family = familyOf(tx, held)
  const named = nameOrHandle(tx, held)
  if ('name' in named) tx.forgetTable(family, named.name)
  tx.send(type, 0, { family, ...named })
}
