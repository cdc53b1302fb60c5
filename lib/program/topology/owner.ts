// Whose the objects of a topology are.
import type { TopologyOwner } from '../../topology/index.ts'
import { type Call, type Option, UsageError } from '../command.ts'

const DEFAULT: TopologyOwner = { tag: 'netlink-ts', protocol: 77 }

const FORM = /^([^:]+):(\d{1,3})$/

export const OWNER_OPTION: Readonly<Record<string, Option>> = {
  owner: {
    value: 'TAG:PROTOCOL',
    help: `Whose the objects are: a name for links and a protocol number; ${DEFAULT.tag}:${DEFAULT.protocol} unless given.`,
  },
}

/** The owner that `--owner` names. */
export function ownerOf(call: Call): TopologyOwner {
  return givenOwner(call) ?? DEFAULT
}

/** The owner that `--owner` names; undefined without it. */
export function givenOwner(call: Call): TopologyOwner | undefined {
  const text = call.text('owner')
  if (text === undefined) return undefined
  const [, tag, protocol] = FORM.exec(text) ?? []
  if (tag === undefined) throw new UsageError(`--owner must be TAG:PROTOCOL, such as my-app:77, not '${text}'`)
  return { tag, protocol: Number(protocol) }
}
