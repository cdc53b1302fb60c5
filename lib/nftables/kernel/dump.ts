import { interruptedError } from '../../transport/dump.ts'
import type { AnyMessage } from '../../transport/message.ts'
import type { AnyRequestType } from '../../transport/request-type.ts'
import type { Transport } from '../../transport/transport.ts'
import { HEADER, NLM_F_DUMP } from '../../wire/header.ts'
import type { Chain, Flowtable, Set as NftSet, Rule, StatefulObject, Table } from '../bytecode.ts'
import { addon, type Command, type ElementList, type Message } from '../native.ts'
import { NFT_MSG, SUBSYSTEM } from './number.ts'
import { nftables } from './protocol.ts'

/** How often a list is begun again at once when the ruleset changed while it was read: what reads several begins anew with all of them. */
const ATTEMPTS = 2

/** What to list: everything of that family, that table, ... The kernel filters what it can, the rest is left out here. */
export interface Filter {
  family?: number
  table?: string
  /** Of rules. */
  chain?: string
  /** NFT_OBJECT_*, of stateful objects. */
  type?: number
}

/** One set. */
export interface SetReference {
  family: number
  table: string
  set: string
}

/** The transport lays a header of its own in front of a message that the addon made; `subject` is for its errors. */
function verb(operation: string, type: number, object: Command['object']): AnyRequestType {
  const { table, name } = object as { table?: string; name?: string }
  const subject = name ?? table
  const message: AnyMessage = {
    compose: (writer, value) => writer.bytes((value as { message: Uint8Array }).message.subarray(HEADER)),
    read: () => (subject === undefined ? {} : { name: subject }),
  }
  return { operation, protocol: nftables, type: (SUBSYSTEM << 8) | type, flags: NLM_F_DUMP, message }
}

/** Runs one dump to its end; `false` where the kernel says that the ruleset changed meanwhile. */
async function pull(
  transport: Transport,
  operation: string,
  command: Omit<Command, 'flags'>,
  use: (bytes: Uint8Array) => void,
): Promise<boolean> {
  const message = addon().buildRequest({ ...command, flags: 0 }, 0)
  for await (const chunk of transport.dump(verb(operation, command.type, command.object), { message })) {
    if (chunk.interrupted) return false
    use(chunk.bytes.u8.subarray(0, chunk.end))
  }
  return true
}

/** Lists again as long as the list is inconsistent, a bounded number of times. */
export async function whole<T>(operation: string, list: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const out = await list()
    if (out !== undefined) return out
  }
  throw interruptedError(operation)
}

/** Every object of one kind. */
function list<T extends Message['object']>(
  transport: Transport,
  operation: string,
  type: number,
  object: Command['object'],
  keep: (object: T) => boolean,
): Promise<T[]> {
  return whole(operation, async () => {
    const out: T[] = []
    const complete = await pull(transport, operation, { type, object }, (bytes) => {
      for (const message of addon().parse(bytes)) if (keep(message.object as T)) out.push(message.object as T)
    })
    return complete ? out : undefined
  })
}

const inTable =
  ({ table }: Filter) =>
  (object: { table: string }): boolean =>
    table === undefined || object.table === table

export function listTables(transport: Transport, operation: string, filter: Filter = {}): Promise<Table[]> {
  const { family = 0, table } = filter
  return list<Table>(
    transport,
    operation,
    NFT_MSG.GETTABLE,
    { family },
    ({ name }) => table === undefined || name === table,
  )
}

export function listChains(transport: Transport, operation: string, filter: Filter = {}): Promise<Chain[]> {
  return list<Chain>(transport, operation, NFT_MSG.GETCHAIN, { family: filter.family ?? 0 }, inTable(filter))
}

/** With `reset`, counters and quotas begin anew (Linux 6.2). */
export function listRules(
  transport: Transport,
  operation: string,
  filter: Filter = {},
  reset = false,
): Promise<Rule[]> {
  const { family = 0, table, chain } = filter
  const object = { family, ...(table === undefined ? {} : { table }), ...(chain === undefined ? {} : { chain }) }
  const keep = (rule: Rule) => inTable(filter)(rule) && (chain === undefined || rule.chain === chain)
  return list<Rule>(transport, operation, reset ? NFT_MSG.GETRULE_RESET : NFT_MSG.GETRULE, object, keep)
}

export function listSets(transport: Transport, operation: string, filter: Filter = {}): Promise<NftSet[]> {
  const { family = 0, table } = filter
  const object = { family, ...(table === undefined ? {} : { table }) }
  return list<NftSet>(transport, operation, NFT_MSG.GETSET, object, inTable(filter))
}

/** With `reset`, their counters and quotas begin anew. */
export function listObjects(
  transport: Transport,
  operation: string,
  filter: Filter = {},
  reset = false,
): Promise<StatefulObject[]> {
  const { family = 0, table, type } = filter
  const object = { family, ...(table === undefined ? {} : { table }), ...(type === undefined ? {} : { type }) }
  const keep = (found: StatefulObject) => inTable(filter)(found) && (type === undefined || found.type === type)
  return list<StatefulObject>(transport, operation, reset ? NFT_MSG.GETOBJ_RESET : NFT_MSG.GETOBJ, object, keep)
}

export function listFlowtables(transport: Transport, operation: string, filter: Filter = {}): Promise<Flowtable[]> {
  const { family = 0, table } = filter
  const object = { family, ...(table === undefined ? {} : { table }) }
  return list<Flowtable>(transport, operation, NFT_MSG.GETFLOWTABLE, object, inTable(filter))
}

/** The elements of a set. With `reset`, their counters begin anew (Linux 6.5). */
export function listElements(
  transport: Transport,
  operation: string,
  { family, table, set }: SetReference,
  reset = false,
): Promise<ElementList[]> {
  const type = reset ? NFT_MSG.GETSETELEM_RESET : NFT_MSG.GETSETELEM
  return whole(operation, async () => {
    const reader = addon().elementReader()
    const complete = await pull(transport, operation, { type, object: { family, table, name: set } }, (bytes) =>
      reader.add(bytes),
    )
    return complete ? reader.take() : undefined
  })
}
