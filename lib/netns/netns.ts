// A network namespace that is held open, and what can be done inside it.
/// <reference lib="esnext.disposable" />
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import type { Socket as DatagramSocket } from 'node:dgram'
import type { ListenOptions, Server, Socket } from 'node:net'
import type { NetlinkError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { rejection, traced } from '../transport/rejection.ts'
import { bindSocket, type DatagramBindOptions } from './bind.ts'
import { builtin } from './builtin.ts'
import { type ConnectOptions, connectSocket } from './connect.ts'
import { netnsError } from './error.ts'
import { checkOpen, runInside, startPool } from './inside.ts'
import { listenServer } from './listen.ts'
import { ownDescriptor } from './reference.ts'
import { sysctl, sysctls, sysctlValue } from './sysctl.ts'

/**
 * A network namespace, held open. One that has no name lives as long as this object, the sockets and the processes in it; a
 * named one (below /run/netns, where `ip netns` sees it) until it is deleted.
 */
export class Netns implements AsyncDisposable {
  /** Its name below /run/netns, if it has one. */
  readonly name?: string
  /** The file it was opened by, if any. */
  readonly path?: string
  /** Identifies the namespace: the inode of /proc/PID/ns/net. */
  readonly inode: number
  readonly #held: Descriptor

  /** Not for callers: {@link createNetns} and {@link openNetns} make these. */
  constructor(held: Descriptor, place: { name?: string; path?: string } = {}) {
    startPool()
    this.#held = held
    ownDescriptor(this, held)
    this.inode = Number(held.inode)
    if (place.name !== undefined) this.name = place.name
    if (place.path !== undefined) this.path = place.path
  }

  /** The open descriptor; -1 once closed. It stays this object's own. */
  get fd(): number {
    return this.#held.fd
  }

  /**
   * Runs `fn` with the JavaScript thread inside the namespace, and returns to the previous one however `fn` ends. `fn` must be synchronous: anything
   * later (timers, promises, most of Node's sockets) happens outside. A `Worker` created by `fn` stays inside. SIGUSR1 during `fn`
   * opens Node's inspector inside, to every process there: docs/namespaces.md. See network_namespaces(7), setns(2).
   */
  run<T>(fn: () => T): T {
    if (typeof fn !== 'function') throw new TypeError('run: fn must be a function')
    const value = runInside('run', this.#held, fn)
    if (isThenable(value)) {
      value.then(undefined, () => undefined)
      throw new TypeError(
        'run: fn must be synchronous, but it returned a promise, which would continue outside the namespace',
      )
    }
    return value
  }

  /**
   * Lets a server of this process listen inside the namespace: `net`, `http` or any other server that takes a descriptor. Without a
   * host, on every address. `exclusive` is always on; `signal` closes the server, at any time. `server.address()` and the addresses of its
   * connections name the links of the namespace. Rejects with EADDRINUSE, EADDRNOTAVAIL and the like.
   */
  async listen(server: Server, options: ListenOptions): Promise<void> {
    checkOpen('listen', this.#held)
    await traced(listenServer(this.#held, server, options), options?.signal)
  }

  /**
   * Connects from inside the namespace, as `net.connect` does. Host names are resolved at home, by `lookup` where it is given, and each of their addresses
   * is tried (`autoSelectFamily`): where none answers, an AggregateError with the code of the first. The scope of `fe80::1%eth0` or `%2` is a
   * link of the namespace. `timeout` is also how long connecting may take: ETIMEDOUT; `signal` ends the socket with its
   * reason, before and after. A `path` may be an abstract one, which belongs to the namespace.
   */
  async connect(options: ConnectOptions): Promise<Socket> {
    checkOpen('connect', this.#held)
    return await traced(connectSocket(this.#held, options), options?.signal)
  }

  /**
   * Binds a UDP socket of this process inside the namespace, instead of `socket.bind`: what it sends and receives then passes there. `reuseAddr`,
   * `reusePort` and `ipv6Only` are those that it was made with, unless the options say otherwise; `exclusive` is always on. Links in
   * `addMembership` and the like, and in `address()`, are those of the namespace; the scope of an address given to `send` is looked up at home, and
   * a datagram from a link-local address is the event `error` (ENXIO): a Worker made in {@link run} has neither limit. Not on Bun and Deno: ERR_NETLINK_RUNTIME.
   *
   * ```ts
   * const socket = dgram.createSocket('udp4')
   * await netns.bind(socket, { port: 5353 })
   * ```
   */
  async bind(socket: DatagramSocket, options: DatagramBindOptions = {}): Promise<void> {
    checkOpen('bind', this.#held)
    await traced(bindSocket(this.#held, socket, options))
  }

  /** Starts a process inside the namespace, like `child_process.spawn`. Its mounts are those of this process. */
  spawn(command: string, args: string[] = [], options: SpawnOptions = {}): ChildProcess {
    const { spawn } = builtin.childProcess()
    return runInside('spawn', this.#held, () => spawn(command, args, options))
  }

  /**
   * Reads a kernel parameter as the namespace has it: `net.ipv4.ip_forward`, or `net/ipv4/conf/eth0.100/forwarding` where a name has dots.
   * Only those of `net.*`: others are not the namespace's. ENOENT when there is none such.
   */
  async getSysctl(name: string): Promise<string> {
    return sysctl('getSysctl', this.#held, name)
  }

  /**
   * Writes a kernel parameter of the namespace, of `net.*` alone: others are the whole machine's. Needs CAP_NET_ADMIN (EPERM,
   * EACCES); a value that the kernel does not take is EINVAL.
   */
  async setSysctl(name: string, value: string | number): Promise<void> {
    await sysctl('setSysctl', this.#held, name, sysctlValue(value))
  }

  /**
   * Writes several kernel parameters of the namespace, in order and in one go, each whether or not the one before it could be written. What
   * could not be is in the answer, with its error.
   */
  async setSysctls(values: Readonly<Record<string, string | number>>): Promise<Record<string, NetlinkError>> {
    return sysctls('setSysctls', this.#held, values)
  }

  /** What `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: object, options: object) => string,
  ): string {
    const { name, path, inode, fd } = this
    const where = { ...(name === undefined ? {} : { name }), ...(path === undefined ? {} : { path }) }
    return `Netns ${inspect(fd < 0 ? { ...where, inode, closed: true } : { ...where, inode, fd }, options)}`
  }

  /** Lets go of the namespace. One without a name ends when nothing else holds it. Closing twice does nothing. */
  async close(): Promise<void> {
    this.#held.close()
  }

  /** Takes the name away and closes. ENOENT when the name is gone already; a namespace without a name is only closed. */
  async delete(): Promise<void> {
    if (this.path !== undefined && this.name !== undefined) await unmount('delete', this.path)
    this.#held.close()
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Unmounts a named namespace and removes its file; what still uses it keeps it alive. */
export function unmount(operation: string, path: string): Promise<void> {
  return new Promise((resolve) => {
    addon().deleteNetns(path, (error, step) => {
      if (error === 0) resolve()
      else resolve(rejection(netnsError(operation, error, `${step} ${path}`)))
    })
  })
}
