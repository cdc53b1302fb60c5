import { describeValue } from '../../errors.ts'
import type { StatefulObject } from '../bytecode.ts'
import { fail } from '../compile/path.ts'
import { enter, integer, type Json, object, optionalText, optionalWord, text, word } from '../compile/read.ts'
import { ARP, BRIDGE, INET, IPV4, IPV6 } from '../protocol/table.ts'
import { timeouts } from '../selector/timeout.ts'
import { familyOf } from './header.ts'
import type { Transaction } from './transaction.ts'

/** Network protocols of connections by the families that nft names them by. */
const networks: Readonly<Record<string, number>> = { ip: IPV4, ip6: IPV6, inet: INET, bridge: BRIDGE, arp: ARP }

/** The transport protocol: by its word, or (as nft lists those that it has no word for) by its number. */
function transport(tx: Transaction, held: Json): number {
  const { protocol } = held
  if (typeof protocol === 'number' && Number.isInteger(protocol) && protocol > 0 && protocol < 256) return protocol
  const name = text(tx, held, 'protocol')
  const number = tx.names.protocols.numbers.get(name)
  if (number !== undefined) return number
  tx.path.push('protocol')
  return fail(tx, `unknown protocol ${describeValue(name)}`)
}

/** What nft takes where nothing is said: that of the table, unless it holds both. */
function network(tx: Transaction, held: Json): number {
  return optionalWord(tx, held, 'l3proto', networks) ?? familyOf(tx, held)
}

const helperProtocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17 }
/** NF_CT_HELPER_NAME_LEN */
const MAX_HELPER = 16

export function ctHelper(tx: Transaction, held: Json): Partial<StatefulObject> {
  const type = text(tx, held, 'type')
  if (type === '' || Buffer.byteLength(type) >= MAX_HELPER) {
    tx.path.push('type')
    fail(tx, `must be a helper name, not ${describeValue(type)}`)
  }
  return {
    ctHelperName: type,
    ctHelperL4proto: word(tx, held, 'protocol', helperProtocols),
    ctHelperL3proto: network(tx, held),
  }
}

const U32 = 0xffffffff

/** The seconds of every state: those of nft, but for the ones that `policy` (or `state` and `value`) sets. */
export function ctTimeout(tx: Transaction, held: Json): Partial<StatefulObject> {
  const protocol = transport(tx, held)
  const rows = timeouts[protocol]
  if (!rows) {
    tx.path.push('protocol')
    return fail(tx, 'must be tcp or udp: other protocols have no timeouts')
  }
  const seconds: (number | undefined)[] = rows.map(([state, usual]) => (state === undefined ? undefined : usual))
  const set = (state: string, at: Json, key: string): void => {
    const index = rows.findIndex(([candidate]) => candidate === state)
    if (index < 0) {
      tx.path.push(key)
      fail(tx, `unknown state ${describeValue(state)}`)
    }
    seconds[index] = integer(tx, at, key, U32)
  }
  const state = optionalText(tx, held, 'state')
  if (state !== undefined) set(state, held, 'value')
  if (held.policy !== undefined && held.policy !== null) {
    const policy = object(tx, enter(tx, held, 'policy'))
    for (const key of Object.keys(policy)) set(key, policy, key)
    tx.path.pop()
  }
  return { ctTimeoutL3proto: network(tx, held), ctTimeoutL4proto: protocol, ctTimeoutArray: seconds }
}

export function ctExpectation(tx: Transaction, held: Json): Partial<StatefulObject> {
  return {
    ctExpectL3proto: network(tx, held),
    ctExpectL4proto: transport(tx, held),
    ctExpectDport: integer(tx, held, 'dport', 0xffff),
    ctExpectTimeout: integer(tx, held, 'timeout', U32),
    ctExpectSize: integer(tx, held, 'size', 0xff),
  }
}
