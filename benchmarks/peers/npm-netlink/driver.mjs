/**
 * The trials of ../../WORK.md on the npm package `netlink`: `node driver.mjs TRIAL N`.
 */
import * as addresses from './addresses.mjs'
import * as links from './links.mjs'
import * as neighbours from './neighbours.mjs'
import { memoryPeak } from './outcome.mjs'
import * as routes from './routes.mjs'

const NFTABLES = 'npm netlink has no nftables'

/** Each makes its set-up, and returns how long the work took and what is to be said about it; a text: why it cannot. */
const TRIALS = {
  containers: 'npm netlink cannot make or enter namespaces',
  'veth-pairs': links.vethPairs,
  'delete-links': links.deleteLinks,
  'list-links': links.listLinks,
  'add-routes-batch': routes.add,
  'add-routes-single': routes.add,
  'list-routes': routes.list,
  'stream-routes': 'npm netlink collects a dump as a whole',
  'add-addresses': addresses.add,
  'list-addresses': addresses.list,
  'add-neighbours': neighbours.add,
  'list-neighbours': neighbours.list,
  'latency-address': addresses.latency,
  'latency-link': links.latency,
  'cold-start': links.coldStart,
  'nft-rules': NFTABLES,
  'nft-list-rules': NFTABLES,
  'nft-elements': NFTABLES,
  'nft-list-elements': NFTABLES,
}

function refuse(reason) {
  console.error(reason)
  process.exit(3)
}

const [name, items] = process.argv.slice(2)
if (items === undefined) {
  console.error('usage: driver.mjs TRIAL N')
  process.exit(64)
}
const trial = TRIALS[name] ?? `no trial named ${name}`
if (typeof trial === 'string') refuse(trial)
const { took, note } = await trial(Number(items))
console.log(JSON.stringify({ ...took, items: Number(items), rssMiB: memoryPeak(), note }))
