import { rtnetlink } from '../protocol/rtnetlink.ts'
import { s32, u8, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { netnsFd } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Value } from '../wire/type.ts'

/** Ids of namespaces, relative to another one: struct rtgenmsg, NETNSA_* of include/uapi/linux/net_namespace.h. */
export const nsid = message('NETNSA', struct({ family: u8 }), {
  /** The id, or -1 if none is assigned. */
  nsid: [1, s32],
  pid: [2, u32],
  fd: [3, netnsFd],
  targetNsid: [4, s32],
  currentNsid: [5, s32],
})

/** NETNSA_NSID_NOT_ASSIGNED */
const NOT_ASSIGNED = -1

function assigned(found: Value<typeof nsid>): number | undefined {
  return found.nsid === NOT_ASSIGNED ? undefined : found.nsid
}

const verb = rtnetlink.verbs('NEWNSID', nsid)

/** Requests the id of one namespace, given as `{ fd }`. */
export const getNsid = verb('listNetns', 'get', { answer: assigned })

/** Assigns an id to one namespace, given as `{ fd, nsid }`; EEXIST if it has one. */
export const addNsid = verb('setNsid', 'add')

/** Lists the ids that are assigned. */
export const listNsids = verb('listNsids', 'list', { answer: assigned })

/** The id to assign when any will do. */
export const ANY_NSID = NOT_ASSIGNED
