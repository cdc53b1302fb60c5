/**
 * A private machine for an engine's test. How such a test is written:
 *
 * * `test/engines/NAME.engine.ts`, run by `npm run test:engines` (or `scripts/engines FILE`), not by `npm test`.
 * * `needsPackages('runc', 'crun')` in the body of its `describe`, on one line: scripts/engines reads it, downloads the Debian packages and unpacks
 *   them into a cache. Where one cannot be had, the tests are skipped aloud.
 * * `const place = eachMachine('root')` (or `'user'`: an ordinary user in a user namespace) gives each test a machine of its own: mount, network,
 *   PID and cgroup namespaces, an empty /run, cgroups of version 2 alone, the packages' programs on the PATH. `oneMachine` shares one in a suite.
 *   `place().run([...])` runs a program in it, `.sh(script)` a shell script, `.start` one that lasts, `.write(path, text)` makes a file;
 *   `.ip('-j link')` asks `ip`.
 * * Everything below /run, and every process, ends with the machine. `covered: ['/var/lib/containers']` lays an empty folder over that one too.
 * * When a machine is closed, what the test left fails it: links, addresses, routes, rules, namespaces, nftables' tables, records of networks, cgroups and
 *   processes that were not there when it began (or when `settled()` was called last). So a test removes what it made.
 * * `outsideHost(place)` adds another host, 192.0.2.2, beyond 192.0.2.1; `makeBundle` (bundle.ts) makes a container's bundle for runc and crun.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Answer, outputOf, words } from '../../support/answer.ts'
import { needs } from '../../support/needs.ts'
import { isRoot, requirePrivate } from '../../support/private.ts'
import { joining, ownCgroup, removeCgroup } from './cgroup.ts'
import { inventory } from './inventory.ts'
import { NOBODY } from './nobody.ts'
import { unpacked } from './packages.ts'

/** Root of the machine, or an ordinary user who is root in a user namespace. */
export type Who = 'root' | 'user'

export interface MachineOptions {
  /** Folders that are empty and of the machine's own, beside /run. */
  readonly covered?: readonly string[]
  /** Further environment of every program. */
  readonly env?: Readonly<Record<string, string>>
}

export interface RunOptions {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds; 30 s unless given. */
  readonly timeout?: number
}

/** The folder of the checkout, as the machine sees it; the packages are beside it. */
export const CHECKOUT = '/run/test/checkout'
export const PACKAGES = '/run/test/packages'
const root = join(import.meta.dirname, '..', '..', '..')

/** Lays what the machine has of its own; runs as root of the mount namespace, whose /run no other process sees. */
const FURNISH = `
  who=$1 checkout=$2 packages=$3; shift 3
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/test/checkout /run/test/packages /run/netns /run/lock
  mount --rbind "$checkout" /run/test/checkout
  [ -z "$packages" ] || mount --rbind "$packages" /run/test/packages
  for folder; do mkdir -p "$folder"; mount -t tmpfs -o mode=755 tmpfs "$folder"; [ "$who" != user ] || chown ${NOBODY}:${NOBODY} "$folder"; done
  [ "$who" != user ] || chown ${NOBODY}:${NOBODY} /run /run/netns /run/lock`

/** The first process: prepares what only the inside can, says so, and reaps orphans until it is killed. */
const FIRST = `
  set -e
  ip link set lo up
  umount -R /sys/fs/cgroup 2>/dev/null || true
  mount -t cgroup2 none /sys/fs/cgroup 2>/dev/null || true
  mount -t sysfs sysfs /sys 2>/dev/null && mount -t cgroup2 none /sys/fs/cgroup || true
  cd /run
  echo ready
  while :; do sleep 1000 & wait $!; done`

const INNER = [
  '--net',
  '--mount',
  '--pid',
  '--cgroup',
  '--fork',
  '--mount-proc',
  '--kill-child',
  '--propagation',
  'private',
]

export class Machine {
  readonly who: Who
  readonly #holder: ChildProcess
  readonly #cgroup: string | undefined
  readonly #env: NodeJS.ProcessEnv
  #pid = 0
  #before: ReadonlySet<string> = new Set()

  private constructor(who: Who, holder: ChildProcess, cgroup: string | undefined, env: NodeJS.ProcessEnv) {
    this.who = who
    this.#holder = holder
    this.#cgroup = cgroup
    this.#env = env
  }

