import { NetlinkError } from '../../errors.ts'
import type { Reading } from '../../transport/iteration.ts'
import { datagrams, type Received, type Receiver } from '../../transport/receiver.ts'
import { messageAt, nextAt } from '../../wire/header.ts'
import { Packets } from './packets.ts'
import type { TraceEvent } from './types.ts'

/** The table by which packets are selected. */
export interface TraceTable {
  readonly name: string
  /** Deletes it. */
  remove(): Promise<void>
}

/** Reads the packets that a table of its own selects. */
export class TraceReading implements Reading<TraceEvent> {
  readonly #receiver: Receiver
  readonly #create: () => Promise<TraceTable>
  readonly #packets: Packets
  #table: Promise<TraceTable> | undefined
  #read: Promise<Received> | undefined
  #lost = false

  constructor(receiver: Receiver, create: () => Promise<TraceTable>, settle: number) {
    this.#receiver = receiver
    this.#create = create
    this.#packets = new Packets(settle)
  }

  async next(): Promise<TraceEvent> {
    if (this.#table === undefined) {
      await this.#receiver.open()
      this.#table = this.#create()
    }
    const { name } = await this.#table
    for (;;) {
      const packet = this.#packets.take()
      if (packet !== undefined) return packet
      if (this.#lost) {
        this.#lost = false
        return { type: 'lost' }
      }
      await this.#receive(name)
    }
  }

  /** Waits for steps, or until a packet is complete. */
  async #receive(own: string): Promise<void> {
    this.#read ??= this.#receiver.read()
    const received = await within(this.#read, this.#packets.left)
    if (received === undefined) return
    this.#read = undefined
    this.#lost = received.lost
    const { bytes } = received
    for (const { at, end } of datagrams(received)) {
      for (let start = at; messageAt(bytes, start, end); start = nextAt(bytes, start, end))
        this.#packets.add(bytes, start, own)
    }
  }

  hold(on: boolean): void {
    this.#receiver.hold(on)
  }

  async close(): Promise<void> {
    const code = 'ERR_NETLINK_CLOSED'
    this.#receiver.fail(new NetlinkError({ code, operation: 'trace', reason: 'the iteration is over' }))
    this.#read?.catch(() => undefined)
    const table = await this.#table?.catch(() => undefined)
    await table?.remove()
  }
}

/** Undefined if the time is over before. */
function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  if (milliseconds === Number.POSITIVE_INFINITY) return promise
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.max(0, milliseconds), undefined)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
