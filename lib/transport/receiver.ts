import { constants } from '../builtin.ts'
import { Bytes, LITTLE } from '../wire/bytes.ts'
import { DRAINED, LOST, listenError, PREFIX, READ_BYTES } from './listening.ts'
import type { Listener, Socket } from './native.ts'
import { pollCompletions } from './poll.ts'
import { compile, type Wanted } from './socket-filter.ts'

/** Receive buffer: what is not read stays in it. */
const ROOM = 8 << 20

/** What a receiver receives. */
export interface Reception {
  /** Numbers of multicast groups. */
  readonly groups: readonly number[]
  /** Messages that it needs, by their types; undefined for all. */
  readonly wanted?: Wanted | undefined
  /** Size of the receive buffer; 8 MiB by default. */
  readonly room?: number | undefined
  /** Receives the events of all namespaces that have an id in this one as well. */
  readonly allNsid?: boolean | undefined
}

/** The result of one read: datagrams, which are valid until the next read. */
export interface Received {
  readonly bytes: Bytes
  readonly length: number
  /** Whether datagrams were lost after those of this read. */
  readonly lost: boolean
  /** Whether the queue was empty afterwards. */
  readonly drained: boolean
}

/**
 * A socket of multicast groups that is read only on demand: what is not read waits in its receive buffer. It opens with the first read, and is
 * closed when it is garbage-collected.
 */
export class Receiver {
  readonly #operation: string
  readonly #socket: Socket
  readonly #reception: Reception
  readonly #onClose: () => void
  readonly #bytes = new Bytes(new ArrayBuffer(READ_BYTES))
  #listener: Listener | undefined
  #opened: Promise<void> | undefined
  #held = false
  #over: { readonly error: unknown } | undefined

  constructor(operation: string, socket: Socket, reception: Reception, onClose: () => void) {
    this.#operation = operation
    this.#socket = socket
    this.#reception = reception
    this.#onClose = onClose
  }

  /** Resolves when events are received. */
  open(): Promise<void> {
    this.#opened ??= new Promise((resolve, reject) => {
      if (this.#over !== undefined) throw this.#over.error
      const { groups, wanted, room = ROOM, allNsid = false } = this.#reception
      const filter = wanted === undefined ? undefined : compile([wanted])
      this.#listener = this.#socket.listen(Uint32Array.from(new Set(groups)), filter, room, allNsid, (error) => {
        if (error === 0) resolve()
        else {
          this.fail(listenError(this.#operation, error))
          reject(this.#over?.error)
        }
      })
      this.#listener.hold(this.#held)
      pollCompletions()
    })
    return this.#opened
  }

  /** Waits for datagrams; one read at a time. Rejects when it is closed. */
  async read(): Promise<Received> {
    await this.open()
    const bytes = this.#bytes
    const { length, flags } = await new Promise<{ length: number; flags: number }>((resolve) => {
      if (this.#listener === undefined) resolve({ length: -constants.errno.EBADF, flags: 0 })
      else this.#listener.read(bytes.u8, false, (length, flags) => resolve({ length, flags }))
    })
    if (length < 0) {
      this.fail(listenError(this.#operation, length))
      throw this.#over?.error
    }
    return { bytes, length, lost: (flags & LOST) !== 0, drained: (flags & DRAINED) !== 0 }
  }

  /** The read in progress, or the next one, ends even if there is nothing. */
  flush(): void {
    this.#listener?.flush()
  }

  /** While it is held, the process is kept alive. */
  hold(on: boolean): void {
    this.#held = on
    this.#listener?.hold(on)
  }

  /** Closes it; a read in progress and later ones reject with this error. */
  fail(error: unknown): void {
    this.#over ??= { error }
    this.#onClose()
    this.#listener?.close()
    this.#listener = undefined
  }
}

/** The datagrams of a read: where each begins and ends, and its namespace, -1 for that of the socket. */
export function* datagrams({ bytes, length }: Received): Generator<{ at: number; end: number; nsid: number }> {
  for (let at = 0; at + PREFIX <= length; ) {
    const nsid = bytes.view.getInt32(at, LITTLE)
    const size = bytes.u32[(at + 4) >> 2] as number
    at += PREFIX
    yield { at, end: at + size, nsid }
    at += (size + 3) & ~3
  }
}
