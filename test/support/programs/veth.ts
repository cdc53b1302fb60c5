/** Makes a veth pair with everything at once, between two marks that strace sees. */
import { writeSync } from 'node:fs'
import { createBridge, createNetns, createVeth } from '../../../lib/index.ts'

await createBridge({ name: 'br0', up: true })
const netns = await createNetns()
writeSync(1, 'begin\n')
const link = await createVeth({
  name: 'v0',
  master: 'br0',
  up: true,
  mtu: 1400,
  address: '02:00:00:00:00:01',
  peer: { name: 'eth0', netns, mtu: 1400, address: '02:00:00:00:00:02' },
})
writeSync(1, `end ${link.name} ${link.master} ${link.mtu} ${link.up}\n`)
