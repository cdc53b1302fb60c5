/// <reference lib="esnext.disposable" />
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { access } from 'node:fs'
import type { ListenOptions, Server, Socket } from 'node:net'
import { NetlinkError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { netnsError } from '../transport/place.ts'
import { type ConnectOptions, connectSocket, listenSocket, serve } from './socket.ts'
import { sysctlPath } from './sysctl.ts'

let poolStarted = false

/**
 * Starts libuv's thread pool, once, before any `run` can: threads stay in the namespace in which they were born, and
 * what they do later (a file read below /proc/net, a name looked up) would happen in the wrong one.
 */
function startPool(): void {
  if (poolStarted) return
  poolStarted = true
  access('/', () => undefined)
}

/**
 * A network namespace, held open. One that has no name lives as long as this object, the sockets and the processes in it; a
 * named one (below /run/netns, where `ip netns` sees it) until it is deleted.
 */
export class Netns implements AsyncDisposable {
  /** Its name below /run/netns, if it has one. */
  readonly name?: string
  /** The file it was opened by, if any. */
  readonly path?: string
  /** What tells it from every other namespace: the inode of /proc/PID/ns/net. */
  readonly inode: number
  readonly #held: Descriptor

  /** Not for callers: {@link createNetns} and {@link openNetns} make these. */
  constructor(held: Descriptor, place: { name?: string; path?: string } = {}) {
    startPool()
    this.#held = held
    this.inode = Number(held.inode)
    if (place.name !== undefined) this.name = place.name
    if (place.path !== undefined) this.path = place.path
  }

  /** The open descriptor; -1 once closed. It stays this object's own. */
  get fd(): number {
    return this.#held.fd
  }

  /**
   * Runs `fn` with the thread of JavaScript inside the namespace, and comes home however it ends. It must be synchronous: what
   * happens later (timers, promises, most of Node's sockets) happens at home. See netns(7), setns(2).
   */
  run<T>(fn: () => T): T {
    if (typeof fn !== 'function') throw new TypeError('run: fn must be a function')
    this.#check('run')
    let result: { value: T } | undefined
    const error = addon().run(this.#held, () => {
      result = { value: fn() }
    })
    if (error !== 0) throw netnsError('run', error, 'setns')
    const { value } = result as { value: T }
    if (isThenable(value)) {
      value.then(undefined, () => undefined)
      throw new TypeError(
        'run: fn must be synchronous, but it returned a promise, whose work would go on outside of the namespace',
      )
    }
    return value
  }

  /**
   * Lets a server of this process listen inside the namespace: `net`, `http` or any other server that takes a descriptor. Without a
   * host, on every address. Rejects with EADDRINUSE, EADDRNOTAVAIL and the like.
   */
  async listen(server: Server, options: ListenOptions): Promise<void> {
    this.#check('listen')
    if (options.path !== undefined) return this.#listenPath(server, options)
    await serve(server, await listenSocket(this.#held, options))
  }

  /** A path in the file system is everybody's; an abstract one belongs to the namespace: unix(7). */
  #listenPath(server: Server, options: ListenOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.once('listening', () => {
        server.removeListener('error', reject)
        resolve()
      })
      this.run(() => server.listen(options))
    })
  }

  /**
   * Connects from inside the namespace. Host names are resolved at home. `timeout` is also how long connecting may take:
   * ETIMEDOUT; `signal` ends the socket with its reason, before and after.
   */
  async connect(options: ConnectOptions): Promise<Socket> {
    this.#check('connect')
    return connectSocket(this.#held, options)
  }

  /** Starts a process inside the namespace, like `child_process.spawn`. Its mounts are those of this process. */
  spawn(command: string, args: string[] = [], options: SpawnOptions = {}): ChildProcess {
    return this.run(() => spawn(command, args, options))
  }

  /** Reads a kernel parameter as the namespace has it: `net.ipv4.ip_forward`. ENOENT when there is none such. */
  getSysctl(name: string): Promise<string> {
    return this.#sysctl('getSysctl', name, undefined)
  }

  /** Writes a kernel parameter of the namespace. */
  async setSysctl(name: string, value: string | number): Promise<void> {
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new TypeError('setSysctl: value must be a string or a number')
    await this.#sysctl('setSysctl', name, String(value))
  }

  async #sysctl(operation: string, name: string, value: string | undefined): Promise<string> {
    const path = sysctlPath(operation, name)
    this.#check(operation)
    return new Promise((resolve, reject) => {
      addon().sysctl(this.#held, path, value, (error, text) => {
        if (error === 0) resolve(text.trimEnd())
        else reject(netnsError(operation, error, path))
      })
    })
  }

  #check(operation: string): void {
    if (this.#held.fd < 0)
      throw new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation, reason: 'the namespace is closed' })
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
  return new Promise((resolve, reject) => {
    addon().deleteNetns(path, (error, step) => {
      if (error === 0) resolve()
      else reject(netnsError(operation, error, `${step} ${path}`))
    })
  })
}
