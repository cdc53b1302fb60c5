import { createNetns, type Netns } from '../../lib/index.ts'
import { ip } from './ip.ts'

/** Two namespaces with a cable between them; both ends are called eth0, and have different indexes, none of which is one at home. */
export interface Cable {
  /** Index 5005, 10.5.0.1, fe80::a. */
  a: Netns
  /** Index 2002, 10.5.0.2, fe80::b. */
  b: Netns
  close(): Promise<void>
}

const pathOf = (netns: Netns) => `/proc/${process.pid}/fd/${netns.fd}`

export async function openCable(): Promise<Cable> {
  const [a, b] = [await createNetns(), await createNetns()]
  ip(`link add eth0 index 5005 type veth peer name eth0 index 2002 netns ${pathOf(b)}`, pathOf(a))
  for (const [netns, last, four] of [
    [a, 'a', 1],
    [b, 'b', 2],
  ] as const) {
    const path = pathOf(netns)
    for (const command of [
      'link set lo up',
      'link set eth0 addrgenmode none',
      'link set eth0 up',
      `address add 10.5.0.${four}/24 dev eth0`,
      `address add fe80::${last}/64 dev eth0 nodad`,
    ])
      ip(command, path)
  }
  return {
    a,
    b,
    async close() {
      await a.close()
      await b.close()
    },
  }
}

/** In the body of a `describe`: all of its tests share a cable. */
export function oneCable(): () => Cable {
  let cable: Cable | undefined
  before(async () => {
    cable = await openCable()
  })
  after(async () => {
    await cable?.close()
    cable = undefined
  })
  return () => cable as Cable
}
