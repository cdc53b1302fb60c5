import type { Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Netns } from '../../lib/index.ts'
import { openDatagrams } from './support-datagrams.ts'

/** Whom is asked, and by what. */
export interface Question {
  readonly protocol?: 'tcp' | 'udp'
  /** The address to ask from. */
  readonly from?: string
  readonly address: string
  readonly port: number
}

/** How long an answer that must come may take on a busy machine, and how long silence is listened to. */
const patience = 5000
const moment = 300

/** The answer, or the code of the error; ETIMEDOUT where there was neither within `timeout`. */
async function outcome(netns: Netns, question: Question, timeout: number): Promise<string> {
  try {
    return await (question.protocol === 'udp' ? askUdp : askTcp)(netns, question, timeout)
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown)
  }
}

async function askTcp(netns: Netns, { address, port, from }: Question, timeout: number): Promise<string> {
  const local = from === undefined ? {} : { localAddress: from }
  const socket: Socket = await netns.connect({ host: address, port, timeout, ...local })
  socket.once('timeout', () => socket.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })))
  return await text(socket)
}

async function askUdp(netns: Netns, { address, port, from }: Question, timeout: number): Promise<string> {
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

/** What is answered, as `web to 203.0.113.2`: it has all the time it needs. */
export function ask(netns: Netns, question: Question): Promise<string> {
  return outcome(netns, question, patience)
}

/** What comes of asking where nobody should answer: an error's code, ETIMEDOUT where nothing at all happened for a moment. */
export function knock(netns: Netns, question: Question): Promise<string> {
  return outcome(netns, question, moment)
}
