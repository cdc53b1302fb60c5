// Keeps a bridge as a topology says, whatever others do to it: sudo node examples/keep.ts
import { deleteLink, keepTopology, removeTopology } from 'netlink-ts'

const owner = { protocol: 77, tag: 'keep-example' }
const wanted = { links: { keep0: { kind: 'bridge', up: true, addresses: ['10.76.0.1/24'] } } } as const

const keeper = keepTopology(wanted, {
  owner,
  onDrift: ({ differences }) => {
    for (const { subject, message } of differences) console.log(`${subject} ${message}`)
  },
  onError: (error, delay) => console.error(error, `next attempt in ${delay} ms`),
})
process.once('SIGINT', () => keeper.close())
await keeper.caughtUp()
console.log('as wanted')

await deleteLink('keep0') // as another program might
await keeper.caughtUp()
console.log('as wanted again')

await keeper.close() // a service awaits keeper.done instead
await removeTopology({ owner })
