import { sockdiag } from '../protocol/sockdiag.ts'
import type { AnyMessage } from '../transport/message.ts'
import type { Value } from '../wire/type.ts'
import { type Conditions, isConditional } from './bytecode.ts'
import { agrees } from './conditions.ts'
import type { Checked, Selected } from './filter.ts'
import { inetRequest, mptcpReply, otherReply, tcpReply } from './inet-message.ts'
import { both, equal, type Kind, stateMask } from './kind.ts'
import type { InetSocket, Socket, SocketProtocol } from './types.ts'

type Report = Value<typeof tcpReply>

/** Protocols of internet sockets, with their IPPROTO_* numbers (include/uapi/linux/in.h). */
export const INET_PROTOCOLS = { tcp: 6, udp: 17, udplite: 136, raw: 255, mptcp: 262, sctp: 132, dccp: 33 } as const

export type InetProtocol = keyof typeof INET_PROTOCOLS

/** A protocol in a request. A number of more than 8 bits is an attribute, and the header has none, so that an older kernel does not list another protocol. */
export function protocolFields(protocol: InetProtocol): object {
  const number = INET_PROTOCOLS[protocol]
  return number > 0xff ? { wideProtocol: number } : { protocol: number }
}

/** A report of an internet socket. */
export function inetSocket(protocol: InetProtocol): (report: Report) => Socket {
  return (report) => {
    const {
      family,
      state,
      timer,
      retrans,
      id,
      expires,
      rqueue,
      wqueue,
      uid,
      inode,
      protocol: ipProtocol,
      ...rest
    } = report
    const socket = {
      protocol,
      family: family as InetSocket['family'],
      state,
      local: { address: id.src, port: id.sport },
      remote: { address: id.dst, port: id.dport },
      timer,
      retrans,
      expires,
      rqueue,
      wqueue,
      uid,
      inode,
      cookie: id.cookie,
      ...rest,
    }
    if (id.if !== 0) (socket as InetSocket).link = id.if
    if (protocol === 'raw') return { ...socket, protocol, rawProtocol: ipProtocol ?? id.sport } as Socket
    return socket as Socket
  }
}

/** What is reported. */
export function extensions({ info, memory }: Pick<Checked, 'info' | 'memory'>): readonly string[] {
  return [...(info ? ['info', 'vegasinfo', 'cong', 'tos', 'tclass'] : []), ...(memory ? ['meminfo', 'skmeminfo'] : [])]
}

/** What the kernel selects by. */
export function conditionsOf({ local, remote, link, mark, cgroup }: Selected): Conditions {
  return {
    sport: local?.ports,
    dport: remote?.ports,
    src: local?.prefix,
    dst: remote?.prefix,
    link: link as number | undefined,
    mark,
    cgroup,
  }
}

/** IPv6 addresses belong to IPv6 sockets; IPv4 ones to both, since an IPv6 socket may use IPv4. */
function families({ family, local, remote }: Selected): readonly string[] {
  if (family !== undefined) return [family]
  const isIp6 = [local, remote].some((end) => end?.prefix?.address.length === 16)
  return isIp6 ? ['inet6'] : ['inet', 'inet6']
}

function inetKind(protocol: InetProtocol, reply: AnyMessage): Kind {
  /** SCTP runs no program for its sockets (net/sctp/diag.c). */
  const isHere = protocol === 'sctp'
  return {
    verbs: sockdiag.verbs(inetRequest, reply),
    answer: inetSocket(protocol),
    selecting: ['family', 'states', 'local', 'remote', 'link', 'mark', 'cgroup', 'uid', 'inode'],
    requests(checked) {
      const { selected, storages } = checked
      const conditions = conditionsOf(selected)
      const request = {
        ...protocolFields(protocol),
        ext: extensions(checked),
        states: stateMask(selected),
        ...(isConditional(conditions) && !isHere ? { bytecode: conditions } : {}),
        ...(storages ? { skBpfStorages: [] } : {}),
      }
      return families(selected).map((family) => ({ family, ...request }))
    },
    keep(selected) {
      const conditions = conditionsOf(selected)
      const here = isHere && isConditional(conditions) ? agrees(conditions) : undefined
      return both(equal(selected, 'uid', 'inode'), here)
    },
  }
}

export const inetKinds: { readonly [P in InetProtocol & SocketProtocol]: Kind } = {
  tcp: inetKind('tcp', tcpReply),
  udp: inetKind('udp', otherReply),
  udplite: inetKind('udplite', otherReply),
  raw: inetKind('raw', otherReply),
  mptcp: inetKind('mptcp', mptcpReply),
  sctp: inetKind('sctp', otherReply),
  dccp: inetKind('dccp', tcpReply),
}
