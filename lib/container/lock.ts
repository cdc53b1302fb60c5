import { setTimeout } from 'node:timers/promises'
import { kernelError, NetlinkError } from '../errors.ts'
import type { Nftables } from '../nftables/index.ts'
import { patiently } from './patience.ts'

const FAMILY = 'inet' as const
const NAME = 'netlink_ts_lock'
/** A table that belongs to the socket that made it, and goes with it: NFT_TABLE_F_OWNER, since Linux 5.12. */
const TABLE = { family: FAMILY, name: NAME, flags: 'owner' as const }
/** Milliseconds between two tries. */
const PAUSE = 5
/** How often EPERM may be without a holder: he may have gone in between. */
const PATIENCE = 3

/**
 * What only one process may do at a time in a namespace: making, deleting and tidying networks. The lock is an empty table of nftables that
 * the kernel takes away with the process that holds it, however that ends: none is ever left behind.
 */
export class Lock {
  readonly #nft: Nftables
  #last: Promise<unknown> = Promise.resolve()

  /** The handle must serve nothing else that makes tables of this name. */
  constructor(nft: Nftables) {
    this.#nft = nft
  }

  /** Runs `fn` while nobody else of this namespace holds the lock; `operation` is who asks. */
  hold<T>(operation: string, fn: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      await this.#take(operation)
      try {
        return await fn()
      } finally {
        await this.#nft.apply([{ delete: { table: TABLE } }])
      }
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #take(operation: string): Promise<void> {
    for (let lonely = 0; ; ) {
      const failed = await this.#nft.apply([{ create: { table: TABLE } }]).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (failed === undefined) return
      if (!(failed instanceof NetlinkError) || failed.code !== 'EPERM') throw failed
      lonely = (await this.#isHeld()) ? 0 : lonely + 1
      if (lonely > PATIENCE) throw kernelError(operation, failed.errno)
      await setTimeout(PAUSE)
    }
  }

  /** EPERM is the answer to those who hold nothing, and to those who may do nothing. */
  async #isHeld(): Promise<boolean> {
    const { nftables } = await patiently(() => this.#nft.list({ family: FAMILY, kind: 'table' }))
    return nftables.some((object) => 'table' in object && object.table.name === NAME)
  }
}
