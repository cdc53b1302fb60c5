import type { Server } from 'node:http'
import { addAddress, createVeth, openNetns } from 'netlink-ts'
import {
  concat,
  dnat,
  fib,
  ip,
  mapping,
  masquerade,
  match,
  meta,
  type NftCommands,
  named,
  openNftables,
  th,
} from 'netlink-ts/nftables'
import { makePlace, type Place } from './place.ts'
import { call, chapter, proof, say } from './screen.ts'
import { ask, knock, serve } from './web.ts'

/** The host's address on the cable to the other one. */
export const HOST = '203.0.113.1'

/** Another host, who has never heard of the containers. */
export async function otherHost(servers: Server[]): Promise<Place> {
  chapter('Another host')
  const host2 = await makePlace('host2', '203.0.113.2')
  await createVeth({ name: 'uplink', up: true, peer: { name: 'eth0', netns: host2.netns } })
  const { nl, address } = host2
  await Promise.all([
    addAddress({ link: 'uplink', address: `${HOST}/24` }),
    nl.setLink('lo', { up: true }),
    nl.setLink('eth0', { up: true }),
    nl.addAddress({ link: 'eth0', address: `${address}/24` }),
  ])
  servers.push(await serve(host2.netns, 'host2'))
  say('host2 is a namespace at the end of a cable that knows nothing of containers')
  const said = await ask(address)
  proof(`the host asks ${address} and hears "${said}"`, said === `host2 to ${HOST}`)
  return host2
}

/** What a container needs to reach it. */
export async function outward(places: readonly Place[], { nl, address }: Place): Promise<void> {
  const [first] = places as [Place]
  const before = await knock(address, first.netns)
  proof(`c1 cannot reach ${address}: the host does not forward (${before})`, before === 'ETIMEDOUT')

  call("await (await openNetns({ pid: process.pid }))\n  .setSysctl('net.ipv4.ip_forward', 1)")
  const own = await openNetns({ pid: process.pid })
  await own.setSysctl('net.ipv4.ip_forward', 1)
  await own.close()
  const routed = await knock(address, first.netns)
  const back = await nl.lookupRoute({ dst: first.address }).catch((error) => error.code)
  proof(`c1 still gets no reply (${routed})`, routed === 'ETIMEDOUT')
  proof(`because host2 has no way back to ${first.address} (${back})`, back === 'ENETUNREACH')

  await masqueraded()
  for (const { name, netns } of places) {
    const said = await ask(address, netns)
    proof(`${name} asks ${address} and hears "${said}"`, said === `host2 to ${HOST}`)
  }
}

const table = { family: 'ip', table: 'by_hand' } as const

async function masqueraded(): Promise<void> {
  call(
    "match(ip.saddr, '==', '172.17.0.0/24'),\nmatch(meta.oifname, '!=', 'br0'),\nmasquerade()   // a rule where packets leave",
  )
  await apply([
    { add: { table: { family: 'ip', name: 'by_hand' } } },
    { add: { chain: { ...table, name: 'leaving', type: 'nat', hook: 'postrouting', prio: 100 } } },
    {
      add: {
        rule: {
          ...table,
          chain: 'leaving',
          expr: [match(ip.saddr, '==', '172.17.0.0/24'), match(meta.oifname, '!=', 'br0'), masquerade()],
        },
      },
    },
  ])
}

async function apply(commands: NftCommands): Promise<void> {
  const nft = await openNftables()
  await nft.apply(commands)
  await nft.close()
}

/** A port of the host that leads to a container. */
export async function publish(first: Place, host2: Place): Promise<void> {
  chapter('Publishing a port')
  const before = await knock(HOST, host2.netns, 8000)
  proof(`host2 asks ${HOST}:8000: nothing listens there (${before})`, before === 'ECONNREFUSED')

  call(
    "dnat({ addr: mapping(concat(meta.l4proto, th.dport), '@ports') })\n// one rule for every port; a port is one element of the map",
  )
  await apply(publishing(first.address))
  await hears('host2', HOST, host2, `c1 to ${host2.address}`)
  say('c1 sees who asks; the host itself comes through the same map:')
  await hears('the host', HOST, undefined, `c1 to ${HOST}`)

  const [itself, local] = await Promise.all([knock(HOST, first.netns, 8000), knock('127.0.0.1', undefined, 8000)])
  proof(`but c1 itself hears nothing there (${itself})`, itself === 'ETIMEDOUT')
  proof(`nor does the host at 127.0.0.1 (${local})`, local === 'ETIMEDOUT')
}

/** Where packets arrive, and where the host sends its own. */
const HOOKS = ['prerouting', 'output'] as const

function publishing(address: string): NftCommands {
  const expr = [
    match(fib(['daddr'], 'type'), '==', 'local'),
    dnat({ family: 'ip' as const, addr: mapping(concat(meta.l4proto, th.dport), named('ports')) }),
  ]
  return [
    {
      add: {
        map: {
          ...table,
          name: 'ports',
          type: ['inet_proto', 'inet_service'],
          map: 'ipv4_addr . inet_service',
          elem: [[concat('tcp', 8000), concat(address, 8080)]],
        },
      },
    },
    ...HOOKS.flatMap((hook) => [
      { add: { chain: { ...table, name: hook, type: 'nat' as const, hook, prio: -100 } } },
      { add: { rule: { ...table, chain: hook, expr } } },
    ]),
  ]
}

async function hears(who: string, address: string, place: Place | undefined, expected: string): Promise<void> {
  const said = await ask(address, place?.netns, { port: 8000 })
  proof(`${who} asks ${address}:8000 and hears "${said}"`, said === expected)
}
