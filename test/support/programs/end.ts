/** Ends in one of several ways, with the library in one of several states. Prints what it got done. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import {
  addAddress,
  addRoute,
  createNetns,
  createVeth,
  listLinks,
  listRoutes,
  openNetlink,
  setLink,
  streamRoutes,
} from '../../../lib/index.ts'
import { addon } from '../../../lib/transport/native.ts'
import { until } from '../until.ts'

const routes = () =>
  Array.from({ length: 2000 }, (_, i) => addRoute({ dst: `10.9.${i >> 8}.${i & 255}/32`, oif: 'lo' }))

const ways: Record<string, () => Promise<void>> = {
  /** Handles, namespaces and the functions' own handle stay open. */
  async idle() {
    await setLink('lo', { up: true })
    await openNetlink({ netns: await createNetns() })
    console.log('idle')
  },
  /** No promise is awaited; the request is executed nevertheless. */
  async pending() {
    await setLink('lo', { up: true })
    for (const route of routes()) void route.then(() => undefined)
    void listLinks().then((links) => console.log(`pending ${links.length}`))
  },
  async exit() {
    await setLink('lo', { up: true })
    for (const route of routes()) void route.catch(() => undefined)
    void createNetns().catch(() => undefined)
    process.nextTick(() => process.exit(3))
  },
  async throw() {
    await setLink('lo', { up: true })
    for (const route of routes()) void route.catch(() => undefined)
    setImmediate(() => {
      throw new Error('on purpose')
    })
  },
  /** With a list and a stream under way, each between two of its parts. */
  async dump() {
    await setLink('lo', { up: true })
    await Promise.all(
      Array.from({ length: 5 }, () => Promise.all(routes().map((route) => route.catch(() => undefined)))),
    )
    void listRoutes({ family: 'inet' }).catch(() => undefined)
    const stream = streamRoutes({ family: 'inet' })[Symbol.asyncIterator]()
    await stream.next()
    process.exit(4)
  },
  /** An idle handle lets the event come, once for every time that there was work again. */
  async beforeExit() {
    const nl = await openNetlink()
    let left = 2
    process.on('beforeExit', () => {
      console.log(`beforeExit ${left}`)
      if (left-- > 0) void nl.listLinks()
    })
  },
  /** With worker threads at work, whose code is an argument. */
  async workers() {
    const workers = [1, 2, 3].map(() => new Worker(process.argv[3] as string, { eval: true, workerData: 'continue' }))
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    console.log('workers 3')
    process.exit(5)
  },
  /** What was opened is closed before the end: nothing is left of it but what one time has left already. */
  async closed() {
    await openAndClose()
    const once = addon().stats()
    for (let i = 0; i < 10; i++) await openAndClose()
    await until('what was closed is gone', () => addon().stats().descriptors <= once.descriptors)
    console.log(`pending ${addon().stats().jobs}`)
  },
  /** An unhandled rejection is reported, and names what failed. */
  async unhandled() {
    void createVeth({ name: 'v0', peer: { name: 'v1' } }).then(() => addAddress({ link: 'v2', address: '10.0.0.1/24' }))
  },
}

async function openAndClose(): Promise<void> {
  const netns = await createNetns()
  const nl = await openNetlink({ netns })
  await nl.listLinks()
  for await (const _ of nl.streamLinks()) break
  await nl.close()
  await netns.close()
}

await ways[process.argv[2] ?? '']?.()
