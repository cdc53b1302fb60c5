// A name server that answers 203.0.113.5 for every name.
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (query, { port, address }) => {
  const question = query.subarray(12, query.indexOf(0, 12) + 5)
  const header = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
  const answer = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 5])
  socket.send(Buffer.concat([header, question, answer]), port, address)
})
socket.bind(53, '192.0.2.2')
