/** Ends in one of several ways, with the library in one of several states. Prints what it got done. */
import { addAddress, addRoute, createNetns, createVeth, listLinks, openNetlink, setLink } from '../../../lib/index.ts'

const routes = () =>
  Array.from({ length: 2000 }, (_, i) => addRoute({ dst: `10.9.${i >> 8}.${i & 255}/32`, oif: 'lo' }))

const ways: Record<string, () => Promise<void>> = {
  /** Handles, namespaces and the functions' own handle stay open. */
  async idle() {
    await setLink('lo', { up: true })
    await openNetlink({ netns: await createNetns() })
    console.log('idle')
  },
  /** Nobody waits for what was asked; it is done all the same. */
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
  /** A rejection that nobody handles is one, and names what failed. */
  async unhandled() {
    void createVeth({ name: 'v0', peer: { name: 'v1' } }).then(() => addAddress({ link: 'v2', address: '10.0.0.1/24' }))
  },
}

await ways[process.argv[2] ?? '']?.()
