// What the compiler knows of handles, batches, namespaces, errors and nftables. Nothing here runs: the compiler is the test.
import {
  type BatchResult,
  batch,
  createNetns,
  listNetns,
  Netlink,
  NetlinkError,
  type Netns,
  type NetnsInfo,
  openNetlink,
} from 'netlink-ts'
import { createNetwork, type Endpoint } from 'netlink-ts/container'
import { accept, add, ip, match, type NftObject, openNftables, tcp } from 'netlink-ts/nftables'
import { is } from './same.ts'

export async function inferred(): Promise<void> {
  is<Netlink>()(await openNetlink())
  is<NetnsInfo[]>()(await listNetns())
  const netns = await createNetns()
  is<Netns>()(netns)
  is<number>()(netns.run(() => 1))
  is<string>()(await netns.getSysctl('net.ipv4.ip_forward'))
  is<number>()(netns.inode)

  const results = await batch((b) => b.addRoute({ dst: '10.0.0.0/8', oif: 'eth0' }), { onError: 'stop' })
  is<BatchResult[]>()(results)
  for (const result of results) {
    if (result.ok) continue
    if (result.skipped) is<undefined>()(result.error)
    else is<NetlinkError>()(result.error)
  }

  const nft = await openNftables({ netns })
  is<NftObject[]>()(await nft.apply([add.table({ family: 'inet', name: 't' })], { echo: true }))
  is<NftObject[]>()((await nft.list({ family: 'inet' })).nftables)

  const network = await createNetwork({ name: 'br0', subnet: '172.18.0.0/16' })
  is<Endpoint>()(await network.attach(netns, { ports: [{ host: 8000, container: 8080, protocol: 'tcp' }] }))
}

export function caught(error: unknown): void {
  if (!(error instanceof NetlinkError)) return
  is<string>()(error.code)
  is<number>()(error.errno)
  is<string>()(error.operation)
  is<string | undefined>()(error.attribute)
}

export async function refused(): Promise<void> {
  // @ts-expect-error: handles are opened, not constructed
  new Netlink()
  // @ts-expect-error: namespaces are named by words, objects, { pid } or { fd }
  await openNetlink({ netns: 1234 })
  // @ts-expect-error: no such reaction
  await batch(() => undefined, { onError: 'retry' })
  await batch(() => undefined, { onError: 'rollback', strict: true, irreversible: 'last' })
  // @ts-expect-error: there is one way to make irreversible changes
  await batch(() => undefined, { onError: 'rollback', irreversible: 'first' })
  // @ts-expect-error: reading has no place in a batch
  await batch((b) => b.listRoutes())
  const nft = await openNftables()
  // @ts-expect-error: a rule is in a chain
  await nft.apply([{ add: { rule: { family: 'inet', table: 't', expr: [accept()] } } }])
  // @ts-expect-error: no such family
  await nft.apply([add.table({ family: 'ipv4', name: 't' })])
  // @ts-expect-error: TCP has no such field
  match(tcp.port, '==', 22)
  // @ts-expect-error: the operator stands between
  match(ip.saddr, '10.0.0.1', '==')
}
