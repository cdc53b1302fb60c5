import { Limiter } from '../../transport/limiter.ts'
import type { NetworkConfig } from '../config.ts'
import { isHostEnd } from '../endpoint/host-end.ts'
import type { Host } from '../host/host.ts'
import { KeyedQueue } from '../host/keyed-queue.ts'
import { Remover } from '../host/remover.ts'
import type { Folder, Leases } from '../state/folder.ts'
import { Pool } from '../state/pool.ts'
import { parseSubnet } from '../subnet.ts'

/** How many containers are attached at a time. The kernel takes one after the other in any case. */
const CONCURRENT = 64
/** How many leave at a time, each of which holds a file open. They share the kernel's pauses: the more the better. */
const DEPARTING = 256

/** How long leases that were read are those of now, in milliseconds. */
const RECENT = 1

/** A network as it stands: what it is, where its host is, and what it has there. */
export class NetworkContext {
  readonly config: NetworkConfig
  readonly host: Host
  readonly folder: Folder
  readonly remover: Remover
  /** Of each subnet. */
  readonly pools: readonly Pool[]
  /** Index of its bridge; undefined in mode ptp. */
  readonly bridge: number | undefined
  /** Whether it was made for this object. */
  readonly created: boolean
  /** For attaching. */
  readonly attaching = new Limiter(CONCURRENT)
  /** For taking off. */
  readonly detaching = new Limiter(DEPARTING)
  /** For what is done in containers that leave. */
  readonly visiting = new Limiter(CONCURRENT)
  /** For attaching containers with the same id and interface, one after the other. */
  readonly ids = new KeyedQueue()
  #index = freshIndex()
  #recent: { readonly at: number; readonly leases: Leases['leases'] } | undefined

  constructor(config: NetworkConfig, host: Host, folder: Folder, bridge: number | undefined, created = false) {
    this.created = created
    this.config = config
    this.host = host
    this.folder = folder
    this.bridge = bridge
    this.remover = new Remover(host.nl, (link) => isHostEnd(link, bridge))
    this.pools = config.ranges.map(
      ({ family, subnet, gateway }) => new Pool(folder, parseSubnet(subnet, family), gateway),
    )
  }

  /** The leases as they are now; read once for calls that are made together, unless one of them has changed something. */
  recentLeases(): Leases['leases'] {
    const now = performance.now()
    if (this.#recent === undefined || now - this.#recent.at > RECENT)
      this.#recent = { at: now, leases: this.folder.leases(this.config).leases }
    return this.#recent.leases
  }

  /** Leases were written or removed: they are read again. */
  forgetLeases(): void {
    this.#recent = undefined
  }

  /** An index for the host's end of a veth pair; the one behind it is for the other end. They must not be the same: see link_watch.c. */
  nextIndex(): number {
    this.#index += 2
    return this.#index
  }

  /** Another process chose the same indices: use others from now on. */
  renewIndices(): void {
    this.#index = freshIndex()
  }
}

/** Far above those that the kernel gives, and at another place for each network object. */
function freshIndex(): number {
  return 2 ** 16 + 2 * Math.floor(Math.random() * 2 ** 22)
}
