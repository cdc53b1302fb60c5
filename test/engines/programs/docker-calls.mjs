// Calls methods of a network driver as dockerd does, one after the other, until one fails: SOCKET, and [[METHOD, BODY], ...] as JSON.
import { request } from 'node:http'
import { text } from 'node:stream/consumers'

const [socketPath, calls] = process.argv.slice(2)

function call(method, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: `/NetworkDriver.${method}`, method: 'POST' }, async (response) => {
      const answer = await text(response)
      if (response.statusCode === 200) resolve()
      else reject(new Error(`${method}: ${answer}`))
    })
    sent.once('error', reject)
    sent.end(JSON.stringify(body))
  })
}

for (const [method, body] of JSON.parse(calls)) await call(method, body)
