import type { Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Netns } from '../../../lib/index.ts'
import { openDatagrams } from './datagrams.ts'

/** The server of a request, and how to reach it. */
export interface Target {
  readonly protocol?: 'tcp' | 'udp'
  /** The source address. */
  readonly from?: string
  readonly address: string
  readonly port: number
}

/** How long a required reply may take on a busy machine, and how long to wait for a reply that must not come. */
const patience = 5000
const moment = 300

/** The answer, or the code of the error; ETIMEDOUT where there was neither within `timeout`. */
async function outcome(netns: Netns, target: Target, timeout: number): Promise<string> {
  try {
    return await (target.protocol === 'udp' ? requestUdp : requestTcp)(netns, target, timeout)
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown)
  }
}

async function requestTcp(netns: Netns, { address, port, from }: Target, timeout: number): Promise<string> {
  const local = from === undefined ? {} : { localAddress: from }
  const socket: Socket = await netns.connect({ host: address, port, timeout, ...local })
  socket.once('timeout', () => socket.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })))
  return await text(socket)
}

async function requestUdp(netns: Netns, { address, port, from }: Target, timeout: number): Promise<string> {
  const socket = openDatagrams(netns, from ?? (isIPv4(address) ? '0.0.0.0' : '::'))
  try {
    socket.send('?', port, address)
    return await datagram(socket, timeout)
  } finally {
    socket.close()
  }
}

async function datagram(socket: DatagramSocket, timeout: number): Promise<string> {
  const signal = AbortSignal.timeout(timeout)
  const [message] = await once(socket, 'message', { signal }).catch((thrown) => {
    throw signal.aborted ? Object.assign(new Error('silence'), { code: 'ETIMEDOUT' }) : thrown
  })
  return String(message)
}

/** The reply, such as `web to 203.0.113.2`; waits as long as it takes. */
export function request(netns: Netns, target: Target): Promise<string> {
  return outcome(netns, target, patience)
}

/** The result of a request that must not be answered: an error's code, ETIMEDOUT if nothing happens for a moment. */
export function probe(netns: Netns, target: Target): Promise<string> {
  return outcome(netns, target, moment)
}
