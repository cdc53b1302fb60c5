/** Makes what has to be there before a trial, as WORK.md says it: `node preparation.js TRIAL N`. */
import { addAddress, addNeighbour, batch, createBridge, createNetns, createVeth } from 'netlink-ts'
import { type Nftables, openNftables } from 'netlink-ts/nftables'
import { HOSTS, ruleCommands, SKELETON } from './ruleset.ts'
import { GATEWAY, host, lladdr, OWNER, prefixes, range } from './work.ts'

type Preparation = (n: number) => Promise<unknown>

const pair: Preparation = () => createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
const bridge: Preparation = () => createBridge({ name: 'br0', up: true })

async function bridgeWithAddress(): Promise<void> {
  await bridge(0)
  await addAddress({ link: 'br0', address: `${GATEWAY}/16` })
}

async function bridgeBesidePeers(): Promise<void> {
  await bridge(0)
  await createNetns('peers')
}

function veths(up: boolean) {
  return (n: number) => Promise.all(range(n).map((i) => createVeth({ name: `a${i}`, up, peer: { name: `b${i}`, up } })))
}

async function routes(n: number, protocol?: number): Promise<void> {
  await pair(0)
  const results = await batch((b) => {
    for (const dst of prefixes(n)) b.addRoute({ dst, oif: 'v0', protocol })
  })
  for (const result of results) if (!result.ok) throw result.error
}

async function addresses(n: number): Promise<void> {
  await pair(0)
  await Promise.all(prefixes(n).map((address) => addAddress({ link: 'v0', address })))
}

async function neighbours(n: number): Promise<void> {
  await pair(0)
  await Promise.all(range(n).map((i) => addNeighbour({ link: 'v0', dst: host(i), lladdr: lladdr(i) })))
}

async function ruleset(fill?: (nft: Nftables) => Promise<unknown>): Promise<void> {
  const nft = await openNftables()
  await nft.apply(SKELETON)
  await fill?.(nft)
  await nft.close()
}

const preparations: Readonly<Record<string, Preparation>> = {
  containers: bridgeWithAddress,
  'veth-pairs': bridgeBesidePeers,
  'delete-links': veths(true),
  'add-routes-batch': pair,
  'add-routes-single': pair,
  'list-routes': (n) => routes(n),
  'stream-routes': (n) => routes(n),
  'apply-routes': pair,
  'apply-again': (n) => routes(n, OWNER.protocol),
  'apply-changed': (n) => routes(n, OWNER.protocol),
  'rollback-routes': pair,
  'add-addresses': pair,
  'list-addresses': addresses,
  'add-neighbours': pair,
  'list-neighbours': neighbours,
  'list-links': (n) => veths(false)(n / 2),
  'latency-address': pair,
  'latency-link': pair,
  'watch-routes': pair,
  'nft-rules': () => ruleset(),
  'nft-list-rules': (n) => ruleset((nft) => nft.apply(ruleCommands(n))),
  'nft-elements': () => ruleset(),
  'nft-list-elements': (n) => ruleset((nft) => nft.addElements(HOSTS, range(n).map(host))),
}

const [trial = '', n] = process.argv.slice(2)
await preparations[trial]?.(Number(n))
