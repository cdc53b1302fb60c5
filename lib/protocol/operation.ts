import type { AnyMessage } from '../transport/message.ts'
import type { Protocol } from '../transport/protocol.ts'
import type { RequestType } from '../transport/request-type.ts'
import {
  NLM_F_APPEND,
  NLM_F_BULK,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_ECHO,
  NLM_F_EXCL,
  NLM_F_REPLACE,
} from '../wire/header.ts'

/** The message types of one kind of object. */
export interface MessageTypes {
  readonly new: number
  readonly delete: number
  readonly get: number
}

/** Operations on an object: the message type to send, and its flags (include/uapi/linux/netlink.h). */
const OPERATIONS = {
  /** Creates; EEXIST if the object exists: `ip ... add`. */
  add: { message: 'new', flags: NLM_F_CREATE | NLM_F_EXCL },
  /** Creates or overwrites: `ip ... replace`. */
  replace: { message: 'new', flags: NLM_F_CREATE | NLM_F_REPLACE },
  /** Creates after existing ones: `ip ... append`. */
  append: { message: 'new', flags: NLM_F_CREATE | NLM_F_APPEND },
  /** Changes, but does not create: `ip ... set`. */
  set: { message: 'new', flags: 0 },
  delete: { message: 'delete', flags: 0 },
  /** Deletes everything that the request selects: `bridge fdb flush`. */
  flush: { message: 'delete', flags: NLM_F_BULK },
  get: { message: 'get', flags: 0 },
  list: { message: 'get', flags: NLM_F_DUMP },
} as const satisfies Record<string, { message: keyof MessageTypes; flags: number }>

export type Operation = keyof typeof OPERATIONS

type Extras<Answer> = Pick<
  RequestType<Answer>,
  | 'preset'
  | 'answer'
  | 'each'
  | 'complete'
  | 'explained'
  | 'publish'
  | 'reworded'
  | 'strict'
  | 'sameFamily'
  | 'slow'
  | 'subject'
> & {
  /** Requests the resulting object. */
  echo?: boolean
}

/** Declares a verb of one kind of object: its public name, its operation, and the rest of {@link RequestType}. */
export type VerbMaker = <Answer = void>(
  name: string,
  operation: Operation,
  extras?: Extras<Answer>,
) => RequestType<Answer>

/** The verbs of one kind of object. */
export function verbMaker(protocol: Protocol, types: MessageTypes, message: AnyMessage): VerbMaker {
  return <Answer>(name: string, operation: Operation, extras: Extras<Answer> = {}): RequestType<Answer> => {
    const { echo, ...rest } = extras
    const { message: which, flags } = OPERATIONS[operation]
    return {
      operation: name,
      protocol,
      type: types[which],
      flags: echo === true ? flags | NLM_F_ECHO : flags,
      message,
      sameFamily: operation === 'list' && protocol.familyFirst,
      ...rest,
    }
  }
}
