import type { Public, Value } from '../wire/type.ts'
import type { mdbMessage, mdbReported } from './mdb-message.ts'

type Reported = Value<typeof mdbReported>

type Source = NonNullable<Reported['srcList']>[number]

/** A source of a multicast group. */
export interface MdbSource extends Source, Public {}

/** An entry of the multicast table of a bridge or VXLAN, as listed. */
export interface Mdb extends Omit<Reported, 'vid' | 'srcList'> {
  /** Index of the bridge, or of the VXLAN. */
  bridge: number
  /** Name of `bridge`, with `names: true`. */
  bridgeName?: string
  /** Name of `port`, with `names: true`. */
  portName?: string
  /** VLAN of the group; absent without one. */
  vid?: number
  /** Sources of the group, which `groupMode` includes or excludes. */
  srcList?: MdbSource[]
}

/** The kernel's order is that in which they were added, the last one first. */
function byAddress(one: Source, other: Source): number {
  return String(one.address) < String(other.address) ? -1 : 1
}

/** The entries of a message. */
export function entriesFrom({ bridge, mdb = [] }: Value<typeof mdbMessage>): Mdb[] {
  return mdb.flat().map(({ port, group, vid, srcList, ...others }) => ({
    ...{ bridge, port, group },
    ...(vid === 0 ? {} : { vid }),
    ...others,
    ...(srcList === undefined ? {} : { srcList: srcList.sort(byAddress) }),
  }))
}
