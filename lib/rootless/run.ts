import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { describeValue, NetlinkError } from '../errors.ts'
import type { Outside } from './outside.ts'
import { attachPasta } from './pasta.ts'
import { attachSlirp, SOCKET } from './slirp.ts'
import { findProgram } from './tether.ts'
import type { OutsideDriver, OutsideOptions } from './types.ts'

/** Options of {@link runRootless}. */
export interface RootlessOptions extends OutsideOptions {
  /** The program that connects the namespaces; `slirp` by default. */
  driver?: OutsideDriver | undefined
}

const UNSHARE = { name: 'unshare', package: 'util-linux' }
const NAMESPACES = ['--user', '--map-root-user', '--net', '--mount', '--propagation', 'private']

/**
 * Runs as root of the new user namespace. /run becomes writable: everything in it stays, but for the folders of named namespaces and of networks,
 * which are new. When the namespace is connected, the address of its name server comes by descriptor 4.
 */
const SCRIPT = `
exec 5</run
mount -n -t tmpfs -o mode=755 tmpfs /run
for old in /proc/self/fd/5/*; do
  new=/run/\${old##*/}
  case $new in /run/netns | /run/netlink-ts) continue ;; esac
  if [ -L "$old" ]; then cp -P "$old" "$new"
  elif [ -d "$old" ]; then mkdir -p "$new"; mount -nc --rbind "$old" "$new" || true
  elif [ -e "$old" ]; then : >"$new"; mount -nc --bind "$old" "$new" || true
  fi
done
exec 5<&-
mkdir /run/netns /run/netlink-ts
mount -n -t sysfs sysfs /sys 2>/dev/null || mount -n -t sysfs -o ro sysfs /sys 2>/dev/null || true
echo ready >&3
read -r dns socket <&4
resolver=$(readlink -f /etc/resolv.conf || true)
if [ -e "$resolver" ]; then
  echo "nameserver $dns" >/run/netlink-ts/resolv.conf
  mount -n --bind /run/netlink-ts/resolv.conf "$resolver"
fi
export ${SOCKET}="$socket"
exec "$@" 3>&- 4<&-`

/** Signals that the command is to receive as well; a terminal sends SIGINT to both. */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * Runs a command as root of new user, network and mount namespaces that are connected to the network of the host, as an ordinary user. It has the
 * standard streams of this process. Resolves with its exit status (128 and the number of the signal that ended it) when it and the connection
 * have ended. Needs unshare (util-linux), mount and sh, and a kernel that allows this user a user namespace. See docs/engines.md.
 */
export async function runRootless(command: readonly string[], options: RootlessOptions = {}): Promise<number> {
  const { driver = 'slirp', ...others } = options
  if (driver !== 'slirp' && driver !== 'pasta')
    throw new TypeError(`runRootless: driver must be one of slirp, pasta, not ${describeValue(driver)}`)
  if (!Array.isArray(command) || command.length === 0 || command.some((word) => typeof word !== 'string'))
    throw new TypeError(`runRootless: command must be a list of words, not ${describeValue(command)}`)
  const unshare = findProgram('runRootless', UNSHARE)
  const child = spawn(unshare, [...NAMESPACES, 'sh', '-ec', SCRIPT, 'rootless', ...command], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe', 'pipe'],
  })
  const status = statusOf(child)
  return await withSignals(child, async () => {
    await readiness(child)
    await using outside = await connected(child, driver, others)
    ;(child.stdio[4] as Writable).end(`${outside.dns} ${outside.socket ?? ''}\n`)
    return await status
  })
}

/** The connection; the command does not start without it. */
async function connected(child: ChildProcess, driver: OutsideDriver, options: OutsideOptions): Promise<Outside> {
  try {
    const netns = { pid: child.pid as number }
    return await (driver === 'pasta' ? attachPasta(netns, options) : attachSlirp(netns, options))
  } catch (thrown) {
    child.kill('SIGKILL')
    throw thrown
  }
}

async function readiness(child: ChildProcess): Promise<void> {
  const ready = once(child.stdio[3] as Readable, 'data').then(() => true)
  const ended = once(child, 'exit').then(() => false)
  if (await Promise.race([ready, ended])) return
  const reason =
    'the namespaces cannot be made; the message of unshare or mount is above, and docs/engines.md has the usual causes'
  throw new NetlinkError({ code: 'EPERM', operation: 'runRootless', reason })
}

async function statusOf(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

/** Signals reach the command while it runs; this process ends after it. */
async function withSignals<T>(child: ChildProcess, work: () => Promise<T>): Promise<T> {
  const forward = (signal: NodeJS.Signals) => void child.kill(signal)
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  for (const signal of FORWARDED) process.on(signal, forward)
  try {
    return await work()
  } finally {
    process.off('SIGINT', ignore)
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}
