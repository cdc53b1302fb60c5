import type { AnyMessage, Verb } from '../transport/verb.ts'
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../wire/header.ts'

/** How a verb changes or asks; the words are the kernel's flags (include/uapi/linux/netlink.h). */
const WAYS = {
  /** Made new, EEXIST when it is there: `ip ... add`. */
  add: { offset: 0, flags: NLM_F_CREATE | NLM_F_EXCL },
  /** Made or overwritten: `ip ... replace`. */
  replace: { offset: 0, flags: NLM_F_CREATE | NLM_F_REPLACE },
  /** Made behind what is there: `ip ... append`. */
  append: { offset: 0, flags: NLM_F_CREATE | NLM_F_APPEND },
  /** Changed, never made: `ip ... set`. */
  set: { offset: 0, flags: 0 },
  delete: { offset: 1, flags: 0 },
  get: { offset: 2, flags: 0 },
  list: { offset: 2, flags: NLM_F_DUMP },
} as const

export type Way = keyof typeof WAYS

type Extras<Answer> = Pick<
  Verb<Answer>,
  'preset' | 'answer' | 'complete' | 'publish' | 'reworded' | 'strict' | 'subject'
> & {
  echo?: boolean
}

/**
 * The verbs of one object of rtnetlink, whose message types are three in a row: new, delete, get (RTM_NEWROUTE,
 * RTM_DELROUTE, RTM_GETROUTE of include/uapi/linux/rtnetlink.h).
 */
export function family(newType: number, message: AnyMessage) {
  return <Answer = void>(operation: string, way: Way, extras: Extras<Answer> = {}): Verb<Answer> => {
    const { echo, ...rest } = extras
    const { offset, flags } = WAYS[way]
    return {
      operation,
      type: newType + offset,
      flags: echo === true ? flags | NLM_F_ECHO : flags,
      message,
      sameFamily: way === 'list',
      ...rest,
    }
  }
}
