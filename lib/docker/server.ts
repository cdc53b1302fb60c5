import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { describeValue } from '../errors.ts'
import { failureOf, RequestError, STATUS } from './failure.ts'
import { methodAt } from './methods.ts'
import type { Networks } from './networks.ts'
import { parseBody } from './request.ts'

const CONTENT_TYPE = 'application/vnd.docker.plugins.v1.2+json'
/** The ports of a container are sent one by one: 65 535 of each protocol are 20 MB. */
const LARGEST = 2 ** 26

interface Answer {
  readonly status: number
  readonly body: object
}

/** The protocol over HTTP: POST with JSON, the method as the path. */
export class DriverServer {
  readonly http: Server
  readonly #connections = new Set<Socket>()
  /** Connections whose request has arrived, and is being executed. */
  readonly #executing = new Set<Socket>()

  constructor(networks: Networks) {
    this.http = createServer((request, response) => {
      const begun = () => this.#executing.add(request.socket)
      void answer(networks, request, begun).then((given) => {
        this.#executing.delete(request.socket)
        send(response, given, this.http.listening)
      })
    })
    this.http.on('connection', (connection) => {
      this.#connections.add(connection)
      connection.once('close', () => this.#connections.delete(connection))
    })
  }

  /** Finishes what is being executed, and removes the socket. A client that has sent nothing, or half a request, is not waited for. */
  close(): Promise<void> {
    return new Promise((done, failed) => {
      this.http.close((error) => (error === undefined ? done() : failed(error)))
      for (const connection of this.#connections) if (!this.#executing.has(connection)) connection.destroySoon()
    })
  }
}

async function answer(networks: Networks, request: IncomingMessage, begun: () => void): Promise<Answer> {
  const { method: verb, url = '' } = request
  const method = methodAt(url)
  if (method === undefined) return { status: STATUS.unknown, body: { Err: `unknown method ${describeValue(url)}` } }
  try {
    if (verb !== 'POST') throw new RequestError(`expected POST, got ${verb}`)
    const body = parseBody(await textOf(request))
    begun()
    return { status: STATUS.done, body: await method(networks, body) }
  } catch (thrown) {
    return failureOf(thrown)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  // The answer follows also if the rest is not read.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LARGEST) throw new RequestError(`the request must be at most ${LARGEST} bytes long`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, { status, body }: Answer, isListening: boolean): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'Content-Type': CONTENT_TYPE,
    'Content-Length': Buffer.byteLength(text),
    ...((status !== STATUS.done || !isListening) && { Connection: 'close' }),
  })
  response.end(text)
}
