import { rtnetlink } from '../protocol/rtnetlink.ts'
import { attrs } from '../wire/attrs.ts'
import { choice } from '../wire/choice.ts'
import { type Message, message } from '../wire/message.ts'
import type { Struct } from '../wire/struct.ts'
import { binary, text } from '../wire/text.ts'
import type { Value } from '../wire/type.ts'
import { rows } from './attributes.ts'
import { header } from './header.ts'
import { portTables, tables } from './kinds/index.ts'
import { reportOf } from './report.ts'

/** Kind of a link, and of its master, with their properties: enum IFLA_INFO_* of include/uapi/linux/if_link.h. */
const linkinfo = attrs('IFLA_INFO', {
  /** Kind of the link. */
  kind: [1, text(255)],
  /** Properties of the kind. */
  data: [2, choice('kind', tables)],
  /** Statistics of the kind. */
  xstats: [3, binary, 'report'],
  /** Kind of the master. */
  slaveKind: [4, text(255)],
  /** Properties of the link as a port of its master. */
  slaveData: [5, choice('slaveKind', portTables)],
})

type Fields = typeof header extends Struct<infer F> ? F : never
// An intersection, as in a spread the rows would lose their doc comments.
type Rows = typeof rows & { readonly linkinfo: readonly [18, typeof linkinfo] }

/** The message of a link. */
export const link: Message<Fields, Rows> = message('IFLA', header, { ...rows, linkinfo: [18, linkinfo] })

const { stats, stats64, ...uncounted } = rows
/** The same without the counters, which kernels up to 6.18 send even if they are not requested. */
const brief = message('IFLA', header, { ...uncounted, linkinfo: [18, linkinfo] })

export type LinkMessage = Value<typeof link>

/** The same message, decoded as a public link object. */
export const report = reportOf(link)

/** RTM_NEWLINK, RTM_SETLINK and RTM_NEWLINKPROP, each followed by delete and get. */
export const request = rtnetlink.verbs('NEWLINK', report)
export const briefRequest = rtnetlink.verbs('NEWLINK', reportOf(brief))
export const setRequest = rtnetlink.verbs('SETLINK', link)
export const propRequest = rtnetlink.verbs('NEWLINKPROP', link)

/** Public names of nested attributes. */
const PUBLIC: readonly (readonly [inside: string, outside: string])[] = [
  ['linkinfo.data.peer', 'peer'],
  ['linkinfo.data', 'data'],
  ['linkinfo.kind', 'kind'],
  ['linkinfo.slaveData', 'port'],
  ['linkinfo.slaveKind', 'portKind'],
]

/** `linkinfo.data.id` is the caller's `data.id`. */
export function publish(path: string): string {
  for (const [inside, outside] of PUBLIC) {
    if (path === inside || path.startsWith(`${inside}.`)) return outside + path.slice(inside.length)
  }
  return path
}
