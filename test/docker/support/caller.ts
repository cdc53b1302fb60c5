import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type DockerDriver, type DockerOptions, serveDocker } from '../../../lib/docker/index.ts'
import type { TestHost } from '../../container/support/test-host.ts'

/** Where the networks of this test run are on record (scripts/private). */
const RECORDS = '/run/netlink-ts'

/** The answer to a request. */
export interface Answered {
  readonly status: number | undefined
  // biome-ignore lint/suspicious/noExplicitAny: a test names what it expects
  readonly body: any
}

/** A driver in this process, called as dockerd calls it. */
export class Caller {
  readonly folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  readonly socket = join(this.folder, 'run', 'driver.sock')
  readonly state = join(this.folder, 'state')
  readonly problems: string[] = []
  readonly #testHost: TestHost
  #driver: DockerDriver | undefined

  constructor(testHost: TestHost) {
    this.#testHost = testHost
  }

  /** Starts a driver; the options beside are for one that is refused. */
  async start(options: DockerOptions = {}): Promise<DockerDriver> {
    const { socket, state, problems } = this
    const onProblem = ({ message }: Error) => problems.push(message)
    this.#driver = await serveDocker({ socket, state, onProblem, netns: this.#testHost.host.path, ...options })
    return this.#driver
  }

  async stop(): Promise<void> {
    await this.#driver?.close()
    this.#driver = undefined
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Calls a method; `body` is sent as it is if it is a text. */
  call(method: string, body: unknown = '', verb = 'POST'): Promise<Answered> {
    return new Promise((resolve, reject) => {
      // With a connection of its own: one that is kept alive ends with a driver that restarts.
      const options = { socketPath: this.socket, path: method, method: verb, agent: false }
      const sent = request(options, (response) => {
        text(response).then((got) => resolve({ status: response.statusCode, body: JSON.parse(got) }), reject)
      })
      sent.once('error', reject)
      sent.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }

  /** Calls a method of the network driver, which has to succeed. */
  async done(method: string, body: unknown) {
    const { status, body: answer } = await this.call(`/NetworkDriver.${method}`, body)
    if (status !== 200) throw new Error(`${method}: ${answer.Err}`)
    return answer
  }

  /** What a method of the network driver says when it fails. */
  async error(method: string, body: unknown): Promise<string> {
    const { status, body: answer } = await this.call(`/NetworkDriver.${method}`, body)
    if (status === 200) throw new Error(`${method} did not fail`)
    return answer.Err
  }

  /**
   * Deletes what the test has left on record: a later host may have the inode of this one, and would find its networks there. The host itself is
   * gone by now.
   */
  async close(): Promise<void> {
    await this.stop()
    for (const name of existsSync(RECORDS) ? readdirSync(RECORDS) : [])
      if (name.startsWith('nl-')) rmSync(join(RECORDS, name), { recursive: true })
    rmSync(this.folder, { recursive: true })
  }
}

/** In the body of a `describe`: every test has a driver. */
export function eachCaller(testHost: () => TestHost): () => Caller {
  let caller: Caller | undefined
  beforeEach(async () => {
    caller = new Caller(testHost())
    await caller.start()
  })
  afterEach(async () => {
    await caller?.close()
    caller = undefined
  })
  return () => caller as Caller
}
