import type { StatefulObject } from '../bytecode.ts'
import {
  type Json,
  object,
  only,
  optionalBoolean,
  optionalInteger,
  optionalWide,
  optionalWord,
  flags as readFlags,
  text,
} from '../compile/read.ts'
import { limit } from '../compile/stateful.ts'
import { NFT_MSG } from '../kernel.ts'
import { objectTypes, SYNPROXY_MSS, SYNPROXY_WSCALE, synproxyFlags } from '../selector/statement.ts'
import { OBJECT_COMMENT } from '../selector/userdata.ts'
import { ctExpectation, ctHelper, ctTimeout } from './ctobject.ts'
import { commentOf, familyOf, nameOf, nameOrHandle } from './header.ts'
import type { Transaction } from './transaction.ts'

/** What one kind of object has of its own. */
type Body = (tx: Transaction, held: Json) => Partial<StatefulObject>

const head = ['family', 'table', 'name', 'handle', 'comment']

interface Kind {
  properties: ReadonlySet<string>
  body: Body
}

function kind(own: readonly string[], body: Body): Kind {
  return { properties: new Set([...head, ...own]), body }
}

const LIMIT = ['rate', 'rate_unit', 'per', 'burst', 'burst_unit', 'inv']
const packetsOrBytes: Readonly<Record<string, number>> = { packets: 0, bytes: 1 }

/** By the words of JSON. */
const kinds: Readonly<Record<string, Kind>> = {
  counter: kind(['packets', 'bytes'], (tx, held) => ({
    ctrPkts: amount(tx, held, 'packets'),
    ctrBytes: amount(tx, held, 'bytes'),
  })),
  quota: kind(['bytes', 'used', 'inv'], (tx, held) => ({
    quotaBytes: amount(tx, held, 'bytes'),
    quotaConsumed: amount(tx, held, 'used'),
    quotaFlags: optionalBoolean(tx, held, 'inv') ? 1 : 0,
  })),
  limit: kind([...LIMIT, 'unit'], limitBody),
  secmark: kind(['context'], (tx, held) => ({ secmarkCtx: text(tx, held, 'context') })),
  synproxy: kind(['mss', 'wscale', 'flags'], synproxy),
  'ct helper': kind(['type', 'protocol', 'l3proto'], ctHelper),
  'ct timeout': kind(['protocol', 'l3proto', 'state', 'value', 'policy'], ctTimeout),
  'ct expectation': kind(['protocol', 'l3proto', 'dport', 'timeout', 'size'], ctExpectation),
}

function amount(tx: Transaction, held: Json, key: string): bigint {
  return optionalWide(tx, held, key) ?? 0n
}

function limitBody(tx: Transaction, held: Json): Partial<StatefulObject> {
  const own = Object.fromEntries(LIMIT.map((key) => [key, held[key]]))
  // The unit of both, where they have none of their own.
  if (optionalWord(tx, held, 'unit', packetsOrBytes) === packetsOrBytes.bytes) {
    own.rate_unit ??= 'bytes'
    own.burst_unit ??= 'bytes'
  }
  const { rate, unit, burst, type, flags } = limit(tx, own)
  return { limitRate: rate, limitUnit: unit, limitType: type ?? 0, limitFlags: flags ?? 0, limitBurst: burst ?? 0 }
}

function synproxy(tx: Transaction, held: Json): Partial<StatefulObject> {
  const mss = optionalInteger(tx, held, 'mss', 0xffff)
  const wscale = optionalInteger(tx, held, 'wscale', 0xff)
  const flags = readFlags(tx, held, 'flags', synproxyFlags)
  const given = (mss === undefined ? 0 : SYNPROXY_MSS) | (wscale === undefined ? 0 : SYNPROXY_WSCALE)
  return { synproxyMss: mss ?? 0, synproxyWscale: wscale ?? 0, synproxyFlags: flags | given }
}

export function isObjectKind(word: string): boolean {
  return Object.hasOwn(kinds, word)
}

export function addObject(tx: Transaction, word: string, json: unknown, flags: number): void {
  const { properties, body } = kinds[word] as Kind
  const held = object(tx, json)
  only(tx, held, properties)
  const made: StatefulObject = {
    family: familyOf(tx, held),
    table: nameOf(tx, held, 'table'),
    name: nameOf(tx, held, 'name'),
    type: objectTypes[word] as number,
    ...body(tx, held),
    ...commentOf(tx, held, OBJECT_COMMENT),
  }
  tx.make(NFT_MSG.NEWOBJ, flags, made)
}

export function removeObject(tx: Transaction, word: string, json: unknown, type: number): void {
  const { properties } = kinds[word] as Kind
  const held = object(tx, json)
  only(tx, held, properties)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  tx.send(type, 0, { family, table, type: objectTypes[word] as number, ...nameOrHandle(tx, held) })
}
