import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { NetlinkError } from '../errors.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Port } from './options.ts'
import { type Forwarder, Outside } from './outside.ts'
import { prepare } from './preparation.ts'
import type { Target } from './target.ts'
import { startTethered } from './tether.ts'
import type { OutsideOptions } from './types.ts'

const PROGRAM = { name: 'slirp4netns', package: 'slirp4netns' }

/** slirp4netns's addresses in the namespace (slirp4netns(1)): its own name server, and that of the link. */
const DNS = '10.0.2.3'
const GUEST = '10.0.2.100'

/** The program ends when descriptor 4 is closed (--exit-fd); the shell is there to remove the folder, whatever became of the caller. */
const SCRIPT = 'folder=$1; shift; "$@"; status=$?; rm -rf "$folder"; exit $status'

/** Environment variable by which processes in the namespace find the socket. */
export const SOCKET = 'NETLINK_TS_OUTSIDE'

/**
 * Connects a namespace to the network of the host by slirp4netns, as an ordinary user: the namespace gets the link `tap0` with 10.0.2.100/24
 * and a default route. `netns` is `{ pid }` of a process in a user namespace of this user, or any namespace of the own user namespace. Needs
 * /dev/net/tun. ENOENT if slirp4netns is not installed.
 */
export async function attachSlirp(netns: NetnsRef, options: OutsideOptions = {}): Promise<Outside> {
  const prepared = prepare('attachSlirp', PROGRAM, netns, options)
  const { ports, mtu, hostLoopback, limits, target, program, folder } = prepared
  const socket = join(folder, 'api')
  const command = [
    ...[program, '--configure', `--mtu=${mtu}`, '--ready-fd=3', '--exit-fd=4', `--api-socket=${socket}`],
    ...(hostLoopback ? [] : ['--disable-host-loopback']),
    ...targetArguments(target),
    'tap0',
  ]
  const tether = await startTethered('attachSlirp', PROGRAM, folder, SCRIPT, command, limits)
  const { ended, release: end } = tether
  const outside = new Outside({ driver: 'slirp', dns: DNS, socket, forwarder: forwarderOf(socket), ended, end })
  return await published(outside, ports)
}

async function published(outside: Outside, ports: readonly Port[]): Promise<Outside> {
  try {
    await outside.publish(ports)
    return outside
  } catch (thrown) {
    await outside.close()
    throw thrown
  }
}

function targetArguments(target: Target): string[] {
  return 'pid' in target ? [String(target.pid)] : ['--netns-type=path', target.path]
}

/**
 * The connection of the namespace in which this process runs, if `netlink-ts rootless` or `runRootless` made it: to publish ports from inside.
 * ENOENT otherwise.
 */
export async function openOutside(): Promise<Outside> {
  const socket = process.env[SOCKET]
  if (socket === undefined || socket === '') {
    const reason = `this process does not run in a namespace of 'netlink-ts rootless' with slirp4netns: ${SOCKET} is not set`
    throw new NetlinkError({ code: 'ENOENT', operation: 'openOutside', reason })
  }
  const forever = new Promise<void>(() => undefined)
  const end = async () => undefined
  return new Outside({ driver: 'slirp', dns: DNS, socket, forwarder: forwarderOf(socket), ended: forever, end })
}

function forwarderOf(socket: string): Forwarder {
  return {
    async add({ host, container, protocol, address }) {
      const words = { proto: protocol, host_port: host, guest_addr: GUEST, guest_port: container }
      const answer = await ask(socket, 'add_hostfwd', { ...words, host_addr: address ?? '0.0.0.0' })
      return (answer as { id: number }).id
    },
    async remove(id) {
      await ask(socket, 'remove_hostfwd', { id })
    },
  }
}

interface Answer {
  readonly return?: object
  readonly error?: { readonly desc?: string }
}

/** One request: a connection carries one, and ends with its answer. */
async function ask(path: string, execute: string, words: object): Promise<object> {
  const socket = connect({ path, allowHalfOpen: true })
  socket.end(JSON.stringify({ execute, arguments: words }))
  const answer = await answerOf(() => text(socket))
  if (answer.return !== undefined) return answer.return
  const reason = `slirp4netns: ${answer.error?.desc ?? 'no answer'}`
  throw new NetlinkError({ code: execute === 'add_hostfwd' ? 'EADDRINUSE' : 'EIO', operation: 'publish', reason })
}

async function answerOf(read: () => Promise<string>): Promise<Answer> {
  try {
    return JSON.parse(await read()) as Answer
  } catch (thrown) {
    const reason = `slirp4netns does not answer: ${(thrown as Error).message}`
    throw new NetlinkError({ code: 'ENOTCONN', operation: 'publish', reason, cause: thrown })
  }
}
