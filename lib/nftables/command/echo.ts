import type { Rule } from '../bytecode.ts'
import type { NftCommand, NftObject } from '../json.ts'
import { NFT_MSG } from '../kernel.ts'
import type { Command, Message } from '../native.ts'
import type { Transaction } from './transaction.ts'

/** What the commands made, as it was given and with the handle that the kernel told. */
export function echoed(
  tx: Transaction,
  commands: readonly (NftCommand | NftObject)[],
  messages: readonly Message[],
): NftObject[] {
  const handles = handlesOf(tx, messages)
  return commands.flatMap((command, origin) => {
    const object = madeBy(command)
    return object ? [withHandle(object, handles.get(origin))] : []
  })
}

const verbs = ['add', 'create', 'insert', 'replace', 'rename'] as const
const others = new Set(['delete', 'destroy', 'flush', 'reset', 'list', 'metainfo'])

function madeBy(command: object): NftObject | undefined {
  const verb = verbs.find((candidate) => candidate in command)
  if (verb) return (command as Record<string, NftObject>)[verb]
  return Object.keys(command).some((key) => others.has(key)) ? undefined : (command as NftObject)
}

function withHandle(object: NftObject, handle: bigint | undefined): NftObject {
  const [kind, held] = Object.entries(object)[0] as [string, object]
  return { [kind]: handle === undefined ? held : { ...held, handle: Number(handle) } } as NftObject
}

/**
 * The handles by command. Rules are told in their order; other objects by their names, because those that were there
 * already are not told.
 */
function handlesOf(tx: Transaction, messages: readonly Message[]): Map<number, bigint> {
  const rules: (bigint | undefined)[] = []
  const named = new Map<string, bigint | undefined>()
  for (const { type, object } of messages) {
    const { handle } = object as Rule
    if (type === NFT_MSG.NEWRULE) rules.push(handle)
    else named.set(nameOf(type, object), handle)
  }
  const found = new Map<number, bigint>()
  let rule = 0
  for (const index of tx.made) {
    const { type, object } = tx.messages[index] as Command
    const handle = type === NFT_MSG.NEWRULE ? rules[rule++] : named.get(nameOf(type, object))
    if (handle !== undefined) found.set(tx.origins[index] as number, handle)
  }
  return found
}

function nameOf(type: number, object: object): string {
  const { family, table = '', name = '', type: kind = '' } = object as Record<string, unknown>
  const detail = type === NFT_MSG.NEWOBJ ? kind : ''
  return `${type}\0${family}\0${table}\0${name}\0${detail}`
}
