import { NetlinkError } from '../errors.ts'
import { type Configuration, checkAgreement, checkCandidate, configurationOf, type Wanted } from './configuration.ts'
import type { Directory, Self } from './directory.ts'
import type { ListedNode } from './options.ts'
import type { NodeRecord } from './record.ts'
import { type Range, rangeText } from './subnet.ts'

/** The nodes as a list that never changes. */
export class List implements Directory {
  readonly #operation: string
  readonly #nodes: readonly ListedNode[]
  records: readonly NodeRecord[] = []

  constructor(operation: string, nodes: readonly ListedNode[]) {
    this.#operation = operation
    this.#nodes = nodes
  }

  async configure(wanted: Wanted): Promise<Configuration> {
    const { network, backend } = wanted
    const missing = network === undefined ? 'network' : backend === undefined ? 'backend' : undefined
    if (missing !== undefined) throw new TypeError(`${this.#operation}: ${missing} is missing; store.nodes requires it`)
    const [first] = this.#nodes
    const configuration = configurationOf(this.#operation, { subnetLength: first?.subnet.length ?? 24, ...wanted })
    // A list may use the first subnet of the network too: its author decides.
    const all = { ...configuration, first: configuration.network.base }
    for (const { subnet } of this.#nodes) checkCandidate(this.#operation, all, subnet)
    checkAgreement(this.#operation, wanted, all)
    return all
  }

  configuration(wanted: Wanted): Promise<Configuration> {
    return this.configure(wanted)
  }

  async join(_: Configuration, self: Self, subnet: Range | undefined): Promise<NodeRecord> {
    const { backend, vni } = self
    const own = this.#nodes.find((node) => node.publicAddress === self.publicAddress)
    if (own === undefined) throw this.#unlisted(`store.nodes does not contain ${self.publicAddress}`, 'publicAddress')
    if (subnet !== undefined && rangeText(subnet) !== rangeText(own.subnet))
      throw this.#unlisted(`store.nodes gives ${self.publicAddress} the subnet ${rangeText(own.subnet)}`, 'subnet')
    this.records = this.#nodes.map((node) => ({ ...node, backend, ...(vni === undefined ? {} : { vni }) }))
    return this.records.find((node) => node.publicAddress === self.publicAddress) as NodeRecord
  }

  follow(): void {}

  async close(): Promise<void> {}

  async leave(): Promise<void> {}

  async undo(): Promise<void> {}

  async remove(): Promise<void> {}

  #unlisted(reason: string, attribute: string): NetlinkError {
    return new NetlinkError({ code: 'EADDRNOTAVAIL', operation: this.#operation, reason, attribute })
  }
}
