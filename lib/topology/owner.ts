import { describeValue, InputError } from '../errors.ts'
import { protocol as protocols } from '../protocol/enums/protocol.ts'
import { checkObject } from '../wire/struct.ts'
import { unknownOption } from '../wire/unknown.ts'
import type { TopologyOwner } from './types.ts'

/** An owner, checked. */
export interface Owner extends TopologyOwner {
  /** Begins the alternative names of its links. */
  readonly prefix: string
}

/** Numbers of FRR, of which some have no name in the kernel's headers (rt_protos of FRR's tools/etc/iproute2). */
const FRR = { first: 186, last: 196 }
/** ALTIFNAMSIZ less a name and the colon. */
const LONGEST_TAG = 100

/** The name of the program or kernel part that has this protocol number. */
function holderOf(number: number): string | undefined {
  const word = Object.entries(protocols.words ?? {}).find(([, value]) => value === number)?.[0]
  return word ?? (number >= FRR.first && number <= FRR.last ? 'frr' : undefined)
}

export function checkOwner(value: unknown): Owner {
  if (value === undefined) throw new InputError('owner is missing: { protocol, tag }')
  try {
    checkObject(value)
    const stranger = Object.keys(value as object).find((key) => key !== 'protocol' && key !== 'tag')
    if (stranger !== undefined) throw unknownOption(stranger, ['protocol', 'tag'])
    const { protocol, tag } = value as Partial<TopologyOwner>
    return { protocol: checkProtocol(protocol), tag: checkTag(tag), prefix: `${tag}:` }
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under('owner') : thrown
  }
}

function checkProtocol(value: unknown): number {
  const got = `must be a number from 5 to 255, not ${describeValue(value)}`
  if (typeof value !== 'number') throw new InputError(got).under('protocol')
  if (!Number.isInteger(value) || value < 5 || value > 255) throw new InputError(got, 'range').under('protocol')
  const holder = holderOf(value)
  if (holder !== undefined)
    throw new InputError(`must be a number that is not in use; ${value} is '${holder}'`, 'range').under('protocol')
  return value
}

function checkTag(value: unknown): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value) || value.includes(':'))
    throw new InputError(`must be a name without spaces and ':', not ${describeValue(value)}`).under('tag')
  if (value.length > LONGEST_TAG)
    throw new InputError(`must be at most ${LONGEST_TAG} bytes long, not ${value.length}`, 'range').under('tag')
  return value
}

/** Whether a link has the mark of the owner. */
export function isTagged({ altnames = [] }: { altnames?: readonly string[] }, { prefix }: Owner): boolean {
  return altnames.some((name) => name.startsWith(prefix))
}
