import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trial } from './trials.ts'

/** Who is measured. */
export interface Driver {
  name: string
  title: string
  version?: string
  /** TRIAL and N are put behind it. */
  command: readonly string[]
  /** The program for `cold-start`, where that is not the command. */
  cold?: readonly string[]
  room?: Trial['room']
  /** Whether it takes part in the trials that other tools do not. */
  own?: true
  /** The trials that it takes part in, by the name under which it knows them; all by default. */
  only?: Readonly<Record<string, string>>
}

/** A driver that could not be had. */
export interface AbsentDriver {
  name: string
  title: string
  absent: string
}

const node = process.execPath
const program = (...parts: string[]) => `${join(import.meta.dirname, 'drivers', ...parts)}.js`
const ours = [node, program('ours', 'main')]

/** Trials under their own names. */
const plain = (...trials: readonly string[]) => Object.fromEntries(trials.map((trial) => [trial, trial]))

const CHANGES = ['containers', 'veth-pairs', 'delete-links', 'add-addresses', 'add-neighbours']
const LISTS = ['list-routes', 'list-addresses', 'list-neighbours', 'list-links']

export const DRIVERS: readonly Driver[] = [
  { name: 'netlink-ts', title: 'netlink-ts', command: ours, cold: [node, program('ours', 'cold')], own: true },
  {
    name: 'netlink-ts-stages',
    title: 'netlink-ts, in stages',
    command: ours,
    only: { containers: 'containers:stages' },
  },
  {
    name: 'netlink-ts-read',
    title: 'netlink-ts, all values read',
    command: ours,
    only: { 'list-links': 'list-links:read' },
  },
  {
    name: 'netlink-ts-topology',
    title: 'netlink-ts, by applyTopology',
    command: ours,
    only: { containers: 'containers:topology' },
  },
  {
    name: 'netlink-ts-batch',
    title: 'netlink-ts, plain batch',
    command: ours,
    only: { 'apply-routes': 'add-routes-batch', 'rollback-routes': 'add-routes-batch' },
  },
  {
    name: 'netlink-ts-list',
    title: 'netlink-ts, listing',
    command: ours,
    only: { 'apply-again': 'apply-again:list', 'apply-changed': 'apply-changed:list' },
  },
  {
    name: 'netlink-ts-iterators',
    title: 'netlink-ts, 20 iterators',
    command: ours,
    only: { 'watch-routes': 'watch-routes:20', 'watch-writer': 'watch-writer:20' },
  },
  { name: 'node', title: 'Node.js, an empty program', command: [node, program('ours', 'empty')], room: 'process' },
  {
    name: 'ip',
    title: 'ip, one by one',
    command: [node, program('ip', 'main'), 'single'],
    only: plain(...CHANGES, 'add-routes-single', 'latency-address', 'latency-link'),
  },
  {
    name: 'ip-moved',
    title: 'ip, one by one, peers moved',
    command: [node, program('ip', 'main'), 'single'],
    only: { containers: 'containers:moved' },
  },
  { name: 'ip-json', title: 'ip -j', command: [node, program('ip', 'main'), 'single'], only: plain(...LISTS) },
  { name: 'ip-start', title: 'ip -j, from Node.js', command: [node, program('ip', 'cold')], room: 'process' },
  {
    name: 'ip-batch',
    title: 'ip -batch',
    command: [node, program('ip', 'main'), 'batch'],
    only: plain(...CHANGES, 'add-routes-batch'),
  },
  {
    name: 'ip-batch-group',
    title: 'ip -batch, by group',
    command: [node, program('ip', 'main'), 'batch'],
    only: { 'delete-links': 'delete-links:group' },
  },
  {
    name: 'nft',
    title: 'nft -f',
    command: [node, program('nft', 'main'), 'text'],
    only: plain('nft-rules', 'nft-elements'),
  },
  {
    name: 'nft-json',
    title: 'nft -j -f',
    command: [node, program('nft', 'main'), 'json'],
    only: plain('nft-rules', 'nft-elements'),
  },
  {
    name: 'nft-list',
    title: 'nft -j list',
    command: [node, program('nft', 'main'), 'text'],
    only: plain('nft-list-rules', 'nft-list-elements'),
  },
]

/** The peers as `benchmarks/peers/setup` found them, from the file where it wrote that. */
export function readPeers(file: string): { peers: Driver[]; absent: AbsentDriver[] } {
  const found = JSON.parse(readFileSync(file, 'utf8')) as (Driver | AbsentDriver)[]
  return {
    peers: found.filter((driver) => !('absent' in driver)) as Driver[],
    absent: found.filter((driver) => 'absent' in driver) as AbsentDriver[],
  }
}

/** What a driver is called with for a trial, without N; undefined where it takes no part. */
export function commandFor(driver: Driver, trial: Trial): string[] | undefined {
  if (driver.only !== undefined) {
    const name = driver.only[trial.name]
    return name === undefined ? undefined : [...driver.command, name]
  }
  if (driver.room !== undefined && driver.room !== trial.room) return undefined
  if (trial.own === true && driver.own !== true) return undefined
  if (trial.room !== 'process') return [...driver.command, trial.name]
  const alone = driver.cold ?? (driver.room === 'process' ? driver.command : [...driver.command, trial.name, '1'])
  return [node, program('cold'), ...alone, trial.name]
}

/** The first line that a command prints about itself, or undefined where it is not there. */
export function versionOf(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8' }).split('\n')[0]?.trim()
  } catch {
    return undefined
  }
}
