/** Sets a parameter of the namespace that its argument names, and prints what became of it. */
import { openNetns } from '../../../lib/index.ts'

const netns = await openNetns(String(process.argv[2]))
const outcome = await netns.setSysctl('net.ipv4.ip_forward', 1).then(
  () => 'set',
  (error: Error) => error.message,
)
console.log(outcome)
await netns.close()
