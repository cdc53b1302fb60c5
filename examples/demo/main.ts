/**
 * What container engines do by hand, step by step and with proofs, by netlink-ts alone. It is played in a private namespace
 * (scripts/private): nothing of the machine's own network is touched.
 */
import type { Server } from 'node:http'
import { bridge, cable, gateway, hostRoute, leave, look, namespaces, wakeHost } from './chapters.ts'
import type { Place } from './place.ts'
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

stop(servers)
await leave([...places, alone])
process.exitCode = summary(performance.now() - begun)
