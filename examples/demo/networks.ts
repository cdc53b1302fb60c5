import type { Server } from 'node:http'
import { listLinks } from 'netlink-ts'
import { createNetwork } from 'netlink-ts/container'
import { openNftables } from 'netlink-ts/nftables'
import { HOST } from './beyond.ts'
import { makePlace, type Place } from './place.ts'
import { call, chapter, proof, say } from './screen.ts'
import { ask, knock, serve } from './web.ts'

type Network = Awaited<ReturnType<typeof createNetwork>>

/** Two networks as a container engine has them, and who is in them. */
export interface Networks {
  blue: Network
  green: Network
  places: readonly [Place, Place, Place]
}

/** All of the above, in two calls. `state` is the folder where the addresses that are taken are kept. */
export async function networks(state: string, servers: Server[], host2: Place): Promise<Networks> {
  chapter('All of that in two calls: container networks')
  call("const blue = await createNetwork({\n  name: 'blue', subnet: '172.18.0.0/16', state })")
  const blue = await createNetwork({ name: 'blue', subnet: '172.18.0.0/16', state: `${state}/blue` })
  const green = await createNetwork({ name: 'green', subnet: '172.19.0.0/16', state: `${state}/green` })
  const places = await Promise.all([
    makePlace('b1', '172.18.0.2'),
    makePlace('b2', '172.18.0.3'),
    makePlace('g1', '172.19.0.2'),
  ])
  servers.push(...(await Promise.all(places.map(({ netns, name }) => serve(netns, name)))))
  const [b1, b2, g1] = places

  call('await blue.attach(b1, { ports: [{ host: 8100, container: 8080 }] })')
  const { address } = await blue.attach(b1.netns, { address: b1.address, ports: [{ host: 8100, container: 8080 }] })
  await blue.attach(b2.netns, { address: b2.address })
  await green.attach(g1.netns, { address: g1.address })
  const [own] = await b1.nl.listAddresses({ link: 'eth0', family: 'inet' })
  const way = (await b1.nl.listRoutes({ family: 'inet' })).find(({ dst }) => dst === 'default')
  proof(`b1 has ${own?.address} on eth0, default via ${way?.gateway}`, own?.address === `${address}/16`)

  await everybody([b1, b2, g1], host2)
  return { blue, green, places }
}

/** A published port is reachable from everywhere. */
async function everybody([b1, b2, g1]: readonly [Place, Place, Place], host2: Place): Promise<void> {
  await hears('host2', HOST, host2, `b1 to ${host2.address}`)
  await hears('the host', HOST, undefined)
  await hears('the host', '127.0.0.1', undefined)
  await hears('b2, a neighbour,', HOST, b2)
  await hears('g1, a stranger,', HOST, g1)
  await hears('b1 itself', HOST, b1)
  const said = await ask(host2.address, b1.netns)
  proof(`b1 asks host2 and hears "${said}"`, said === `host2 to ${HOST}`)
}

async function hears(who: string, address: string, place: Place | undefined, expected?: string): Promise<void> {
  const said = await ask(address, place?.netns, { port: 8100 })
  const holds = expected === undefined ? said.startsWith('b1 to ') : said === expected
  proof(`${who} asks ${address}:8100 and hears "${said}"`, holds)
}

/** What does not go. */
export async function isolation({ blue, places: [b1, b2, g1] }: Networks, host2: Place): Promise<void> {
  chapter('What networks keep apart')
  const inside = await ask(b1.address, b2.netns)
  proof(`within the network b2 asks b1 and hears "${inside}"`, inside === `b1 to ${b2.address}`)
  await host2.nl.addRoute({ dst: '172.18.0.0/16', gateway: HOST })
  const [across, past] = await Promise.all([knock(b1.address, g1.netns), knock(b1.address, host2.netns)])
  await host2.nl.deleteRoute({ dst: '172.18.0.0/16', gateway: HOST })
  proof(`g1, of another network, cannot reach b1 (${across})`, across === 'ETIMEDOUT')
  proof(`host2 cannot bypass the published port (${past})`, past === 'ETIMEDOUT')

  const before = await rules()
  call('await blue.attach(b3, { ports: hundred })   // 8200 to 8299')
  const hundred = Array.from({ length: 100 }, (_, i) => ({ host: 8200 + i, container: 8080 }))
  const b3 = await makePlace('b3', '172.18.0.4')
  const endpoint = await blue.attach(b3.netns, { address: b3.address, ports: hundred })
  const after = await rules()
  proof(`${after} rules before and after: a port is an element of a map`, before === after && after > 0)
  await blue.detach(endpoint)
  await b3.nl.close()
  await b3.netns.delete()
  const findings = await blue.check()
  proof('check() finds nothing that is not as it should be', findings.length === 0)
}

/** How many rules the networks have. */
async function rules(): Promise<number> {
  const nft = await openNftables()
  const { nftables } = await nft.list({ table: 'netlink_ts', family: 'inet', kind: 'rule' })
  await nft.close()
  return nftables.filter((object) => 'rule' in object).length
}

/** The end of both. */
export async function undo({ blue, green }: Networks): Promise<void> {
  chapter('Undone')
  call('await blue.delete()\nawait green.delete()')
  await blue.delete()
  await green.delete()
  const links = (await listLinks()).map(({ name }) => name)
  say(`links: ${links.join(', ')}`)
  proof('neither bridge is left', !links.includes('blue') && !links.includes('green'))
  const nft = await openNftables()
  const { nftables } = await nft.list({ kind: 'table' })
  await nft.close()
  const tables = nftables.flatMap((object) => ('table' in object ? [object.table.name] : []))
  proof(`tables: ${tables.join(', ')}; that of the networks went with the last`, !tables.includes('netlink_ts'))
}
