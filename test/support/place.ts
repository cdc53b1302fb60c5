import { spawnSync } from 'node:child_process'
import { createNetns, type Netlink, type Netns, openNetlink } from '../../lib/index.ts'
import { type Answer, entering, foreign, outputOf, words } from './answer.ts'
import { ip } from './ip.ts'
import { requirePrivate } from './private.ts'

/** A network namespace of a test's own, a handle in it, and the programs that judge what the handle does. */
export interface Place {
  readonly netns: Netns
  readonly nl: Netlink
  /** A path by which other processes find the namespace. */
  readonly path: string
  /** What `ip` answers inside: parsed where it was asked for JSON. */
  ip<T = Answer>(command: string | readonly string[]): T[]
  /** What a program prints inside. */
  run(command: string | readonly string[]): string
  /** What a shell script prints inside; it ends at its first failure. */
  sh(script: string): string
  close(): Promise<void>
}

export async function openPlace(script = ''): Promise<Place> {
  requirePrivate()
  const netns = await createNetns()
  const nl = await openNetlink({ netns })
  const path = `/proc/${process.pid}/fd/${netns.fd}`
  const place: Place = {
    netns,
    nl,
    path,
    ip: (command) => ip(command, path),
    run: (command) => execute(path, words(command)),
    sh: (text) => execute(path, ['sh', '-ec', text]),
    async close() {
      await nl.close()
      await netns.close()
    },
  }
  if (script !== '') place.sh(script)
  return place
}

function execute(path: string, command: readonly string[]): string {
  const [file, ...args] = [...entering(path), ...command] as [string, ...string[]]
  return outputOf(command.join(' '), spawnSync(file, args, { encoding: 'utf8', env: foreign(), maxBuffer: 2 ** 28 }))
}

/** In the body of a `describe`: every test has a fresh place, in which `script` was run. */
export function eachPlace(script = ''): () => Place {
  let place: Place | undefined
  beforeEach(async () => {
    place = await openPlace(script)
  })
  afterEach(async () => {
    await place?.close()
    place = undefined
  })
  return () => place as Place
}

/** In the body of a `describe`: all of its tests share a place, in which `script` was run. */
export function onePlace(script = ''): () => Place {
  let place: Place | undefined
  before(async () => {
    place = await openPlace(script)
  })
  after(async () => {
    await place?.close()
    place = undefined
  })
  return () => place as Place
}

/**
 * Two links that are up, v0 (10) and v1 (11), with addresses of both families that are there at once: their other ends speak no IPv6,
 * and come up first, so that nothing of this changes later.
 */
export const TWO_LINKS = `
  ip -batch - <<END
    link set lo up
    link add v0 index 10 type veth peer name p0 index 20
    link add v1 index 11 type veth peer name p1 index 21
    link set v0 addrgenmode none
    link set v1 addrgenmode none
END
  for peer in p0 p1; do [ ! -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/$peer/disable_ipv6; done
  ip -batch - <<END
    link set p0 up
    link set p1 up
    link set v0 up
    link set v1 up
    address add 10.0.0.1/24 dev v0
    address add 10.0.1.1/24 dev v1
    address add fd00::1/64 dev v0 nodad
    address add fd00:1::1/64 dev v1 nodad
END
`
