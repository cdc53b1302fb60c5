/// <reference lib="esnext.disposable" />
import { NetlinkError } from '../errors.ts'
import { checkLimits, type Limits, limited } from '../transport/limit.ts'
import { type Port, portText, readPorts } from './options.ts'
import type { OutsideDriver, OutsidePort } from './types.ts'

/** What forwards ports of the host. */
export interface Forwarder {
  /** Forwards a port; resolves with the id by which it is withdrawn. */
  add(port: Port): Promise<number>
  remove(id: number): Promise<void>
}

/** What an outside consists of. */
export interface Parts {
  readonly driver: OutsideDriver
  readonly dns: string
  /** Socket of the forwarder, for other processes; none if its ports are fixed. */
  readonly socket?: string
  readonly forwarder: Forwarder
  readonly ended: Promise<void>
  /** Ends the program. */
  end(): Promise<void>
}

/** The connection of a namespace to the network of the host. It ends with the process that made it. */
export class Outside implements AsyncDisposable {
  /** The program that connects the namespace. */
  readonly driver: OutsideDriver
  /** Address of a name server in the namespace that asks those of the host, for its /etc/resolv.conf. */
  readonly dns: string
  /** Resolves when the connection has ended: when it was closed, or its program ended. */
  readonly ended: Promise<void>
  readonly #parts: Parts
  readonly #published = new Map<string, number>()

  /** Internal; use {@link attachSlirp}, {@link attachPasta} or {@link openOutside}. */
  constructor(parts: Parts) {
    this.driver = parts.driver
    this.dns = parts.dns
    this.ended = parts.ended
    this.#parts = parts
  }

  /** Path of the socket by which {@link openOutside} of a process in the namespace publishes ports; absent with pasta. */
  get socket(): string | undefined {
    return this.#parts.socket
  }

  /**
   * Publishes ports of the host, all or none. EADDRINUSE if a port of the host is in use. Not with pasta, whose ports are fixed when it
   * starts: EOPNOTSUPP.
   */
  async publish(ports: readonly OutsidePort[], limits: Limits = {}): Promise<void> {
    checkLimits('publish', limits)
    await limited(this.#publish(readPorts('publish', ports)), 'publish', limits)
  }

  async #publish(ports: readonly Port[]): Promise<void> {
    const done: Port[] = []
    try {
      for (const [index, port] of ports.entries()) {
        this.#published.set(portText(port), await this.#forward(port, index))
        done.push(port)
      }
    } catch (thrown) {
      for (const port of done) await this.#withdraw(port)
      throw thrown
    }
  }

  async #forward(port: Port, index: number): Promise<number> {
    try {
      return await this.#parts.forwarder.add(port)
    } catch (thrown) {
      if (!(thrown instanceof NetlinkError) || thrown.code !== 'EADDRINUSE') throw thrown
      const { code, operation } = thrown
      const reason = `port ${portText(port)} of the host cannot be forwarded; it is in use, or reserved for root`
      throw new NetlinkError({ code, operation, reason, attribute: `ports[${index}].host`, cause: thrown })
    }
  }

  /** Withdraws ports that this object has published; others are ignored. */
  async withdraw(ports: readonly OutsidePort[], limits: Limits = {}): Promise<void> {
    checkLimits('withdraw', limits)
    const read = readPorts('withdraw', ports)
    const all = async () => {
      for (const port of read) await this.#withdraw(port)
    }
    await limited(all(), 'withdraw', limits)
  }

  async #withdraw(port: Port): Promise<void> {
    const id = this.#published.get(portText(port))
    if (id === undefined) return
    this.#published.delete(portText(port))
    await this.#parts.forwarder.remove(id)
  }

  /** Ends the connection. An object of {@link openOutside} only lets go of it. Closing twice has no effect. */
  async close(): Promise<void> {
    await this.#parts.end()
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