  static async open(who: Who, { covered = [], env = {} }: MachineOptions = {}): Promise<Machine> {
    requirePrivate()
    const cgroup = ownCgroup(who)
    const furnish = ['sh', '-ec', `${FURNISH}\n  shift $#; exec ${holderCommand(who)} sh -c '${FIRST}'`]
    const outer = isRoot()
      ? ['unshare', '--mount', '--propagation', 'private']
      : ['unshare', '--user', '--map-root-user', '--mount']
    const holder = spawn(
      'sh',
      [
        '-c',
        joining(cgroup),
        'sh',
        ...outer,
        ...furnish,
        'furnish',
        isRoot() ? who : 'root',
        root,
        unpacked() ?? '',
        ...covered,
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const machine = new Machine(who, holder, cgroup, environment(env))
    await machine.#begin()
    return machine
  }

  async #begin(): Promise<void> {
    let complaint = ''
    this.#holder.stderr?.on('data', (chunk) => {
      complaint += chunk
    })
    const lines = createInterface({ input: this.#holder.stdout as NodeJS.ReadableStream })
    const ready = await Promise.race([once(lines, 'line'), once(this.#holder, 'exit').then(() => undefined)])
    if (ready === undefined) throw new Error(`the machine does not start: ${complaint}`)
    // unshare forks: its child is the first process of the namespaces.
    this.#pid = childrenOf(this.#holder.pid as number)[0] as number
    this.settled()
  }

  /** The command that runs another inside. */
  #entering(command: readonly string[]): [string, ...string[]] {
    const user = this.who === 'user' || !isRoot() ? ['--user', '--preserve-credentials'] : []
    const become =
      this.who === 'user' && isRoot()
        ? ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups']
        : []
    const enter = [
      'nsenter',
      '--target',
      String(this.#pid),
      ...user,
      '--mount',
      '--net',
      '--pid',
      '--cgroup',
      '--wd=/run',
      '--',
    ]
    return ['sh', '-c', joining(this.#cgroup), 'sh', ...become, ...enter, ...command]
  }

  /** Runs a program to its end, and returns how it ended. */
  run(
    command: string | readonly string[],
    { input, env = {}, timeout = 30_000 }: RunOptions = {},
  ): SpawnSyncReturns<string> {
    const [file, ...args] = this.#entering(words(command))
    return spawnSync(file, args, {
      encoding: 'utf8',
      env: { ...this.#env, ...env },
      timeout,
      killSignal: 'SIGKILL',
      input: input ?? '',
    })
  }

  /** What a program prints that succeeds. */
  out(command: string | readonly string[], options: RunOptions = {}): string {
    return outputOf(words(command).join(' '), this.run(command, options))
  }

  /** What a shell script prints; it ends at its first failure. */
  sh(script: string, options: RunOptions = {}): string {
    return this.out(['sh', '-ec', script], options)
  }

  /** Starts a program that lasts; the machine's end is its end. */
  start(command: string | readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const [file, ...args] = this.#entering(words(command))
    return spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...this.#env, ...env } })
  }

  /** Ends what `start` started. */
  async stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    // nsenter has a child in the PID namespace, and ends with it.
    for (const pid of childrenOf(child.pid as number)) process.kill(pid, signal)
    await ended
  }

  /** What `ip -j` answers. */
  ip<T = Answer>(command: string): T[] {
    const text = this.out(`ip ${command}`)
    return text.trim() === '' ? [] : (JSON.parse(text) as T[])
  }

  write(path: string, text: string, mode = '644'): void {
    this.out(['sh', '-ec', 'mkdir -p "$(dirname "$1")"; cat >"$1"; chmod $2 "$1"', 'write', path, mode], {
      input: text,
    })
  }

  read(path: string): string {
    return this.out(['cat', path])
  }

  /** What is there now belongs to the machine: only what comes later has to be removed. */
  settled(): void {
    this.#before = inventory(this)
  }

  /** What is there now and was not when the machine was settled, and what has gone. */
  left(): string[] {
    const now = inventory(this)
    const added = [...now].filter((line) => !this.#before.has(line)).map((line) => `+ ${line}`)
    return [...added, ...[...this.#before].filter((line) => !now.has(line)).map((line) => `- ${line}`)]
  }

  /** Ends the machine; fails where something was left in it. */
  async close(): Promise<void> {
    try {
      assert.deepEqual(this.left(), [], 'the test left something, or took something away')
    } finally {
      await this.kill()
    }
  }

  /** Ends the machine, whatever was left. */
  async kill(): Promise<void> {
    const ended = once(this.#holder, 'exit')
    this.#holder.kill('SIGKILL')
    await ended
    if (this.#cgroup !== undefined) await removeCgroup(this.#cgroup)
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

/** The namespaces of the machine itself: within those in which its folders were laid. */
function holderCommand(who: Who): string {
  const become = who === 'user' && isRoot() ? `setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups ` : ''
  return `${become}unshare ${who === 'user' && isRoot() ? '--user --map-root-user ' : ''}${INNER.join(' ')}`
}

function environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
  const path = ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((folder) => `${PACKAGES}/${folder}`)
  const library = ['usr/lib', 'lib'].map((folder) => `${PACKAGES}/${folder}/${machineOf()}-linux-gnu`)
  return {
    PATH: [...path, ...folders].join(':'),
    LD_LIBRARY_PATH: library.join(':'),
    HOME: '/run/home',
    LANG: 'C.UTF-8',
    ...env,
  }
}

const machineOf = () => (process.arch === 'arm64' ? 'aarch64' : 'x86_64')

/** In the body of a `describe`: each test has a machine of its own. */
export function eachMachine(who: Who, options: MachineOptions = {}): () => Machine {
  needs(who === 'root' ? 'root' : 'userns')
  let machine: Machine | undefined
  beforeEach(async () => {
    machine = await Machine.open(who, options)
  })
  afterEach(async function () {
    const ending = machine
    machine = undefined
    await (this.currentTest?.isFailed() ? ending?.kill() : ending?.close())
  })
  return () => machine as Machine
}

/** In the body of a `describe`: all of its tests share a machine. */
export function oneMachine(who: Who, options: MachineOptions = {}): () => Machine {
  needs(who === 'root' ? 'root' : 'userns')
  let machine: Machine | undefined
  before(async () => {
    machine = await Machine.open(who, options)
  })
  after(() => machine?.close())
  return () => machine as Machine
}
