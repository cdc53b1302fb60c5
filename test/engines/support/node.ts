import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Lan } from './lan.ts'
import { CHECKOUT, type Machine } from './place.ts'

/** The program as it is built. */
export const PROGRAM = [process.execPath, `${CHECKOUT}/dist/bin/netlink-ts.cjs`]

/** A host that runs `netlink-ts cluster`. */
export interface Node {
  readonly name: string
  readonly address: string
  /** Its subnet; rejects if it could not join. */
  readonly joined: Promise<{ subnet: string; network: string; mtu: number }>
  /** What it has complained of. */
  complaints(): string
  /** Resolves with its exit status when it has ended. */
  readonly ended: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts `netlink-ts cluster` on a host. */
export function startNode(machine: Machine, name: string, address: string, args: readonly string[]): Node {
  const child = machine.start(['ip', 'netns', 'exec', name, ...PROGRAM, 'cluster', '--json', ...args])
  let complaints = ''
  child.stderr?.on('data', (chunk) => {
    complaints += chunk
  })
  return {
    name,
    address,
    joined: firstLine(child, () => complaints),
    complaints: () => complaints,
    ended: once(child, 'exit').then(([code]) => code as number | null),
    stop: (signal) => machine.stop(child, signal),
  }
}

async function firstLine(child: ChildProcess, complaints: () => string) {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const first = await Promise.race([once(lines, 'line'), once(child, 'close').then(() => undefined)])
  if (first === undefined) throw new Error(complaints())
  return JSON.parse(first[0]) as { subnet: string; network: string; mtu: number }
}

/** Runs `netlink-ts cluster --leave` on a host. */
export function leave(machine: Machine, name: string, args: readonly string[]): void {
  machine.out(['ip', 'netns', 'exec', name, ...PROGRAM, 'cluster', '--leave', ...args])
}

/** Two containers of a node, on a bridge made by `ip`: `NAMEa` and `NAMEb`. Returns their addresses. */
export function plainContainers(machine: Machine, lan: Lan, node: string, subnet: string): string[] {
  const start = subnet.replace(/\.0\/\d+$/, '')
  lan.sh(node, `ip link add br0 type bridge; ip address add ${start}.1/24 dev br0; ip link set br0 up`)
  lan.sh(node, 'sysctl -qw net.ipv4.ip_forward=1')
  return ['a', 'b'].map((letter, index) => {
    const address = `${start}.${index + 2}`
    machine.sh(`
      ip netns add ${node}${letter}
      ip -n ${node} link add c${letter} type veth peer name eth0 netns ${node}${letter}
      ip -n ${node} link set c${letter} master br0 up
      ip -n ${node}${letter} link set lo up
      ip -n ${node}${letter} address add ${address}/24 dev eth0
      ip -n ${node}${letter} link set eth0 up
      ip -n ${node}${letter} route add default via ${start}.1`)
    return address
  })
}
