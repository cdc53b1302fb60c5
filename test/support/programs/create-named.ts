/** Makes a namespace with the name of its argument, and prints what became of it. */
import { createNetns } from '../../../lib/index.ts'

const outcome = await createNetns(process.argv[2]).then(
  () => 'made',
  (error: Error) => error.message,
)
console.log(outcome)
