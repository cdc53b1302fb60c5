import { constants } from '../../builtin.ts'
import { describeValue, InputError } from '../../errors.ts'
import type { Chain } from '../bytecode.ts'
import { fail, placed } from '../compile/path.ts'
import { array, checkKept, type Json, object, only, optionalText, optionalWord, text, word } from '../compile/read.ts'
import { NFT_MSG } from '../kernel.ts'
import { INET, NETDEV } from '../protocol/table.ts'
import { hooksOf } from '../selector/hook.ts'
import { parsePriority } from '../selector/priority.ts'
import { CHAIN_COMMENT } from '../selector/userdata.ts'
import { commentOf, familyOf, handleOf, nameOf, nameOrHandle } from './header.ts'
import type { Transaction } from './transaction.ts'

const properties = new Set([
  ...['family', 'table', 'name', 'handle', 'newname', 'type', 'hook', 'prio', 'dev', 'policy', 'comment'],
])
const baseProperties = ['type', 'hook', 'prio', 'dev'] as const

/** NF_DROP and NF_ACCEPT */
const policies: Readonly<Record<string, number>> = { drop: 0, accept: 1 }
const types: Readonly<Record<string, string>> = { filter: 'filter', nat: 'nat', route: 'route' }

export function addChain(tx: Transaction, json: unknown, flags: number): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const chain: Chain = {
    family: familyOf(tx, held),
    table: nameOf(tx, held, 'table'),
    name: nameOf(tx, held, 'name'),
    ...commentOf(tx, held, CHAIN_COMMENT),
  }
  if (baseProperties.some((key) => held[key] !== undefined)) hook(tx, held, chain)
  const policy = optionalWord(tx, held, 'policy', policies)
  if (policy !== undefined) chain.policy = policy
  tx.make(NFT_MSG.NEWCHAIN, flags, chain)
}

/** What makes it a base chain, through which the kernel sends packets. */
function hook(tx: Transaction, held: Json, chain: Chain): void {
  const type = text(tx, held, 'type')
  if (!Object.hasOwn(types, type)) {
    tx.path.push('type')
    fail(tx, `must be one of ${Object.keys(types).join(', ')}, not ${describeValue(type)}`)
  }
  chain.type = type
  chain.hooknum = word(tx, held, 'hook', hooksOf(chain.family))
  chain.prio = priorityOf(tx, held, chain.family)
  const devices = devicesOf(tx, held)
  if (devices.length === 0 && needsDevice(chain)) {
    tx.path.push('dev')
    fail(tx, 'is missing: a chain of this hook sees only the packets of its devices')
  }
  const [only] = devices
  if (devices.length === 1 && only !== undefined) chain.dev = only
  else if (devices.length > 1) chain.devices = devices
}

/** NF_INET_INGRESS: NF_NETDEV_INGRESS and _EGRESS are the hooks of a family of their own, all of which hang on devices. */
const INET_INGRESS = 5

function needsDevice({ family, hooknum }: Chain): boolean {
  return family === NETDEV || (family === INET && hooknum === INET_INGRESS)
}

const I32 = 2 ** 31

/** A number, or the words that nft has for some. */
export function priorityOf(tx: Transaction, held: Json, family: number): number {
  const { prio } = held
  const number = typeof prio === 'string' ? parsePriority(prio, family, text(tx, held, 'hook')) : prio
  if (typeof number === 'number' && Number.isInteger(number) && number >= -I32 && number < I32) return number
  tx.path.push('prio')
  return fail(tx, prio === undefined ? 'is missing' : `is not a priority of this hook: ${describeValue(prio)}`)
}

export function devicesOf(tx: Transaction, held: Json): string[] {
  const { dev } = held
  if (dev === undefined) return []
  tx.path.push('dev')
  const names = typeof dev === 'string' ? [dev] : array(tx, dev)
  for (const [index, name] of names.entries()) {
    tx.path.push(index)
    if (typeof name !== 'string' || name === '' || Buffer.byteLength(name) >= MAX_DEVICE)
      fail(tx, `must be a link name, not ${describeValue(name)}`)
    checkKept(tx, name as string)
    tx.path.pop()
  }
  tx.path.pop()
  return names as string[]
}

/** IFNAMSIZ */
const MAX_DEVICE = 16

export function removeChain(tx: Transaction, json: unknown, type: number): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  const named = nameOrHandle(tx, held)
  if ('name' in named) tx.positions?.flush(family, table, named.name)
  tx.send(type, 0, { family, table, ...named })
}

/** Gives a chain of the kernel the name `newname`; it is found by its handle. */
export function renameChain(tx: Transaction, json: unknown): void {
  const held = object(tx, json)
  only(tx, held, properties)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  const newname = nameOf(tx, held, 'newname')
  const name = optionalText(tx, held, 'name')
  const handle = name === undefined ? handleOf(tx, held) : handleNamed(tx, family, table, nameOf(tx, held, 'name'))
  if (handle === undefined) fail(tx, 'name or handle is required')
  else tx.make(NFT_MSG.NEWCHAIN, 0, { family, table, name: newname, handle })
}

function handleNamed(tx: Transaction, family: number, table: string, name: string): bigint {
  const chains = tx.sets.isFresh(family, table) ? [] : tx.knowledge.ask({ about: 'chains', family, table })
  const found = chains.find((chain) => chain.name === name)
  if (found?.handle !== undefined) return found.handle
  tx.path.push('name')
  throw placed(tx, new InputError(`there is no chain '${name}' in table '${table}'`, 'type', -constants.errno.ENOENT))
}
