import { NetlinkError } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import type { Netlink } from '../../netlink/index.ts'
import { retryInterrupted } from './retry.ts'

/** Fewer links are deleted one by one. */
const BULK_MINIMUM = 3

interface Waiting {
  readonly link: string
  readonly done: () => void
  readonly failed: (reason: unknown) => void
}

/**
 * Deletes links by name, as far as they are `own`; a link that no longer exists is not an error. Deleting costs the kernel a pause that is the same for one and for a thousand: what is
 * asked for during one goes together in the next.
 */
export class Remover {
  readonly #nl: Netlink
  readonly #own: (link: Link) => boolean
  #waiting: Waiting[] = []
  #busy = false

  /** A name alone is not believed: `own` is asked for each link. */
  constructor(nl: Netlink, own: (link: Link) => boolean) {
    this.#nl = nl
    this.#own = own
  }

  remove(link: string): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ link, done, failed })
      if (!this.#busy) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#busy = true
    // What is asked for in one tick goes together from the start.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      if (batch.length < BULK_MINIMUM) await this.#singly(batch)
      else await this.#together(batch)
    }
    this.#busy = false
  }

  async #singly(batch: readonly Waiting[]): Promise<void> {
    await Promise.all(batch.map(({ link, done, failed }) => this.#deleteOne(link).then(done, failed)))
  }

  async #deleteOne(name: string): Promise<void> {
    try {
      const link = await this.#nl.getLink(name, { stats: false })
      if (this.#own(link)) await this.#nl.deleteLink(link.index)
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown
    }
  }

  /** Those that are there, in bulk; one by one if another process deletes some of them meanwhile. */
  async #together(batch: readonly Waiting[]): Promise<void> {
    try {
      const names = new Set(batch.map(({ link }) => link))
      const links = await retryInterrupted(() => this.#nl.listLinks({ stats: false }))
      await this.#nl.deleteLinks(
        links.filter((link) => names.has(link.name) && this.#own(link)).map(({ name }) => name),
      )
      for (const { done } of batch) done()
    } catch {
      await this.#singly(batch)
    }
  }
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && thrown.code === 'ENODEV'
}
