import { readFileSync } from 'node:fs'
import os from 'node:os'
import { type Driver, versionOf } from './drivers.ts'

/** Where the figures are from. */
export interface Machine {
  cpu: string
  cpus: number
  memoryGiB: number
  kernel: string
  system: string
  /** How busy it was when the run began and when it ended: the load of the last minute. */
  load: number[]
}

function systemName(): string {
  try {
    const [, name] = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
    return name ?? os.type()
  } catch {
    return os.type()
  }
}

export function load(): number {
  return Math.round((os.loadavg()[0] ?? 0) * 100) / 100
}

export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? os.arch(),
    cpus: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: `${os.type()} ${os.release()}`,
    system: systemName(),
    load: [load()],
  }
}

/** The versions of what is measured, by name. */
export function describeVersions(peers: readonly Driver[]): Record<string, string> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const commit = versionOf('git', ['describe', '--always', '--dirty', '--abbrev=10'])
  const found: Record<string, string | undefined> = {
    'netlink-ts': commit === undefined ? version : `${version}, commit ${commit}`,
    'Node.js': process.version,
    iproute2: versionOf('ip', ['-V'])?.replace(/^ip utility, iproute2-/, ''),
    nft: versionOf('nft', ['--version'])?.replace(/^nftables /, ''),
    ...Object.fromEntries(peers.filter(({ only }) => only === undefined).map((peer) => [peer.title, peer.version])),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Record<string, string>
}
