import { isCable } from './cable.ts'
import type { Folder } from './folder.ts'
import { Gate } from './gate.ts'
import type { Host } from './host.ts'
import type { Shape } from './options.ts'
import { Pool } from './pool.ts'
import { Remover } from './remover.ts'
import { parseSubnet } from './subnet.ts'

/** How many containers are attached at a time. The kernel takes one after the other in any case. */
const ABREAST = 64
/** How many leave at a time, each of which holds a file open. They share the kernel's pauses: the more the better. */
const DEPARTING = 256

/** A network as it stands: what it is, where its host is, and what it has there. */
export class Site {
  readonly shape: Shape
  readonly host: Host
  readonly folder: Folder
  readonly remover: Remover
  readonly pools: { readonly 4?: Pool; readonly 6?: Pool }
  /** Index of its bridge; undefined in mode ptp. */
  readonly bridge: number | undefined
  /** For attaching. */
  readonly gate = new Gate(ABREAST)
  /** For taking off. */
  readonly departures = new Gate(DEPARTING)
  /** For what is done in containers that leave. */
  readonly visits = new Gate(ABREAST)
  #index = freshIndex()

  constructor(shape: Shape, host: Host, folder: Folder, bridge: number | undefined) {
    this.shape = shape
    this.host = host
    this.folder = folder
    this.bridge = bridge
    this.remover = new Remover(host.nl, (link) => isCable(link, bridge))
    this.pools = poolsOf(shape, folder)
  }

  /** An index for the host's end of a cable; the one behind it is for the other end. They must not be the same: see link_watch.c. */
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

function poolsOf({ subnet, gateway, subnet6, gateway6 }: Shape, folder: Folder): Site['pools'] {
  return {
    ...(subnet === undefined || gateway === undefined ? {} : { 4: new Pool(folder, parseSubnet(subnet, 4), gateway) }),
    ...(subnet6 === undefined || gateway6 === undefined
      ? {}
      : { 6: new Pool(folder, parseSubnet(subnet6, 6), gateway6) }),
  }
}
