/** What a worker does in the tests: changes and lists in its own namespace, until it is asked to stop or is terminated. */
import { parentPort, workerData } from 'node:worker_threads'
import { createNetns, openNetlink } from '../../../lib/index.ts'

const netns = await createNetns()
const nl = await openNetlink({ netns })
await nl.setLink('lo', { up: true })

async function round(i: number): Promise<void> {
  await Promise.all(Array.from({ length: 200 }, (_, k) => nl.addRoute({ dst: `10.${i & 255}.0.${k}/32`, oif: 'lo' })))
  await nl.listRoutes({ family: 'inet' })
}

if (workerData === 'finish') {
  await round(0)
  parentPort?.postMessage((await nl.listRoutes({ family: 'inet' })).length)
} else if (workerData === 'exit') {
  void round(0)
  void createNetns().catch(() => undefined)
  setImmediate(() => process.exit(6))
} else if (workerData === 'watch') {
  await nl.watch({ links: true, routes: true }).caughtUp()
  const events = nl.watch({ links: true, initial: false })[Symbol.asyncIterator]()
  await events.next()
  parentPort?.postMessage('waiting')
  await events.next()
} else {
  parentPort?.postMessage('working')
  for (let i = 0; ; i++) await round(i % 200).catch(() => undefined)
}
