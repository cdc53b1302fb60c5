/** Waits until a link has its carrier and an address that can be used: what scripts do by polling. */
import { addAddress, createVeth, setLink, waitForAddress, waitForLink } from 'netlink-ts'

const limits = { timeout: 10_000 }
const online = Promise.all([
  waitForLink('eth0', 'carrier', limits), // it does not exist yet
  waitForAddress('eth0', { family: 'inet6', address: '2001:db8::1' }, limits),
])

await createVeth({ name: 'eth0', up: true, peer: { name: 'far' } })
await addAddress({ link: 'eth0', address: '2001:db8::1/64' })
await setLink('far', { up: true })

const [link, { address, flags }] = await online
console.log(`${link?.name} has ${address}, ${flags?.includes('tentative') ? 'tentative' : 'usable'}`)
