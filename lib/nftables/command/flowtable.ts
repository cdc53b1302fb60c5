import type { Flowtable } from '../bytecode.ts'
import { object, only, word } from '../compile/read.ts'
import { NFT_MSG } from '../kernel.ts'
import { NETDEV } from '../protocol/table.ts'
import { hooksOf } from '../selector/hook.ts'
import { devicesOf, priorityOf } from './chain.ts'
import { familyOf, nameOf, nameOrHandle } from './header.ts'
import type { Transaction } from './transaction.ts'

const properties = new Set(['family', 'table', 'name', 'handle', 'hook', 'prio', 'dev'])

export function addFlowtable(tx: Transaction, json: unknown, flags: number): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const flowtable: Flowtable = {
    family: familyOf(tx, held),
    table: nameOf(tx, held, 'table'),
    name: nameOf(tx, held, 'name'),
    hooknum: word(tx, held, 'hook', hooksOf(NETDEV)),
    prio: priorityOf(tx, held, NETDEV),
  }
  const devices = devicesOf(tx, held)
  if (devices.length > 0) flowtable.devices = devices
  tx.make(NFT_MSG.NEWFLOWTABLE, flags, flowtable)
}

export function removeFlowtable(tx: Transaction, json: unknown, type: number): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  tx.send(type, 0, { family, table, ...nameOrHandle(tx, held) })
}
