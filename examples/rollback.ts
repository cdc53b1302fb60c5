/** A batch that fails and is undone, also what the kernel dropped with a link that went down. */
import {
  addAddress,
  addRoute,
  batch,
  createVeth,
  listRoutes,
  NetlinkError,
  type RollbackError,
  setLink,
} from 'netlink-ts'

await createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
await addAddress({ link: 'v0', address: '10.0.0.1/24' })
await addRoute({ dst: 'default', gateway: '10.0.0.2' })

try {
  await batch(
    (b) => {
      b.setLink('v0', { up: false })
      b.setLink('v0', { name: 'uplink', up: true })
      b.addRoute({ dst: '10.1.0.0/16', gateway: '192.0.2.1' })
    },
    { onError: 'rollback' },
  )
} catch (error) {
  if (!(error instanceof NetlinkError)) throw error
  const { complete, left } = (error as RollbackError).rollback
  console.log(error.operation, error.code, complete ? 'everything is as before' : left)
}
await setLink('v0', { alias: 'still v0' })
console.log((await listRoutes({ family: 'inet' })).map(({ dst }) => dst).join(' '))
