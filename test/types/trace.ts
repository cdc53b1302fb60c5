// What the compiler knows of traces. Nothing here runs: the compiler is the test.
import { match, openNftables, type PacketTrace, type TraceEvent, type TraceStep, tcp } from 'netlink-ts/nftables'
import { is } from './same.ts'

const nft = await openNftables()
const ssh = match(tcp.dport, '==', 22)
is<AsyncIterableIterator<TraceEvent, undefined>>()(nft.trace(ssh))
is<AsyncIterableIterator<TraceEvent, undefined>>()(nft.trace([ssh], { settle: 10, ref: false }))
nft.trace({ family: 'inet', expr: [ssh, { accept: null }] })
for await (const event of nft.trace(ssh)) {
  if (event.type === 'packet') {
    is<PacketTrace>()(event)
    is<TraceStep[]>()(event.steps)
  }
}
// @ts-expect-error: a verdict selects nothing
nft.trace([{ accept: null }])
// @ts-expect-error: there is no such option
nft.trace(ssh, { list: true })
