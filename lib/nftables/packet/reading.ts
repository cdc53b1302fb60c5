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

/** What remains of a trace that is no longer used. */
interface Remains {
  readonly receiver: Receiver
  table?: Promise<TraceTable>
}

async function cleanUp({ receiver, table }: Remains): Promise<void> {
  const code = 'ERR_NETLINK_CLOSED'
  receiver.fail(new NetlinkError({ code, operation: 'trace', reason: 'the iteration is over' }))
  const made = await table?.catch(() => undefined)
  await made?.remove()
}

const abandoned = new FinalizationRegistry<Remains>((remains) => void cleanUp(remains))

/** Reads the packets that a table of its own selects. */
export class TraceReading implements Reading<TraceEvent> {
  readonly #receiver: Receiver
  readonly #create: () => Promise<TraceTable>
  readonly #packets: Packets
  readonly #remains: Remains
  #lost = false

  constructor(receiver: Receiver, create: () => Promise<TraceTable>, settle: number) {
    this.#receiver = receiver
    this.#create = create
    this.#packets = new Packets(settle)
    this.#remains = { receiver }
    abandoned.register(this, this.#remains, this)
  }

  async next(): Promise<TraceEvent> {
    if (this.#remains.table === undefined) {
      await this.#receiver.open()
      this.#remains.table = this.#create()
    }
    const { name } = await this.#remains.table
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
    const received = await this.#read()
    const { bytes } = received
    for (const { at, end } of datagrams(received)) {
      for (let start = at; messageAt(bytes, start, end); start = nextAt(bytes, start, end))
        this.#packets.add(bytes, start, own)
    }
    this.#lost = received.lost
    if (this.#lost) this.#packets.endAll()
    else this.#packets.endQuiet(received.drained)
  }

  async #read(): Promise<Received> {
    const { left } = this.#packets
    if (left === Number.POSITIVE_INFINITY) return await this.#receiver.read()
    const timer = setTimeout(() => this.#receiver.flush(), Math.max(0, Math.ceil(left)))
    // A step that waits keeps the process alive, unless `ref` is false.
    timer.unref?.()
    try {
      return await this.#receiver.read()
    } finally {
      clearTimeout(timer)
    }
  }

  hold(on: boolean): void {
    this.#receiver.hold(on)
  }

  async close(): Promise<void> {
    abandoned.unregister(this)
    await cleanUp(this.#remains)
  }
}
