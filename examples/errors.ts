/** What goes wrong says where: a slip before anything is sent, a refusal with the kernel's words. */
import { addRoute, createLink, NetlinkError } from 'netlink-ts'

try {
  await createLink({ kind: 'vxlan', name: 'vx0', data: { id: 2 ** 25 } })
} catch (error) {
  if (error instanceof RangeError) console.log(error.message)
}

for (const route of [
  { dst: '10.0.0.0/8', gateway: '192.0.2.1' },
  { dst: '10.0.0.0/8', multipath: [{ oif: 'lo' }, { oif: 'eth9' }] },
]) {
  try {
    await addRoute(route)
  } catch (error) {
    if (error instanceof NetlinkError)
      console.log(error.code, error.errno, error.operation, error.attribute, '|', error.message)
  }
}
