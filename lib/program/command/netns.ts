// netns: a network of containers by the flags of genuinetools/netns.
import { closeSync, constants, existsSync, openSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNetwork, openNetwork } from '../../container/index.ts'
import { openNetns } from '../../netns/index.ts'
import { type HookOptions, type HookState, runHook } from '../../oci/index.ts'
import { type Call, type Command, type Option, UsageError } from '../command.ts'
import { readInput } from '../standard.ts'
import { version } from '../version.ts'

const DEFAULTS = {
  bridge: 'netns0',
  ip: '172.19.0.1/16',
  iface: 'eth0',
  mtu: '1500',
  ipfile: '.ip',
  'state-dir': '/run/github.com/genuinetools/netns',
}
type Flag = keyof typeof DEFAULTS

const flag = (value: string, help: string, name: Flag): Option => ({
  value,
  help: `${help}; ${DEFAULTS[name]} by default.`,
})

export const netns: Command = {
  usage: '[OPTION...] [create | ls | rm | version]',
  about: `Connects containers of runc to a bridge. Without a command, it is the hook for the
stages prestart (or createRuntime) and poststop: it reads the state of a container
from standard input, attaches it and writes its address to a file, or detaches it
when it has stopped, which gives its address back.

Commands:
  create   creates the network
  ls       lists the containers
  rm       deletes the network
  version  prints the version

Annotations of a container (netlink-ts.ports, netlink-ts.address) are as those of
netlink-ts hook.`,
  options: {
    bridge: flag('NAME', 'Name of the bridge', 'bridge'),
    ip: flag('CIDR', 'Address of the bridge', 'ip'),
    iface: flag('NAME', 'Link in the container', 'iface'),
    mtu: flag('BYTES', 'MTU of the bridge', 'mtu'),
    ipfile: flag('FILE', "File for the container's address", 'ipfile'),
    'state-dir': flag('FOLDER', 'Folder for the state', 'state-dir'),
    'static-ip': { value: 'ADDRESS', help: 'Address of the container; the next free one by default.' },
    debug: { short: 'd', help: 'Prints on standard error what is done.' },
  },
  positionals: [0, 1],
  async run(call: Call) {
    const [name = 'hook'] = call.positionals
    const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (run === undefined) throw new UsageError(`unknown command '${name}'`)
    await run(call)
  },
}

const COMMANDS: Readonly<Record<string, (call: Call) => Promise<void>>> = {
  hook,
  create,
  ls,
  rm,
  version: async (call) => call.print(version()),
}

const setting = (call: Call, name: Flag): string => call.text(name) ?? DEFAULTS[name]
const stateOf = (call: Call): string => join(setting(call, 'state-dir'), setting(call, 'bridge'))

function debug(call: Call, ...said: readonly unknown[]): void {
  if (call.flag('debug'))
    console.error('netns:', ...said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))))
}

/** What a network is created with. An existing one keeps its options, except those that were given. */
function madeBy(call: Call): Pick<HookOptions, 'subnet' | 'gateway' | 'mtu'> {
  const there = existsSync(join(stateOf(call), 'network.json'))
  const given = (name: Flag) => !there || call.text(name) !== undefined
  const [gateway = '', length] = setting(call, 'ip').split('/')
  if (length === undefined) throw new UsageError(`--ip must be an address with a prefix length, not '${gateway}'`)
  return {
    ...(given('ip') ? { subnet: `${networkAddress(gateway, Number(length))}/${length}`, gateway } : {}),
    ...(given('mtu') ? { mtu: setting(call, 'mtu') } : {}),
  }
}

/** Anything but an IPv4 address is passed on, for the network to reject. */
function networkAddress(address: string, length: number): string {
  const bytes = address.split('.').map(Number)
  if (bytes.length !== 4) return address
  return bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i)))).join('.')
}

async function hook(call: Call): Promise<void> {
  const [name, folder] = [setting(call, 'bridge'), stateOf(call)]
  const isNew = !existsSync(join(folder, 'network.json'))
  const state = await readInput()
  const settings = { ...madeBy(call), interface: setting(call, 'iface'), address: call.text('static-ip') }
  debug(call, 'state', state.trim(), 'settings', settings)
  const result = await runHook(state, { ...settings, network: name, state: folder })
  debug(call, 'result', result)
  if (result.address === undefined) return
  try {
    writeAddress(setting(call, 'ipfile'), result.address)
  } catch (thrown) {
    await undo(JSON.parse(state) as HookState, name, folder, isNew)
    throw thrown
  }
}

/** The folder of a bundle may be another user's: no link is followed. */
function writeAddress(file: string, address: string): void {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants
  const fd = openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644)
  try {
    writeFileSync(fd, address)
  } finally {
    closeSync(fd)
  }
}

/** The runtime refuses the container, and not every runtime calls poststop then. */
async function undo(state: HookState, network: string, folder: string, isNew: boolean): Promise<void> {
  await runHook({ ...state, status: 'stopped' }, { network, state: folder })
  if (!isNew) return
  await using opened = await openNetwork(network, { state: folder })
  await opened.delete({ ifEmpty: true })
}

async function create(call: Call): Promise<void> {
  const { subnet, gateway, mtu } = madeBy(call)
  const made = {
    ...(subnet && { subnet }),
    ...(gateway && { gateway }),
    ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
  }
  const name = setting(call, 'bridge')
  await using network = await createNetwork({ name, ...made, state: stateOf(call) })
  call.print(`created bridge: ${network.name}`)
}

async function rm(call: Call): Promise<void> {
  const name = setting(call, 'bridge')
  await using network = await openNetwork(name, { state: stateOf(call) })
  await network.delete()
  call.print(`deleted bridge: ${name}`)
}

/** Cells are at least so wide, followed by so many blanks: as the model's. */
const CELL = { least: 20, padding: 3 }
const HEADING = ['IP', 'LOCAL VETH', 'PID', 'STATUS', 'NS FD']

async function ls(call: Call): Promise<void> {
  await using network = await openNetwork(setting(call, 'bridge'), { state: stateOf(call) })
  const pids = pidsByNamespace()
  const rows: string[][] = []
  for (const { address = '', link = '', inode } of await network.endpoints()) {
    const pid = inode === undefined ? undefined : pids.get(inode)
    rows.push([address, link, String(pid ?? 0), pid === undefined ? 'destroyed' : 'running', await descriptor(pid)])
  }
  call.print(columns([HEADING, ...rows]))
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = HEADING.map((_, i) => Math.max(CELL.least, ...rows.map((row) => (row[i] ?? '').length + CELL.padding)))
  const last = HEADING.length - 1
  return rows
    .map((row) => row.map((cell, i) => (i === last ? cell : cell.padEnd(widths[i] as number))).join(''))
    .join('\n')
}

/** The number of a descriptor of the namespace, -1 where it has gone. */
async function descriptor(pid: number | undefined): Promise<string> {
  if (pid === undefined) return '-1'
  const netns = await openNetns({ pid })
  const { fd } = netns
  await netns.close()
  return String(fd)
}

/** The first process of each network namespace. */
function pidsByNamespace(): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)) {
    try {
      const { ino } = statSync(`/proc/${pid}/ns/net`)
      if (!found.has(ino)) found.set(ino, pid)
    } catch {
      // It has ended.
    }
  }
  return found
}
