import { handleOf } from '../../netlink/netlink.ts'
import { nfgenmsg, nfnetlink } from '../../protocol/nfnetlink.ts'
import type { Handle } from '../../transport/handle.ts'
import { ip4, ip6 } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { be16, u8 } from '../../wire/integers.ts'
import { isIP } from '../../wire/ip-text.ts'
import { message } from '../../wire/message.ts'
import type { Value } from '../../wire/type.ts'
import { type Host, ignoring } from '../host/host.ts'
import type { Port } from '../types.ts'

/** Addresses of one direction: enum ctattr_ip of include/uapi/linux/netfilter/nfnetlink_conntrack.h. */
const addresses = attrs('CTA_IP', { src4: [1, ip4], dst4: [2, ip4], src6: [3, ip6], dst6: [4, ip6] })

/** Ports of one direction: enum ctattr_l4proto. */
const ports = attrs('CTA_PROTO', { number: [1, u8], src: [2, be16], dst: [3, be16] })

/** Both: enum ctattr_tuple. */
const tuple = attrs('CTA_TUPLE', { ip: [1, addresses], proto: [2, ports], zone: [3, be16] })

/** A connection that is tracked: struct nfgenmsg and enum ctattr_type, as far as it distinguishes one from another. */
const flow = message('CTA', nfgenmsg, { original: [1, tuple], zone: [18, be16] })

type Flow = Value<typeof flow>

/** NFNL_SUBSYS_CTNETLINK, and enum cntl_msg_types. */
const ctnetlink = nfnetlink({
  number: 1,
  messages: ['IPCTNL_MSG_CT_NEW', 'IPCTNL_MSG_CT_GET', 'IPCTNL_MSG_CT_DELETE'],
})
const verb = ctnetlink.verbs(0, flow)
const verbs = {
  list: verb('listFlows', 'list', { answer: (found: Flow) => found }),
  delete: verb('deleteFlow', 'delete'),
}

const UDP = 17

/** Whether the packets of this flow are for one of the ports. */
function isFor(wanted: readonly Port[]): (found: Flow) => boolean {
  return ({ original }) =>
    original?.proto?.number === UDP &&
    wanted.some(
      ({ host, count = 1, address }) =>
        host <= (original.proto?.dst ?? 0) && (original.proto?.dst ?? 0) < host + count && isTo(address, original.ip),
    )
}

function isTo(address: string | undefined, told: NonNullable<Flow['original']>['ip']): boolean {
  if (address === undefined || address === '0.0.0.0' || address === '::') return true
  return address === (isIP(address) === 4 ? told?.dst4 : told?.dst6)
}

/**
 * Datagrams of a sender that does not pause go where the first one went, as long as the kernel remembers the flow: when a UDP port
 * changes hands it must forget.
 */
export async function flushDatagrams(host: Host, published: readonly Port[]): Promise<void> {
  const wanted = published.filter(({ protocol }) => protocol === 'udp')
  if (wanted.length === 0) return
  const handle = handleOf(host.nl)
  await Promise.all((['ip', 'ip6'] as const).map((family) => flush(handle, family, isFor(wanted))))
}

async function flush(handle: Handle, family: 'ip' | 'ip6', unwanted: (found: Flow) => boolean): Promise<void> {
  const found = await handle.list<Flow>(verbs.list, { family }, undefined, unwanted)
  await Promise.all(
    found.map(({ original, zone }) =>
      // An entry of a zone is found only with it (CTA_ZONE, ctnetlink_parse_zone).
      ignoring(['ENOENT'], handle.request(verbs.delete, { family, original, ...(zone !== undefined && { zone }) })),
    ),
  )
}
