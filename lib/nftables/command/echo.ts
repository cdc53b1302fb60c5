import type { NftCommand, NftObject } from '../json.ts'
import { NFT_MSG } from '../kernel.ts'
import type { Answer } from './send.ts'

/** What the commands made, as it was given and with the handle that the kernel told. */
export function echoed(commands: readonly (NftCommand | NftObject)[], answer: Answer): NftObject[] {
  const handles = handlesOf(answer)
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

/** The handles by the number of the command. */
function handlesOf({ messages, commandOf }: Answer): Map<number, bigint> {
  const found = new Map<number, bigint>()
  for (const { type, sequence, object } of messages) {
    const origin = MADE.has(type) ? commandOf(sequence) : undefined
    const { handle } = object as { handle?: bigint }
    if (origin !== undefined && handle !== undefined) found.set(origin, handle)
  }
  return found
}

const { NEWTABLE, NEWCHAIN, NEWRULE, NEWSET, NEWOBJ, NEWFLOWTABLE } = NFT_MSG
const MADE = new Set<number>([NEWTABLE, NEWCHAIN, NEWRULE, NEWSET, NEWOBJ, NEWFLOWTABLE])
