/// <reference lib="esnext.disposable" />
import { resolve } from 'node:path'
import { describeValue, InputError } from '../errors.ts'
import { anything, type Checks, checkAll } from '../verb/checks.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { Networks } from './networks.ts'
import { DriverServer } from './server.ts'
import { listenOn } from './socket.ts'
import { Store } from './store.ts'

const SOCKET = '/run/docker/plugins/netlink-ts.sock'
const STATE = '/var/lib/netlink-ts/docker'

/** Options of {@link serveDocker}. */
export interface DockerOptions {
  /** Socket to listen on; /run/docker/plugins/netlink-ts.sock by default. Docker calls the driver as the file, without `.sock`. */
  readonly socket?: string | undefined
  /** Folder for the networks that Docker has created; /var/lib/netlink-ts/docker by default. It has to outlast reboots, as Docker's networks do. */
  readonly state?: string | undefined
  /** Namespace of the host, which has to be Docker's; by default that of this process. */
  readonly netns?: NetnsRef | undefined
  /** Called for a network that cannot be restored at the start. */
  readonly onProblem?: ((problem: Error) => void) | undefined
}

const CHECKS: Checks<DockerOptions> = {
  socket: path,
  state: path,
  netns: anything,
  onProblem(called) {
    if (typeof called !== 'function') throw new InputError(`must be a function, not ${describeValue(called)}`)
    return called as (problem: Error) => void
  },
}

function path(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new InputError(`must be a path, not ${describeValue(value)}`)
  return value
}

/** A running network driver. Networks and containers are in the kernel: they stay when it is closed. */
export class DockerDriver implements AsyncDisposable {
  /** Socket on which it listens. */
  readonly socket: string
  /** Folder for the networks that Docker has created. */
  readonly state: string
  readonly #server: DriverServer
  readonly #networks: Networks
  readonly #store: Store
  #closing: Promise<void> | undefined

  /** Internal; use {@link serveDocker}. */
  constructor(socket: string, server: DriverServer, networks: Networks, store: Store) {
    this.socket = socket
    this.state = store.path
    this.#server = server
    this.#networks = networks
    this.#store = store
  }

  /** Finishes the calls in progress, and removes the socket. Networks and containers stay connected. */
  close(): Promise<void> {
    this.#closing ??= this.#server
      .close()
      .then(() => this.#networks.close())
      .finally(() => this.#store.close())
    return this.#closing
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * Starts Docker's remote network driver: `docker network create -d netlink-ts`. Networks that Docker has created before, and their containers, are
 * found again. Rejects if another process has the state folder or the socket. Needs the privileges of `createNetwork`.
 *
 * ```ts
 * const driver = await serveDocker()
 * // ...
 * await driver.close()
 * ```
 */
export async function serveDocker(options: DockerOptions = {}): Promise<DockerDriver> {
  const { socket = SOCKET, state = STATE, netns, onProblem = () => {} } = checkAll('serveDocker', options, CHECKS)
  const store = Store.open(resolve(state))
  const networks = new Networks(store, netns)
  try {
    await networks.recover(onProblem)
    const server = new DriverServer(networks)
    await listenOn(server.http, resolve(socket))
    return new DockerDriver(resolve(socket), server, networks, store)
  } catch (thrown) {
    await networks.close().finally(() => store.close())
    throw thrown
  }
}
