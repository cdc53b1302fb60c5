import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { entering, foreign, outputOf } from './answer.ts'
import { nftJson } from './nft.ts'

type Row = Record<string, unknown>

/** What is listed of each kind of object: nothing that comes and goes without a change, such as indexes, carriers and counters. */
const LISTS: readonly (readonly [command: string, fields: readonly string[]])[] = [
  ['ip -j -d link', ['ifname', 'mtu', 'master', 'ifalias', 'linkinfo.info_kind']],
  ['ip -j address', ['ifname', 'addr_info']],
  ['ip -j route show table all', ['type', 'dst', 'gateway', 'dev', 'table', 'protocol']],
  ['ip -j -6 route show table all', ['type', 'dst', 'gateway', 'dev', 'table', 'protocol']],
  ['ip -j rule', ['priority', 'src', 'dst', 'table', 'fwmark', 'iif']],
  ['ip -j -6 rule', ['priority', 'src', 'dst', 'table', 'fwmark', 'iif']],
  ['ip -j neigh show nud permanent', ['dst', 'dev', 'lladdr']],
  ['bridge -j fdb show', ['mac', 'ifname', 'dst', 'master', 'vlan']],
]

/** Multicast groups and link-local addresses, which the kernel adds when a link has been up for a while. */
const LATE = /^(fe80:|ff\d\d:|33:33:|01:00:5e:)/

/** A line for each object of a namespace, each namespace that has a name, and each file in the folders and lock on one of them. */
export function inventory(netns: string, folders: readonly string[]): string[] {
  const objects = LISTS.flatMap(([command, fields]) =>
    rowsOf(command, netns)
      .filter(({ dst, mac, type }) => !LATE.test(String(dst ?? mac)) && type !== 'anycast')
      .map((row) => `${command}: ${JSON.stringify(fields.map((field) => fieldOf(row, field)))}`),
  )
  const rules = nftJson('list ruleset', netns).map((object) => `nft: ${textOf(object)}`)
  const names = existsSync('/run/netns') ? readdirSync('/run/netns').map((name) => `netns ${name}`) : []
  const files = folders.flatMap(filesIn)
  const locks = locksOn(files).map((path) => `lock on ${path}`)
  return [...objects, ...rules, ...names, ...files.map((path) => `file ${path}`), ...locks].sort()
}

function rowsOf(command: string, netns: string): Row[] {
  const [file, ...args] = [...entering(netns), ...command.split(' ')] as [string, ...string[]]
  const text = outputOf(command, spawnSync(file, args, { encoding: 'utf8', env: foreign() }))
  return text.trim() === '' ? [] : (JSON.parse(text) as Row[])
}

function fieldOf(row: Row, field: string): unknown {
  if (field !== 'addr_info')
    return field.split('.').reduce((value: unknown, key) => (value as Row | undefined)?.[key], row)
  return (row[field] as Row[])
    .filter(({ local }) => !LATE.test(String(local)))
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
}

function textOf(object: unknown): string {
  return JSON.stringify(object, (key, value: unknown) => (key === 'handle' ? undefined : value))
}

/** The folder itself, too. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  const below = readdirSync(folder, { withFileTypes: true })
  return [
    folder,
    ...below.flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)])),
  ]
}

/** The files on which there is a lock, by their inodes: proc_pid_locks(5). */
function locksOn(files: readonly string[]): string[] {
  const held = new Set(
    readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map((line) => /:(\d+) \d+ \S+$/.exec(line)?.[1]),
  )
  return files.filter((path) => held.has(String(statSync(path).ino)))
}
