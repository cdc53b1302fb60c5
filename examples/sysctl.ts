/** Kernel parameters belong to the namespace of the thread that opens them. */
import { createNetns } from 'netlink-ts'

const netns = await createNetns()
console.log('before', await netns.getSysctl('net.ipv4.ip_forward'))
await netns.setSysctl('net.ipv4.ip_forward', 1)
console.log('after', await netns.getSysctl('net.ipv4.ip_forward'))
await netns.close()
