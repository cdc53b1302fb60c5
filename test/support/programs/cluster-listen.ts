/** Listens in a namespace from a worker of a cluster, and prints what became of it. */
import cluster from 'node:cluster'
import { createServer } from 'node:net'
import { createNetns } from '../../../lib/index.ts'

if (cluster.isPrimary) {
  cluster.fork()
} else {
  const netns = await createNetns()
  const outcome = await netns.listen(createServer(), { port: 8080 }).then(
    () => 'listens',
    (error: { code: string }) => error.code,
  )
  console.log(outcome)
  process.disconnect()
  await netns.close()
  process.exit(0)
}
