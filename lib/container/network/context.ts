import type { NetworkConfig } from '../config.ts'
import { isHostEnd } from '../endpoint/host-end.ts'
import type { Host } from '../host/host.ts'
import { Limiter } from '../host/limiter.ts'
import { Remover } from '../host/remover.ts'
import type { Folder } from '../state/folder.ts'
import { Pool } from '../state/pool.ts'
import { parseSubnet } from '../subnet.ts'

/** How many containers are attached at a time. The kernel takes one after the other in any case. */
const CONCURRENT = 64
/** How many leave at a time, each of which holds a file open. They share the kernel's pauses: the more the better. */
const DEPARTING = 256

/** A network as it stands: what it is, where its host is, and what it has there. */
export class NetworkContext {
  readonly config: NetworkConfig
  readonly host: Host
  readonly folder: Folder
  readonly remover: Remover
  readonly pools: { readonly 4?: Pool; readonly 6?: Pool }
  /** Index of its bridge; undefined in mode ptp. */
  readonly bridge: number | undefined
  /** For attaching. */
  readonly attaching = new Limiter(CONCURRENT)
  /** For taking off. */
  readonly detaching = new Limiter(DEPARTING)
  /** For what is done in containers that leave. */
  readonly visiting = new Limiter(CONCURRENT)
  #index = freshIndex()

  constructor(config: NetworkConfig, host: Host, folder: Folder, bridge: number | undefined) {
    this.config = config
    this.host = host
    this.folder = folder
    this.bridge = bridge
    this.remover = new Remover(host.nl, (link) => isHostEnd(link, bridge))
    this.pools = poolsOf(config, folder)
  }

  /** An index for the host's end of a veth pair; the one behind it is for the other end. They must not be the same: see link_watch.c. */
  nextIndex(): number {
    this.#index += 2
    return this.#index
  }

  /** Somebody else chose the same: from now on others. */
  renewIndices(): void {
    this.#index = freshIndex()
  }
}

/** Far above those that the kernel gives, and at another place for each network object. */
function freshIndex(): number {
  return 2 ** 16 + 2 * Math.floor(Math.random() * 2 ** 22)
}

function poolsOf({ subnet, gateway, subnet6, gateway6 }: NetworkConfig, folder: Folder): NetworkContext['pools'] {
  return {
    ...(subnet === undefined || gateway === undefined ? {} : { 4: new Pool(folder, parseSubnet(subnet, 4), gateway) }),
    ...(subnet6 === undefined || gateway6 === undefined
      ? {}
      : { 6: new Pool(folder, parseSubnet(subnet6, 6), gateway6) }),
  }
}
