/** Tries what needs privileges, and prints what came of it; its argument is the name of a namespace. */
import {
  addAddress,
  addRule,
  createNetns,
  createVeth,
  deleteRoute,
  listLinks,
  openNetlink,
  openNetns,
} from '../../../lib/index.ts'

type Said = { code: string; message: string }

async function said(attempt: () => unknown): Promise<Said> {
  try {
    return { code: 'ok', message: String(await attempt()) }
  } catch (error) {
    const { code, message } = error as Said
    return { code, message }
  }
}

const own = await openNetns('/proc/self/ns/net')
const other = await openNetns(String(process.argv[2]))
console.log(
  JSON.stringify({
    addAddress: await said(() => addAddress({ link: 'lo', address: '127.1.0.1/8' })),
    createVeth: await said(() => createVeth({ name: 'v0', peer: { name: 'v1' } })),
    deleteRoute: await said(() => deleteRoute({ dst: '10.9.0.0/16' })),
    addRule: await said(() => addRule({ family: 'inet', table: 100 })),
    createNetns: await said(() => createNetns()),
    run: await said(() => other.run(() => 'inside')),
    runAtHome: await said(() => own.run(() => 'inside')),
    getSysctl: await said(() => other.getSysctl('net.ipv4.ip_forward')),
    openNetlink: await said(async () => (await openNetlink({ netns: other })).close()),
    listLinks: await said(async () => (await listLinks()).map(({ name }) => name)),
  }),
)
await own.close()
await other.close()
