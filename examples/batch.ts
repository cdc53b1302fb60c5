/** Many changes in one batch: each failure is reported separately, and the rest is executed. */
import { batch, createVeth, listRoutes, setLink } from 'netlink-ts'

await createVeth({ name: 'v0', up: true, peer: { name: 'v1' } })
await setLink('v1', { up: true })

const results = await batch((b) => {
  b.addAddress({ link: 'v0', address: '10.0.0.1/24' })
  b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
  b.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' })
  b.addRoute({ dst: '10.2.0.0/16', gateway: '192.0.2.1' })
})
for (const result of results) console.log(result.ok ? 'done' : result.error?.message)
console.log((await listRoutes({ family: 'inet' })).map(({ dst }) => dst).join(' '))
