// What the compiler knows of links. Nothing here runs: the compiler is the test.
import {
  addAltname,
  brief,
  createBridge,
  createLink,
  createVeth,
  createVlan,
  createVxlan,
  deleteLink,
  deleteLinks,
  getLink,
  isKind,
  type Link,
  type LinkStats64,
  listLinks,
  openNetlink,
  setLink,
  streamLinks,
} from 'netlink-ts'
import { is } from './same.ts'

export async function inferred(): Promise<void> {
  is<Link<'bridge'>>()(await createBridge({ name: 'br0', up: true, data: { vlanFiltering: true, ageingTime: 300 } }))
  is<Link<'vxlan'>>()(await createVxlan({ name: 'vx0', data: { id: 42, group: '239.0.0.1', link: 'eth0' } }))
  is<Link<'vlan'>>()(await createVlan({ name: 'eth0.5', link: 2, data: { id: 5, protocol: '802.1ad' } }))
  is<Link[]>()(await listLinks({ kind: 'bridge', up: true, master: null }))

  const link = await getLink('eth0')
  is<string>()(link.name)
  is<number>()(link.index)
  is<boolean>()(link.up)
  is<LinkStats64 | undefined>()(link.stats64)
  is<number | undefined>()(link.stats64?.rxBytes)

  is<string | undefined>()(link.masterName)
  is<Partial<Link>>()(brief(link))
  is<Link[]>()(await listLinks({ names: true }))

  // The type of a value distinguishes a word from a number.
  const { operstate = 0 } = link
  if (typeof operstate === 'string') is<string>()(operstate.toUpperCase())
  else is<number>()(operstate)

  for (const each of await listLinks()) {
    // Without its kind, a link has the properties of every kind.
    is<number | undefined>()(each.data?.ageingTime)
    is<string | number | undefined>()(each.data?.group)
    if (isKind(each, 'vxlan')) {
      is<'vxlan'>()(each.kind)
      is<number | undefined>()(each.data.id)
      is<string | undefined>()(each.data.group)
    } else if (isKind(each, 'bridge')) is<number | undefined>()(each.data.ageingTime)
    else is<Link>()(each)
  }
  const vlan = await createVlan({ link: 'eth0', data: { id: 7 } })
  is<number | undefined>()(vlan.data?.id)
  is<'vlan' | undefined>()(vlan.kind)

  for await (const { ifname } of streamLinks() as AsyncIterable<{ ifname?: string }>) is<string | undefined>()(ifname)
  for await (const each of streamLinks()) is<Link>()(each)

  await using nl = await openNetlink({ netns: { pid: 1 } })
  is<Link<'bridge'>>()(await nl.createBridge())
}

export async function accepted(link: Link): Promise<void> {
  // What was listed can be given back.
  await createLink({ ...link, kind: link.kind ?? 'dummy' })
  await createVeth(link)
  await createVeth({ ...link, peer: link })
  const bridge = await createBridge()
  await createBridge(bridge)
  await createBridge({ ...bridge, name: 'br1', data: { ...bridge.data, ageingTime: 100 } })
  // A listed link names itself.
  await setLink(link, { up: true, master: bridge })
  await deleteLink(link)
  await deleteLinks([link, 'eth1', 3])
  await addAltname(link, 'uplink')
  await createVlan({ link: bridge, data: { id: 5 } })
  await listLinks({ master: bridge }, { names: true, timeout: 1000 })
  await createVeth({ name: 'v0', mtu: 9000, peer: { name: 'eth0', netns: 'web', address: '02:00:00:00:00:01' } })
  await setLink('v0', { master: 'br0', port: { mode: true } })
  await setLink(3, { master: null, name: 'other', up: false, mtu: undefined })
  await createLink({ kind: 'not known here', data: new Uint8Array(4) })
  await createLink({ kind: 'vxlan', data: Buffer.alloc(4) })
  await setLink('v0', { master: 'team0', portKind: 'team', port: new Uint8Array(4) })
  await setLink('v0', { data: { ageingTime: 100 } })
}

export async function refused(): Promise<void> {
  await createBridge({ data: { mcastQueryIntvl: 12_500 } })
  // @ts-expect-error: counters, sizes and times of 64 bits are numbers
  await createBridge({ data: { mcastQueryIntvl: 12_500n } })
  // @ts-expect-error: an option that there is not
  await createBridge({ name: 'br0', vlanFiltering: true })
  // @ts-expect-error: a property of bridges that there is not
  await createBridge({ data: { vlanFilter: true } })
  // @ts-expect-error: a number is meant
  await createVlan({ link: 'eth0', data: { id: '5' } })
  // @ts-expect-error: no such word
  await createVlan({ link: 'eth0', data: { id: 5, protocol: '802.1x' } })
  // @ts-expect-error: no kind
  await createLink({ name: 'd0' })
  // @ts-expect-error: a veth has one peer
  await createVeth({ peer: [{ name: 'a' }, { name: 'b' }] })
  // @ts-expect-error: a link is named by index or name
  await setLink({ name: 'eth0' }, { up: true })
  // @ts-expect-error: the kernel only reports it
  await setLink('eth0', { qdisc: 'fq_codel' })
  // @ts-expect-error: likewise
  await setLink('eth0', { promiscuity: 1 })
  // @ts-expect-error: likewise
  await setLink('eth0', { type: 'ether' })
  // @ts-expect-error: likewise, in a nest
  await setLink('eth0', { port: { rootId: '8000.02:00:00:00:00:01' } })
  // @ts-expect-error: a new link cannot have what the kernel only reports
  await createBridge({ name: 'br0', stats64: { rxBytes: 1 } })
  // @ts-expect-error: likewise, of its kind
  await createBridge({ data: { bridgeId: '8000.02:00:00:00:00:01' } })
  // @ts-expect-error: a word that there is not
  is<unknown>()((await getLink('eth0')).operstate === 'upp')
  // @ts-expect-error: a change is needed
  await setLink('eth0')
  // @ts-expect-error: promises are awaited
  is<Link[]>()(listLinks())
  const vlan = await createVlan()
  // @ts-expect-error: VXLANs have no such data
  for (const each of await listLinks()) if (isKind(each, 'vxlan')) is<unknown>()(each.data.ageingTime)
  // @ts-expect-error: VLANs have no such data
  is<unknown>()(vlan.data?.ageingTime)
}
