import { sockdiag } from '../protocol/sockdiag.ts'
import type { Value } from '../wire/type.ts'
import type { Checked } from './filter.ts'
import { equal, type Kind, stateMask } from './kind.ts'
import { ALL_PROTOCOLS, netlinkReply, netlinkRequest } from './netlink-message.ts'
import { packetReply, packetRequest } from './packet-message.ts'
import type { NetlinkSocket, PacketSocket, UnixSocket, VsockSocket, XdpSocket } from './types.ts'
import { unixReply, unixRequest } from './unix-message.ts'
import { vsockReply, vsockRequest } from './vsock-message.ts'
import { xdpReply, xdpRequest } from './xdp-message.ts'

/** What is reported: always, with `info`, and with `memory`. */
function shown({ info, memory }: Pick<Checked, 'info' | 'memory'>, always: readonly string[], more: readonly string[]) {
  return [...always, ...(info ? more : []), ...(memory ? ['meminfo'] : [])]
}

/** What is reported of unix sockets. */
export function unixShown(checked: Pick<Checked, 'info' | 'memory'>): readonly string[] {
  return shown(checked, ['name', 'vfs', 'peer', 'rqlen', 'uid'], ['icons'])
}

export function unixSocket({ family: _, ino, cookie, ...rest }: Value<typeof unixReply>): UnixSocket {
  return { protocol: 'unix', family: 'unix', inode: ino, cookie, ...rest }
}

export const unix: Kind = {
  verbs: sockdiag.verbs(unixRequest, unixReply),
  answer: unixSocket,
  selecting: ['states', 'uid', 'inode', 'path'],
  requests: (checked) => [{ family: 'unix', states: stateMask(checked.selected), show: unixShown(checked) }],
  keep: ({ path, ...selected }) => {
    const same = equal(selected, 'uid', 'inode')
    if (path === undefined) return same
    return (socket) => (socket as UnixSocket).name === path && same?.(socket) !== false
  },
}

/** A link by its index, none by 0. */
const onLink = (index: number | undefined) => (index === undefined || index === 0 ? {} : { link: index })

export const packet: Kind = {
  verbs: sockdiag.verbs(packetRequest, packetReply),
  answer({ family: _, ino, cookie, ...rest }: Value<typeof packetReply>): PacketSocket {
    return { protocol: 'packet', family: 'packet', inode: ino, cookie, ...onLink(rest.info?.index), ...rest }
  },
  selecting: ['link', 'uid', 'inode'],
  requests: (checked) => [
    { family: 'packet', show: shown(checked, ['info'], ['mclist', 'ring_cfg', 'fanout', 'filter']) },
  ],
  keep: (selected) => equal(selected, 'link', 'uid', 'inode'),
}

export const netlink: Kind = {
  verbs: sockdiag.verbs(netlinkRequest, netlinkReply),
  answer({ family: _, protocol, ino, cookie, ...rest }: Value<typeof netlinkReply>): NetlinkSocket {
    return { protocol: 'netlink', family: 'netlink', netlinkProtocol: protocol, inode: ino, cookie, ...rest }
  },
  selecting: ['inode'],
  requests: (checked) => [
    { family: 'netlink', protocol: ALL_PROTOCOLS, show: shown(checked, ['groups', 'flags'], []) },
  ],
  keep: (selected) => equal(selected, 'inode'),
}

export const xdp: Kind = {
  verbs: sockdiag.verbs(xdpRequest, xdpReply),
  answer({ family: _, ino, cookie, ...rest }: Value<typeof xdpReply>): XdpSocket {
    return { protocol: 'xdp', family: 'xdp', inode: ino, cookie, ...onLink(rest.info?.ifindex), ...rest }
  },
  selecting: ['link', 'uid', 'inode'],
  requests: (checked) => [{ family: 'xdp', show: shown(checked, ['info'], ['ring_cfg', 'umem', 'stats']) }],
  keep: (selected) => equal(selected, 'link', 'uid', 'inode'),
}

export const vsock: Kind = {
  verbs: sockdiag.verbs(vsockRequest, vsockReply),
  answer(report: Value<typeof vsockReply>): VsockSocket {
    const { family: _, ino, cookie, srcCid, srcPort, dstCid, dstPort, ...rest } = report
    const ends = { local: { cid: srcCid, port: srcPort }, remote: { cid: dstCid, port: dstPort } }
    return { protocol: 'vsock', family: 'vsock', inode: ino, cookie, ...ends, ...rest }
  },
  selecting: ['states', 'inode'],
  requests: ({ selected }) => [{ family: 'vsock', states: stateMask(selected) }],
  keep: (selected) => equal(selected, 'inode'),
}
