// What the compiler knows of topologies. Nothing here runs: the compiler is the test.
import { type CaptureOptions, captureTopology, type Space, type Topology } from 'netlink-ts'
import { drop, ip, match, type NftCommands } from 'netlink-ts/nftables'
import { is } from './same.ts'

declare const space: Space
is<NftCommands | undefined>()(space.nftables)
is<Promise<Topology>>()(captureTopology({ nftables: true }))
const within = { family: 'ip', table: 't' } as const
const nftables: NftCommands = [
  { table: { family: 'ip', name: 't' } },
  { add: { rule: { ...within, chain: 'c', expr: [match(ip.saddr, '==', '10.0.0.1'), drop()] } } },
]
const topology: Topology = { nftables, namespaces: { c1: { nftables: { nftables } } } }
const again: Topology = { nftables: topology.nftables }
void again
// @ts-expect-error: a table has a family
const without: Topology = { nftables: [{ table: { name: 't' } }] }
void without
// @ts-expect-error: it is true or false
const captured: CaptureOptions = { nftables: 'all' }
void captured
