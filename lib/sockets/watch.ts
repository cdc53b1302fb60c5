import { describeValue, InputError, NetlinkError } from '../errors.ts'
import { sockdiag } from '../protocol/sockdiag.ts'
import { canListen, type Handle } from '../transport/handle.ts'
import { Iteration, type Reading } from '../transport/iteration.ts'
import { checkLimits } from '../transport/limit.ts'
import { datagrams, type Receiver } from '../transport/receiver.ts'
import { anything, checkAll, type Found, wholeNumber } from '../verb/checks.ts'
import { stream } from '../verb/verb.ts'
import type { Bytes } from '../wire/bytes.ts'
import { HEADER, lengthAt, messageAt, nextAt } from '../wire/header.ts'
import { INET_PROTOCOLS, type InetProtocol, inetSocket } from './inet.ts'
import { otherReply, tcpReply } from './inet-message.ts'
import type { Socket } from './types.ts'

const OPERATION = 'watchSockets'

/** Options of {@link watchSockets}. */
export interface SocketWatchOptions {
  /** Protocol: 'tcp' or 'udp', or both, which is the default. */
  protocol?: 'tcp' | 'udp' | readonly ('tcp' | 'udp')[] | undefined
  /** Address family; both by default. */
  family?: 'inet' | 'inet6' | undefined
  /** Size of the receive buffer in bytes; 8 MiB by default. */
  buffer?: number | undefined
  /** False does not keep the process alive while an event is awaited. */
  ref?: boolean | undefined
  /** Ends the iteration with the reason of the signal. */
  signal?: AbortSignal | undefined
}

/** An event of {@link watchSockets}. */
export type SocketEvent = SocketDestroyed | SocketsLost

/** A socket that ended. */
export interface SocketDestroyed {
  /** Kind of event: 'destroyed'. */
  type: 'destroyed'
  /** The socket as it was at its end: that of TCP with its last `info`. */
  socket: Socket<'tcp' | 'udp' | 'udplite'>
}

/** Events were lost because the receive buffer overflowed. */
export interface SocketsLost {
  /** Kind of event: 'lost'. */
  type: 'lost'
}

const MOST_BUFFER = 1 << 30
const LEAST_BUFFER = 2304

function protocolWords(value: unknown): readonly ('tcp' | 'udp')[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  const wrong = given.find((one) => one !== 'tcp' && one !== 'udp')
  if (given.length === 0 || wrong !== undefined)
    throw new InputError(`must be 'tcp', 'udp' or an array of them, not ${describeValue(wrong)}`)
  return given as ('tcp' | 'udp')[]
}

function familyWord(value: unknown): 'inet' | 'inet6' {
  if (value === 'inet' || value === 'inet6') return value
  throw new InputError(`must be 'inet' or 'inet6', not ${describeValue(value)}`)
}

function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

const CHECKS = {
  protocol: protocolWords,
  family: familyWord,
  buffer: wholeNumber(LEAST_BUFFER, MOST_BUFFER),
  ref: boolean,
  signal: anything<AbortSignal>,
}

function checkWatch(options: SocketWatchOptions): Found<SocketWatchOptions> {
  const found = checkAll<SocketWatchOptions>(OPERATION, options, CHECKS)
  checkLimits(OPERATION, { signal: found.signal })
  return found
}

/** The groups to join. */
function groupsOf({ protocol = ['tcp', 'udp'], family }: Found<SocketWatchOptions>): number[] {
  const families = family === undefined ? (['inet', 'inet6'] as const) : [family]
  const protocols = protocol as readonly ('tcp' | 'udp')[]
  return families.flatMap((one) => protocols.map((word) => sockdiag.groups[`${one}_${word}_destroy`]))
}

function opened(handle: Handle, options: SocketWatchOptions): Receiver {
  const found = checkWatch(options)
  if (!canListen(handle)) throw new TypeError(`${OPERATION}: this handle receives no events`)
  return handle.receiver(OPERATION, sockdiag, { groups: groupsOf(found), room: found.buffer })
}

const PROTOCOLS = ['tcp', 'udp', 'udplite'] as const satisfies readonly InetProtocol[]

/** The socket in an event, which says its protocol; undefined for one of another kind. */
function socketAt(bytes: Bytes, at: number): SocketDestroyed['socket'] | undefined {
  const length = lengthAt(bytes, at) - HEADER
  if (length < tcpReply.headerSize) return undefined
  const { protocol: number } = otherReply.read(bytes, at + HEADER, length)
  const protocol = PROTOCOLS.find((one) => INET_PROTOCOLS[one] === number)
  if (protocol === undefined) return undefined
  return inetSocket(protocol)(tcpReply.read(bytes, at + HEADER, length)) as SocketDestroyed['socket']
}

class DestroyReading implements Reading<SocketEvent> {
  readonly #receiver: Receiver
  #events: Iterator<SocketEvent> | undefined

  constructor(receiver: Receiver) {
    this.#receiver = receiver
  }

  async next(): Promise<SocketEvent> {
    for (;;) {
      const step = this.#events?.next()
      if (step !== undefined && step.done !== true) return step.value
      this.#events = eventsOf(await this.#receiver.read())
    }
  }

  hold(on: boolean): void {
    this.#receiver.hold(on)
  }

  close(): void {
    this.#receiver.fail(
      new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation: OPERATION, reason: 'the iteration is over' }),
    )
  }
}

function* eventsOf(received: Awaited<ReturnType<Receiver['read']>>): Generator<SocketEvent, void, undefined> {
  const { bytes, lost } = received
  for (const { at, end } of datagrams(received)) {
    for (let start = at; messageAt(bytes, start, end); start = nextAt(bytes, start, end)) {
      const socket = socketAt(bytes, start)
      if (socket !== undefined) yield { type: 'destroyed', socket }
    }
  }
  if (lost) yield { type: 'lost' }
}

/**
 * Watches sockets of TCP and UDP that end (`ss -E`), from the first step on: those of TCP with their last `info`, such as the bytes of the connection. If
 * events were lost because the receive buffer overflowed, `{ type: 'lost' }` says so. The kernel has no events of new sockets.
 *
 * ```ts
 * for await (const event of watchSockets({ protocol: 'tcp' })) {
 *   if (event.type === 'destroyed' && event.socket.protocol === 'tcp') console.log(event.socket.remote, event.socket.info?.bytesAcked)
 * }
 * ```
 */
export const watchSockets = stream(
  OPERATION,
  (handle: Handle, options: SocketWatchOptions = {}): AsyncIterableIterator<SocketEvent, undefined> =>
    new Iteration(() => new DestroyReading(opened(handle, options)), Object(options)),
)
