import type { Network } from '../container/index.ts'

/** An open network that several calls use: it is closed when it is not to be used any more and the last of them is done. */
export class SharedNetwork {
  readonly #network: Network
  #users = 0
  #ended = false

  constructor(network: Network) {
    this.#network = network
  }

  async run<T>(fn: (network: Network) => Promise<T>): Promise<T> {
    this.#users++
    try {
      return await fn(this.#network)
    } finally {
      this.#users--
      await this.#closeUnused()
    }
  }

  /** Lets the calls in progress finish; no others may follow. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#closeUnused()
  }

  async #closeUnused(): Promise<void> {
    if (this.#ended && this.#users === 0) await this.#network.close()
  }
}
