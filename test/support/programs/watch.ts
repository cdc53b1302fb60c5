/** A process that waits for an event; the argument says how it ends. */
import { watch } from '../../../lib/index.ts'

const way = process.argv[2]
const events = watch({ links: true, ref: way !== 'unreferenced' })[Symbol.asyncIterator]()
const held = setInterval(() => undefined, 1000)
for (;;) {
  const { value } = await events.next()
  if (value?.type === 'synced') break
}
const next = events.next()
clearInterval(held)
console.log('waits')
if (way === 'exit') setImmediate(() => process.exit(3))
if (way === 'return') {
  setTimeout(() => events.return?.(), 100)
  console.log(`done ${(await next).done}`)
}
