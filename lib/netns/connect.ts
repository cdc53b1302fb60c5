import type { IpcNetConnectOpts, Socket, TcpNetConnectOpts } from 'node:net'
import { builtin, constants } from '../builtin.ts'
import { describeValue, kernelError } from '../errors.ts'
import { onAbort } from '../transport/abort.ts'
import { checkLimits } from '../transport/limit.ts'
import type { Descriptor } from '../transport/native.ts'
import { attempt, attemptPath } from './attempt.ts'
import { checkOptions, familyOf, portOf, refuseOptions, refuseWord } from './endpoint.ts'
import { interleave, resolveHost, type Target } from './resolve.ts'

/** Aborts a connection. */
export interface ConnectSignal {
  /** Destroys the socket with the reason of the signal, before and after it is connected. */
  signal?: AbortSignal | undefined
}

/** Options of `net.connect`; the signal destroys the socket at any time. */
export type ConnectOptions = PathOptions | TcpOptions

type PathOptions = IpcNetConnectOpts & ConnectSignal

type TcpOptions = TcpNetConnectOpts & ConnectSignal

const REFUSED = {
  fd: 'the socket is created inside the namespace',
  handle: 'the socket is created inside the namespace',
}

/** Connects from inside the namespace: the socket is created there, the rest is done by Node. */
export async function connectSocket(netns: Descriptor, options: ConnectOptions): Promise<Socket> {
  checkOptions('connect', options, '{ host, port }')
  refuseOptions('connect', options, REFUSED)
  refuseWord('connect', options, 'address', 'host')
  checkSocket(options)
  options.signal?.throwIfAborted()
  const ends = new AbortController()
  const forget = watch(options, ends)
  try {
    const socket = isPath(options)
      ? await attemptPath(netns, options, ends.signal)
      : await first(netns, options, ends.signal)
    follow(socket, options.signal)
    if (options.timeout !== undefined) socket.setTimeout(options.timeout)
    return socket
  } finally {
    forget()
  }
}

function isPath(options: ConnectOptions): options is PathOptions {
  return 'path' in options && options.path !== undefined
}

/** Lets Node validate the options before anything is opened. */
function checkSocket(options: ConnectOptions): void {
  checkLimits('connect', { signal: options.signal })
  const trial = new (builtin.net().Socket)({ ...options, signal: undefined } as object)
  try {
    if (options.timeout !== undefined) trial.setTimeout(options.timeout)
  } finally {
    trial.destroy()
  }
}

/** Ends the attempts when the caller's signal is aborted or the time limit is reached. */
function watch(options: ConnectOptions, ends: AbortController): () => void {
  const { signal, timeout = 0 } = options
  const late = () => {
    const where = isPath(options) ? options.path : `${options.host || 'localhost'} port ${options.port}`
    ends.abort(
      kernelError('connect', -constants.errno.ETIMEDOUT, { reason: `no answer from ${where} within ${timeout} ms` }),
    )
  }
  const timer = timeout > 0 && timeout < 2 ** 31 ? setTimeout(late, timeout) : undefined
  const forget = signal === undefined ? undefined : onAbort(signal, () => ends.abort(signal.reason))
  return () => {
    clearTimeout(timer)
    forget?.()
  }
}

/** Tries the addresses one after the other, until one answers. */
async function first(netns: Descriptor, options: TcpOptions, ends: AbortSignal): Promise<Socket> {
  const port = portOf('connect', 'port', options.port)
  const source = sourceOf(options)
  const patience = patienceOf(options)
  const targets = await orEnd(ends, targetsOf(options))
  const errors: unknown[] = []
  for (const [i, target] of targets.entries()) {
    const limit = i < targets.length - 1 ? patience : undefined
    try {
      return await attempt(netns, { ...options, port, source, target, limit }, ends)
    } catch (thrown) {
      ends.throwIfAborted()
      errors.push(thrown)
    }
  }
  throw errors.length === 1 ? errors[0] : allFailed(options, errors)
}

/** The address to which the socket is bound before it connects. */
function sourceOf({
  localAddress,
  localPort,
}: TcpOptions): { address?: string; port: number; family?: 4 | 6 } | undefined {
  const port = localPort === undefined ? 0 : portOf('connect', 'localPort', localPort)
  if (localAddress === undefined) return port === 0 ? undefined : { port }
  return { address: localAddress, port, family: familyOf('connect', 'localAddress', localAddress) }
}

/** Time limit for an address other than the last. Like Node, at least 10 ms. */
function patienceOf({ autoSelectFamilyAttemptTimeout: limit }: TcpOptions): number {
  if (limit === undefined) return builtin.net().getDefaultAutoSelectFamilyAttemptTimeout?.() ?? 250
  if (!Number.isInteger(limit) || limit < 1 || limit >= 2 ** 31)
    throw new RangeError(
      `connect: autoSelectFamilyAttemptTimeout must be a positive number of milliseconds, not ${describeValue(limit)}`,
    )
  return Math.max(limit, 10)
}

/** The addresses to try: all, or one if the options determine the family or the local address. */
async function targetsOf(options: TcpOptions): Promise<Target[]> {
  const { localAddress, hints, lookup } = options
  const host = options.host || 'localhost'
  if (typeof host !== 'string') throw new TypeError(`connect: host must be a string, not ${describeValue(host)}`)
  if (lookup !== undefined && typeof lookup !== 'function')
    throw new TypeError(`connect: lookup must be a function, not ${describeValue(lookup)}`)
  const family = options.family || (localAddress === undefined ? 0 : familyOf('connect', 'localAddress', localAddress))
  const automatic = options.autoSelectFamily ?? builtin.net().getDefaultAutoSelectFamily?.() ?? true
  const all = automatic && family !== 4 && family !== 6
  const found = await resolveHost('connect', host, { family, hints, lookup, all })
  return all ? interleave(found) : found.slice(0, 1)
}

/** The promise, or the reason of the signal if that is aborted first. */
function orEnd<T>(ends: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const forget = onAbort(ends, () => reject(ends.reason))
    promise.then(resolve, reject).finally(forget)
  })
}

/** As in `net.connect`: the errors of all addresses, with the code of the first. */
function allFailed({ host, port }: TcpOptions, errors: readonly unknown[]): AggregateError {
  const words = errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; ')
  const failed = new AggregateError(errors, `connect: no address of ${host || 'localhost'} port ${port}: ${words}`)
  return Object.assign(failed, { code: (errors[0] as { code?: string } | undefined)?.code })
}

/** Destroys the socket with the reason of the signal. */
function follow(socket: Socket, signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  const abort = () => socket.destroy(signal.reason)
  if (signal.aborted) abort()
  else socket.once('close', onAbort(signal, abort))
}
