import { builtin } from '../../builtin.ts'
import type { Host } from '../host/host.ts'

/** How often kernels are asked that conclude in their own time, and how long is waited in between: a second at most. */
const ATTEMPTS = 100
const PAUSE = 10

/**
 * Waits until the host's end of a new veth pair, and the bridge that it is a port of, send and receive. That a veth pair has two ends
 * that are up is noticed later by a thread of the kernel (net/core/link_watch.c), and whatever was sent before is lost: a first
 * connection would take a second. To ask for a link is to have it noticed (rtnl_getlink, since Linux 6.8); a bridge notices
 * after its port has. Older kernels are asked again.
 */
export async function awaitCarrier({ nl }: Host, end: number, bridge: number | undefined): Promise<void> {
  const indices = bridge === undefined ? [end] : [end, bridge]
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const links = await Promise.all(indices.map((index) => nl.getLink(index, { stats: false })))
    if (links.every(({ up, operstate }) => !up || operstate === 'up')) return
    await builtin.timers().setTimeout(PAUSE)
  }
}
