import { kernelError } from '../errors.ts'
import { openTrace } from '../trace/trace.ts'
import type { Limits } from '../transport/limit.ts'
import type { Protocol } from '../transport/protocol.ts'
import { rejection } from '../transport/rejection.ts'
import { Transport } from '../transport/transport.ts'
import { Transports } from '../transport/transports.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { netnsError } from './error.ts'
import { holdNetns, netnsText, openReference } from './reference.ts'

/** Transports that are being opened: they accept requests immediately; `opened` resolves when the first socket is open. */
export interface Opening {
  readonly transports: Transports
  readonly opened: Promise<void>
}

/** The namespace with which each handle was opened. */
const places = new WeakMap<object, NetnsRef>()

/** The namespace of a handle; undefined for that of the process. */
export function netnsOf(handle: object): NetnsRef | undefined {
  return places.get(handle)
}

/**
 * Opens the transports of a handle in a namespace (by default that of this process): that of `protocol` now, the others when a request
 * needs them.
 */
export function openTransports(
  protocol: Protocol,
  netns?: NetnsRef,
  limits: Limits = {},
  operation = 'openNetlink',
): Opening {
  const held = netns === undefined ? undefined : openReference(operation, netns)
  try {
    const where = netns === undefined ? undefined : netnsText(netns)
    const options = { netns: held, where, limits, operation, hold: holdNetns, openTracer: openTrace }
    const { transport, opened } = Transport.open(protocol, options)
    const transports = new Transports(transport, enter)
    if (netns !== undefined) places.set(transports, netns)
    return {
      transports,
      opened: opened.then((error) =>
        error === 0 ? undefined : rejection(openError(operation, error, held !== undefined)),
      ),
    }
  } finally {
    held?.close()
  }
}

function enter(protocol: Protocol, netns: NetnsRef): Transports {
  const { transports, opened } = openTransports(protocol, netns)
  // Its requests fail with the same error.
  opened.catch(() => undefined)
  return transports
}

/** A namespace other than that of this process requires another privilege. */
function openError(operation: string, error: number, elsewhere: boolean): Error {
  return elsewhere ? netnsError(operation, error, '') : kernelError(operation, error)
}
