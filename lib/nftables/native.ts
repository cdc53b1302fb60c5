import type * as border from '../../types/nftables.d.ts'
import { NetlinkError } from '../errors.ts'
import { loadAddon } from '../transport/native.ts'
import type { Chain, Expression, Flowtable, Rule, Set as NftSet, StatefulObject, Table } from './bytecode.ts'

export type { BytesColumn, NameColumn } from '../../types/nftables.d.ts'

/** Elements of a set, column by column; see types/nftables.d.ts. */
export interface ElementColumns extends border.ElementColumns {
  expressions?: (Expression[] | undefined)[]
}

/** Elements as the kernel listed them, with the set that they belong to. */
export interface ElementList extends ElementColumns {
  family: number
  table: string
  set: string
}

/** A set as the target of element messages. */
export interface ElementTarget {
  family: number
  table: string
  name?: string
  id?: number
}

/** NFTA_GEN_* */
export interface Generation {
  id: number
  procPid?: number
  procName?: string
}

/** Attributes that no table knows, as they came; they are written behind the others. */
interface Rest {
  rest?: Uint8Array
}

/** One message of a batch; of many elements several, with the same sequence number. */
export interface Command extends border.Command {
  object: (Table | Chain | Rule | NftSet | StatefulObject | Flowtable | ElementTarget | { family: number }) & Rest
  elements?: ElementColumns
}

/** A message of the kernel; `type` (NFT_MSG_*) says what `object` is. */
export interface Message extends Omit<border.Message, 'object'> {
  object: (Table | Chain | Rule | NftSet | StatefulObject | Flowtable | Generation) & Rest
}

export interface ElementReader {
  add(bytes: Uint8Array): void
  take(): ElementList[]
}

/** The addon, with the types of this room. */
export interface Addon {
  buildBatch(
    commands: readonly Command[],
    sequence: number,
    options?: { generation?: number; open?: boolean },
  ): Uint8Array<ArrayBuffer>
  buildRequest(command: Command, sequence: number): Uint8Array<ArrayBuffer>
  parse(bytes: Uint8Array): Message[]
  print(command: Command): string
  ElementReader: new () => ElementReader
}

let loaded: Addon | undefined

/** The addon, loaded on first use: who never opens nftables needs no libnftnl. */
export function addon(): Addon {
  loaded ??= load()
  return loaded
}

function load(): Addon {
  try {
    return loadAddon('nftables') as Addon
  } catch (thrown) {
    throw explained(thrown)
  }
}

/** The dynamic loader names the library; what to install is for us to say. */
function explained(thrown: unknown): unknown {
  if (!(thrown instanceof NetlinkError)) return thrown
  const library = /lib(nftnl|mnl)\.so/.exec(thrown.message)?.[1]
  if (library === undefined) return thrown
  const debian = library === 'nftnl' ? 'libnftnl11' : 'libmnl0'
  return new NetlinkError({
    code: 'ERR_NETLINK_LIBRARY',
    operation: 'load nftables',
    reason: `lib${library} is not installed (Debian and Ubuntu: apt-get install ${debian}; Fedora and Alpine: lib${library})`,
    cause: thrown,
  })
}
