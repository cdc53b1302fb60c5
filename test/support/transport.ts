import { openTransports } from '../../lib/netns/transports.ts'
import type { Protocol } from '../../lib/transport/protocol.ts'
import type { Transport } from '../../lib/transport/transport.ts'
import type { NetnsRef } from '../../lib/wire/netns.ts'

/** A transport of one protocol, for what a handle does not offer. */
export function openTransport(protocol: Protocol, netns?: NetnsRef): { transport: Transport; opened: Promise<void> } {
  const { transports, opened } = openTransports(protocol, netns)
  return { transport: transports.of(protocol), opened }
}
