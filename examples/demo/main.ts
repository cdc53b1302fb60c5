/**
 * What container engines do by hand, step by step and with proofs, by netlink-ts alone. It is played in a private namespace
 * (scripts/private): nothing of the machine's own network is touched.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { otherHost, outward, publish } from './beyond.ts'
import { bridge, cable, gateway, hostRoute, leave, look, namespaces, wakeHost } from './chapters.ts'
import { isolation, networks, undo } from './networks.ts'
import { leaveNodes, nodes } from './nodes.ts'
import { overview } from './overview.ts'
import type { Place } from './place.ts'
import { rootless } from './rootless.ts'
import { say, summary } from './screen.ts'
import { stop } from './web.ts'

const begun = performance.now()
console.log('netlink-ts: containers by hand, in a private network namespace')
say('every step is the call, then the fact that proves it')
await wakeHost()

const { places, servers }: { places: Place[]; servers: Server[] } = await namespaces()
await cable(places.slice(0, 2) as [Place, Place])
await bridge(places)
await gateway(places, servers)
const alone = await hostRoute(servers)
await look(places)
const host2 = await otherHost(servers)
await outward(places, host2)
await publish(places[0] as Place, host2)
const state = mkdtempSync(join(tmpdir(), 'netlink-ts-demo-'))
const engine = await networks(state, servers, host2)
await isolation(engine, host2)
const cluster = await nodes(state, servers)
const slirp = await rootless(state, servers, host2)
await overview()
await undo(engine)
await leaveNodes(cluster)

stop(servers)
await leave([...places, alone, host2, ...engine.places])
rmSync(state, { recursive: true })
process.exitCode = summary(performance.now() - begun, `no process started${slirp ? ' but slirp4netns' : ''}`)
