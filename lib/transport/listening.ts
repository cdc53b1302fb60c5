import { constants } from '../builtin.ts'
import { kernelError, type NetlinkError } from '../errors.ts'
import { Bytes, LITTLE } from '../wire/bytes.ts'
import { closedError } from './answer.ts'
import type { Listener, Socket } from './native.ts'
import { compile, type Wanted } from './socket-filter.ts'

/** Bytes of events that one read returns at most. */
export const READ_BYTES = 256 << 10
/**
 * Receive buffer of watches, and the most that one grows to after overruns. A small event takes 832 bytes of it: a burst of 50 000 fits although
 * nothing is read meanwhile.
 */
const ROOM = 64 << 20
const MOST_ROOM = 64 << 20

/** Bits of the result of a read (native/netlink/listener_session.cc). */
export const LOST = 1
export const DRAINED = 2
const FLUSHED = 4

/** In front of each datagram: the id of its namespace, and its size. */
export const PREFIX = 8

/** Receives events. */
export interface Subscriber {
  /** Numbers of multicast groups. */
  readonly groups: readonly number[]
  /** Messages that it needs, by their types; undefined for all. */
  readonly wanted: Wanted | undefined
  /** Size of the receive buffer, if given. */
  readonly room?: number | undefined
  /** A datagram: the bytes from `at` to `end`, which are valid during the call. `nsid` is -1 for the own namespace. */
  take(bytes: Bytes, at: number, end: number, nsid: number): void
  /** The end of a read. */
  taken(lost: boolean): void
  /** It receives nothing any more. */
  fail(error: unknown): void
}

/** Gives events to subscribers. */
export interface Publisher {
  join(operation: string, subscriber: Subscriber): Promise<void>
  leave(subscriber: Subscriber): void
  flush(): Promise<void>
  hold(on: boolean): void
  readonly port: number
}

/** The events of one handle: a socket for all of its watches, open while there is one. */
export class Listening implements Publisher {
  readonly #socket: Socket
  readonly #allNsid: boolean
  readonly #subscribers = new Set<Subscriber>()
  #listener: Listener | undefined
  /** Changes of groups, one after the other. */
  #setup: Promise<void> = Promise.resolve()
  #room = 0
  /** What the flush in progress resolves; those that were requested after it began wait for the next one. */
  #flushing: (() => void)[] = []
  #waiting: (() => void)[] = []
  #holds = 0
  #reading = false
  #isOpen = false
  readonly #bytes = new Bytes(new ArrayBuffer(READ_BYTES))
  #closed: { error: unknown } | undefined

  constructor(socket: Socket, allNsid = false) {
    this.#socket = socket
    this.#allNsid = allNsid
  }

  /** Resolves when events for this one are received. */
  async join(operation: string, subscriber: Subscriber): Promise<void> {
    if (this.#closed !== undefined) throw this.#closed.error
    this.#subscribers.add(subscriber)
    try {
      await this.#change(operation)
    } catch (thrown) {
      this.leave(subscriber)
      throw thrown
    }
  }

  leave(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return
    if (this.#subscribers.size === 0) this.#end()
    else void this.#change('watch').catch(() => undefined)
  }

  /** Resolves when everything that is queued now has been taken. */
  flush(): Promise<void> {
    const listener = this.#listener
    if (listener === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#flush(listener)
    })
  }

  #flush(listener: Listener): void {
    if (this.#flushing.length > 0 || this.#waiting.length === 0) return
    this.#flushing = this.#waiting.splice(0)
    listener.flush()
  }

  /** While it is held, the process is kept alive. */
  hold(on: boolean): void {
    this.#holds += on ? 1 : -1
    this.#listener?.hold(this.#holds > 0)
  }

  /** Port id of the handle's requests, which is in the events that they cause. */
  get port(): number {
    return this.#socket.portId
  }

  close(error: unknown): void {
    this.#closed ??= { error }
    for (const subscriber of [...this.#subscribers]) subscriber.fail(error)
    this.#subscribers.clear()
    this.#end()
  }

  #end(): void {
    this.#listener?.close()
    this.#listener = undefined
    this.#isOpen = false
    this.#room = 0
    for (const resolve of [...this.#flushing.splice(0), ...this.#waiting.splice(0)]) resolve()
  }

  /** Sets groups, filter and buffer to what the subscribers need. */
  #change(operation: string): Promise<void> {
    const done = this.#setup.then(() => this.#apply(operation))
    this.#setup = done.catch(() => undefined)
    return done
  }

  async #apply(operation: string): Promise<void> {
    if (this.#subscribers.size === 0) return
    const subscribers = [...this.#subscribers]
    const groups = Uint32Array.from(new Set(subscribers.flatMap((one) => one.groups)))
    const filter = compile(subscribers.map((one) => one.wanted))
    this.#room = Math.max(this.#room, ...subscribers.map(({ room = ROOM }) => room))
    const error = await this.#set(groups, filter)
    if (error === 0) this.#read()
    else throw this.#closed?.error ?? listenError(operation, error)
  }

  #set(groups: Uint32Array, filter: Uint8Array | undefined): Promise<number> {
    return new Promise((resolve) => {
      if (this.#listener !== undefined) {
        this.#listener.change(groups, filter, this.#room, resolve)
        return
      }
      const listener = this.#socket.listen(groups, filter, this.#room, this.#allNsid, (error) => {
        if (this.#listener === listener) {
          if (error === 0) this.#isOpen = true
          else this.#end()
        }
        resolve(error)
      })
      this.#listener = listener
      listener.hold(this.#holds > 0)
    })
  }

  /** One read is always in progress. */
  #read(): void {
    const listener = this.#listener
    if (listener === undefined || !this.#isOpen || this.#reading) return
    this.#reading = true
    listener.read(this.#bytes.u8, true, (length, flags) => {
      this.#reading = false
      if (listener !== this.#listener) {
        this.#read()
        return
      }
      if (length < 0) this.close(listenError('watch', length))
      else this.#took(listener, length, flags)
    })
  }

  #took(listener: Listener, length: number, flags: number): void {
    const lost = (flags & LOST) !== 0
    if (length > 0) this.#deal(length)
    if (lost) this.#widen()
    // What a flush waits for is taken when the queue was empty after it.
    const flushed = (flags & FLUSHED) !== 0
    const drained = (flags & DRAINED) !== 0
    const settled = flushed && drained ? this.#flushing.splice(0) : []
    for (const subscriber of [...this.#subscribers]) subscriber.taken(lost)
    if (this.#listener === listener) {
      if (flushed && !drained) listener.flush()
      else this.#flush(listener)
      this.#read()
    }
    for (const resolve of settled) resolve()
  }

  #deal(length: number): void {
    const bytes = this.#bytes
    const subscribers = [...this.#subscribers]
    for (let at = 0; at + PREFIX <= length; ) {
      const nsid = bytes.view.getInt32(at, LITTLE)
      const size = bytes.u32[(at + 4) >> 2] as number
      at += PREFIX
      for (const subscriber of subscribers) subscriber.take(bytes, at, at + size, nsid)
      at += (size + 3) & ~3
    }
  }

  /** A larger buffer for the next burst. */
  #widen(): void {
    if (this.#room >= MOST_ROOM) return
    this.#room = Math.min(this.#room * 2, MOST_ROOM)
    void this.#change('watch').catch(() => undefined)
  }
}

/** The kernel refused to open the listener, or to read it. */
export function listenError(operation: string, error: number): NetlinkError {
  return error === -constants.errno.EBADF ? closedError(operation) : kernelError(operation, error)
}
