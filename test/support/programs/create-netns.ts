/** Lists the named namespaces, and makes those that its arguments name. */
import { createNetns, listNetns } from '../../../lib/index.ts'

const names = async () => (await listNetns()).map(({ name }) => name).join(' ')

console.log(`before: ${await names()}`)
for (const name of process.argv.slice(2)) await (await createNetns(name)).close()
console.log(`after: ${await names()}`)
