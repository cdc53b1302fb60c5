import type { AnyMessage } from '../transport/message.ts'
import type { Protocol } from '../transport/protocol.ts'
import { type VerbMaker, verbMaker } from './operation.ts'

/** SOCK_DIAG_BY_FAMILY and SOCK_DESTROY of include/uapi/linux/sock_diag.h. */
const MESSAGES = { get: 20, new: 20, delete: 21 }

/** SKNLGRP_* of include/uapi/linux/sock_diag.h. */
const groups = { inet_tcp_destroy: 1, inet_udp_destroy: 2, inet6_tcp_destroy: 3, inet6_udp_destroy: 4 } as const

export interface SockDiag extends Protocol {
  readonly groups: typeof groups
  /** The verbs of sockets whose requests and replies have these tables. */
  verbs(request: AnyMessage, reply: AnyMessage): VerbMaker
}

/** Sockets: net/core/sock_diag.c. */
export const sockdiag: SockDiag = {
  number: 4,
  name: 'NETLINK_SOCK_DIAG',
  // Every reply may be an object.
  objectMask: 0,
  objectBits: 0,
  linkChanges: [],
  familyFirst: true,
  groups,
  messageName: (type) =>
    type === MESSAGES.get ? 'SOCK_DIAG_BY_FAMILY' : type === MESSAGES.delete ? 'SOCK_DESTROY' : undefined,
  verbs: (request, reply) => verbMaker(sockdiag, MESSAGES, twoWay(request, reply)),
}

/** Requests have a header of their own, and replies another. */
function twoWay(request: AnyMessage, reply: AnyMessage): AnyMessage {
  const compose: AnyMessage['compose'] = (writer, value, preset) => request.compose(writer, value, preset)
  return { ...reply, compose, asked: request, ...(request.locate === undefined ? {} : { locate: request.locate }) }
}
