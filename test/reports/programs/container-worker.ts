/** In a worker, attaches a container, prints its address, and ends while it attaches it to it by another name: NETNS, STATE, a container's path. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createNetwork } from '../../../lib/container/index.ts'

if (isMainThread) {
  const worker = new Worker(process.argv[1] as string, { workerData: process.argv.slice(2) })
  worker.on('message', async (address: string) => {
    process.stdout.write(`${address}\n`)
    await worker.terminate()
  })
} else {
  const [netns, state, container] = workerData as [string, string, string]
  const network = await createNetwork({ name: 'br0', netns, state })
  const { address } = await network.attach(container)
  void network.attach(container, { interface: 'eth1' })
  parentPort?.postMessage(address)
}
