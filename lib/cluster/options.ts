import { describeValue, InputError } from '../errors.ts'
import { checkLimits, type Limits, refuseBareSignal } from '../transport/limit.ts'
import { anything, type Checks, checkAll, named, oneOf, wholeNumber } from '../verb/checks.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Wanted } from './configuration.ts'
import { type Range, rangeText, readAddress, readRange, vtepMac } from './subnet.ts'
import type { ClusterOptions, EtcdStore, StaticNode, StaticStore } from './types.ts'

/** Where etcd is, and where its keys are. */
export interface EtcdPlace {
  readonly endpoints: readonly string[]
  readonly prefix: string
}

/** A node of the static list, checked. */
export interface ListedNode {
  readonly publicAddress: string
  readonly subnet: Range
  readonly mac: string
}

/** The options of a cluster, checked. */
export interface Given {
  readonly store: { readonly etcd: EtcdPlace } | { readonly nodes: readonly ListedNode[] }
  readonly wanted: Wanted
  readonly publicAddress: string | undefined
  readonly subnet: Range | undefined
  /** In seconds. */
  readonly leaseTime: number
  /** In milliseconds. */
  readonly checkInterval: number
  readonly netns: NetnsRef | undefined
  readonly limits: Limits
  readonly onProblem: (problem: Error) => void
}

const PREFIX = '/coreos.com/network'
const DAY = 86_400
const YEAR = 31_536_000
const CHECK_INTERVAL = 10_000
const PATIENCE = 30_000

type Parts = Required<Omit<ClusterOptions, 'network' | 'subnet' | 'store' | 'onProblem'>> & {
  network: Range
  subnet: Range
  store: object
  onProblem: (problem: Error) => void
}

const CHECKS: Checks<Parts> = {
  store: anything,
  network: readRange,
  subnetLength: wholeNumber(3, 30),
  backend: oneOf('host-gw', 'vxlan'),
  publicAddress: readAddress,
  subnet: readRange,
  leaseTime: wholeNumber(5, YEAR),
  checkInterval: wholeNumber(100, 3_600_000),
  vni: wholeNumber(1, 0xffffff),
  port: wholeNumber(1, 65535),
  netns: anything,
  signal: anything,
  timeout: anything,
  onProblem: (value) => {
    if (typeof value !== 'function') throw new InputError(`must be a function, not ${describeValue(value)}`)
    return value as (problem: Error) => void
  },
}

/** Checks the options of `joinCluster` and `leaveCluster`. */
export function readOptions(operation: string, options: ClusterOptions): Given {
  refuseBareSignal(operation, options, 'an object with store')
  const found = checkAll(operation, options, CHECKS)
  const { store, publicAddress, subnet, leaseTime = DAY, checkInterval = CHECK_INTERVAL, netns, ...others } = found
  const { signal, timeout = PATIENCE, onProblem = () => undefined, ...wanted } = others
  const limits = { signal, timeout }
  checkLimits(operation, limits)
  if (store === undefined) throw new TypeError(`${operation}: store is missing`)
  const place = readStore(operation, store)
  if (wanted.backend === 'host-gw') refuseTunnel(operation, wanted)
  return { store: place, wanted, publicAddress, subnet, leaseTime, checkInterval, netns, limits, onProblem }
}

function refuseTunnel(operation: string, { vni, port }: Wanted): void {
  const extra = vni !== undefined ? 'vni' : port !== undefined ? 'port' : undefined
  if (extra !== undefined) throw new TypeError(`${operation}: ${extra} is not allowed with backend 'host-gw'`)
}

function readStore(operation: string, store: object): Given['store'] {
  const static_ = typeof store === 'object' && store !== null && 'nodes' in store
  if (static_) return { nodes: readNodes(operation, store as StaticStore) }
  const { etcd, prefix = PREFIX } = checkAll<{ etcd: readonly string[]; prefix: string }>(
    operation,
    store,
    { etcd: endpoints, prefix: keyPrefix } satisfies Checks<EtcdStore>,
    'store',
  )
  if (etcd === undefined) throw new TypeError(`${operation}: store must have etcd or nodes`)
  return { etcd: { endpoints: etcd, prefix } }
}

function endpoints(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new InputError(`must be a list of URLs, not ${describeValue(value)}`)
  return value.map(endpoint)
}

function endpoint(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new InputError(`must be URLs such as http://192.0.2.1:2379, not ${describeValue(value)}`)
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new InputError(`must be URLs with a host and a port only, not ${describeValue(value)}`)
  return url.origin
}

function keyPrefix(value: unknown): string {
  if (typeof value !== 'string' || !/^\/[^\0]*[^/\0]$/.test(value))
    throw new InputError(`must begin with a slash and not end with one, unlike ${describeValue(value)}`)
  return value
}

const NODE: Checks<Omit<ListedNode, 'mac'> & { mac: string }> = {
  publicAddress: readAddress,
  subnet: readRange,
  mac: (value) => {
    if (typeof value !== 'string' || !/^[\da-f][02468ace](:[\da-f]{2}){5}$/i.test(value))
      throw new InputError(
        `must be the hardware address of a link such as 0a:00:00:00:00:01, not ${describeValue(value)}`,
      )
    return value.toLowerCase()
  },
}

function readNodes(operation: string, store: StaticStore): readonly ListedNode[] {
  const { nodes = [] } = checkAll<{ nodes: readonly StaticNode[] }>(operation, store, { nodes: nodeList }, 'store')
  const read = nodes.map((node, index) => readNode(operation, node, `store.nodes[${index}]`))
  for (const key of ['publicAddress', 'subnet'] as const) refuseTwice(operation, read, key)
  return read
}

function nodeList(value: unknown): readonly StaticNode[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new InputError(`must be a list of nodes, not ${Array.isArray(value) ? 'an empty one' : describeValue(value)}`)
  return value
}

function readNode(operation: string, node: unknown, at: string): ListedNode {
  const { publicAddress, subnet, mac } = checkAll(operation, node, NODE, at)
  if (publicAddress === undefined) throw new TypeError(`${operation}: ${at}.publicAddress is missing`)
  if (subnet === undefined) throw new TypeError(`${operation}: ${at}.subnet is missing`)
  return { publicAddress, subnet, mac: mac ?? vtepMac(publicAddress) }
}

function refuseTwice(operation: string, nodes: readonly ListedNode[], key: 'publicAddress' | 'subnet'): void {
  const values = nodes.map((node) => (key === 'subnet' ? rangeText(node.subnet) : node.publicAddress))
  const index = values.findIndex((value, at) => values.indexOf(value) !== at)
  if (index < 0) return
  named(operation, `store.nodes[${index}].${key}`, () => {
    throw new InputError(`must not be ${describeValue(values[index])}, which another node has`)
  })
}
