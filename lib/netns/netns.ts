// A network namespace that is held open, and what can be done inside it.
/// <reference lib="esnext.disposable" />
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import type { Socket as DatagramSocket } from 'node:dgram'
import type { ListenOptions, Server, Socket } from 'node:net'
import { builtin } from '../builtin.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { rejection, traced } from '../transport/rejection.ts'
import { bindSocket, type DatagramBindOptions } from './bind.ts'
import { type ConnectOptions, connectSocket } from './connect.ts'
import { netnsError } from './error.ts'
import { checkOpen, runInside, startPool } from './inside.ts'
import { listenServer } from './listen.ts'
import { ownDescriptor } from './reference.ts'
import { sysctl, sysctls, sysctlValue } from './sysctl.ts'

/**
 * An open network namespace. A namespace without a name exists as long as this object, its sockets or its processes; a named one (in
 * /run/netns, where `ip netns` finds it) until it is deleted.
 */
export class Netns implements AsyncDisposable {
  /** Name in /run/netns, if the namespace has one. */
  readonly name?: string
  /** File by which the namespace was opened, if any. */
  readonly path?: string
  /** Inode of the namespace (of /proc/PID/ns/net), which identifies it. */
  readonly inode: number
  readonly #held: Descriptor

  /** Internal; use {@link createNetns} or {@link openNetns}. */
  constructor(held: Descriptor, place: { name?: string; path?: string } = {}) {
    startPool()
    this.#held = held
    ownDescriptor(this, held)
    this.inode = Number(held.inode)
    if (place.name !== undefined) this.name = place.name
    if (place.path !== undefined) this.path = place.path
  }

  /** The open descriptor, -1 once closed. This object owns it. */
  get fd(): number {
    return this.#held.fd
  }

  /**
   * Runs `fn` with the JavaScript thread inside the namespace, and returns to the previous namespace even if `fn` throws. `fn` must be
   * synchronous: later work (timers, promises, most of Node's sockets) happens outside. A `Worker` created by `fn` stays inside. SIGUSR1
   * during `fn` opens Node's inspector inside, accessible to every process there: docs/namespaces.md. See network_namespaces(7), setns(2).
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
   * Lets a server of this process listen inside the namespace: `net`, `http` or any other server that accepts a descriptor. Without a host,
   * it listens on every address. `exclusive` is always on; `signal` closes the server at any time. `server.address()` and the addresses of
   * its connections use the link names of the namespace. Rejects with EADDRINUSE, EADDRNOTAVAIL and the like.
   */
  async listen(server: Server, options: ListenOptions): Promise<void> {
    checkOpen('listen', this.#held)
    await traced(listenServer(this.#held, server, options), options?.signal)
  }

  /**
   * Connects from inside the namespace, as `net.connect` does. Host names are resolved outside, by `lookup` if given, and each of their
   * addresses is tried (`autoSelectFamily`); if none answers, the call rejects with an AggregateError with the code of the first. The scope
   * in `fe80::1%eth0` or `%2` refers to a link of the namespace. `timeout` also limits the time to connect (ETIMEDOUT); `signal` destroys
   * the socket with its reason, before and after. A `path` may be abstract; it then belongs to the namespace.
   */
  async connect(options: ConnectOptions): Promise<Socket> {
    checkOpen('connect', this.#held)
    return await traced(connectSocket(this.#held, options), options?.signal)
  }

  /**
   * Binds a UDP socket of this process inside the namespace, instead of `socket.bind`; its traffic then uses the namespace. `reuseAddr`,
   * `reusePort` and `ipv6Only` default to those of `createSocket`; `exclusive` is always on. Links in `addMembership` and the
   * like, and in `address()`, are those of the namespace. The scope of an address passed to `send` is looked up outside, and a datagram
   * from a link-local address is an `error` event (ENXIO); a Worker created in {@link run} has neither limitation. Not available on Bun and
   * Deno: ERR_NETLINK_RUNTIME.
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

  /** Starts a process inside the namespace, like `child_process.spawn`. It has the mounts of this process. */
  spawn(command: string, args: string[] = [], options: SpawnOptions = {}): ChildProcess {
    const { spawn } = builtin.childProcess()
    return runInside('spawn', this.#held, () => spawn(command, args, options))
  }

  /**
   * Reads a kernel parameter of the namespace: `net.ipv4.ip_forward`, or `net/ipv4/conf/eth0.100/forwarding` if a name contains dots. Only
   * `net.*`: other parameters do not belong to a namespace. ENOENT if it does not exist.
   */
  async getSysctl(name: string): Promise<string> {
    return sysctl('getSysctl', this.#held, name)
  }

  /**
   * Writes a kernel parameter of the namespace; only `net.*`, because other parameters belong to the whole machine. Needs CAP_NET_ADMIN
   * (EPERM, EACCES). EINVAL if the kernel rejects the value.
   */
  async setSysctl(name: string, value: string | number): Promise<void> {
    await sysctl('setSysctl', this.#held, name, sysctlValue(value))
  }

  /**
   * Writes several kernel parameters of the namespace, in order and in one call. A failure does not prevent the later ones; the call then
   * rejects with the error of the first that could not be written, whose `errors` has that of each ({@link SysctlsError}).
   *
   * ```ts
   * await netns.setSysctls({ 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 })
   * ```
   */
  async setSysctls(values: Readonly<Record<string, string | number>>): Promise<void> {
    await sysctls('setSysctls', this.#held, values)
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

  /** Releases the namespace. A namespace without a name ends when nothing else uses it. Closing twice has no effect. */
  async close(): Promise<void> {
    this.#held.close()
  }

  /** Deletes the name and closes the namespace. ENOENT if the name no longer exists; a namespace without a name is only closed. */
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

/** Unmounts a named namespace and removes its file; its users keep it alive. */
export function unmount(operation: string, path: string): Promise<void> {
  return new Promise((resolve) => {
    addon().deleteNetns(path, (error, step) => {
      if (error === 0) resolve()
      else resolve(rejection(netnsError(operation, error, `${step} ${path}`)))
    })
  })
}
