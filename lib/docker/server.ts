import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
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
export function createDriverServer(networks: Networks): Server {
  return createServer((request, response) => {
    void answer(networks, request).then((given) => send(response, given))
  })
}

async function answer(networks: Networks, request: IncomingMessage): Promise<Answer> {
  const { method: verb, url = '' } = request
  const method = methodAt(url)
  if (method === undefined) return { status: STATUS.unknown, body: { Err: `unknown method ${describeValue(url)}` } }
  try {
    if (verb !== 'POST') throw new RequestError(`expected POST, got ${verb}`)
    return { status: STATUS.done, body: await method(networks, parseBody(await textOf(request))) }
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

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'Content-Type': CONTENT_TYPE,
    'Content-Length': Buffer.byteLength(text),
    ...(status !== STATUS.done && { Connection: 'close' }),
  })
  response.end(text)
}
