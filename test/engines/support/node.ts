import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
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

/** Two containers of a node, attached to its network `br0`: `NAMEa` and `NAMEb`. Returns their addresses. */
export function attachContainers(machine: Machine, node: string): string[] {
  const names = ['a', 'b'].map((letter) => `${node}${letter}`)
  for (const name of names) machine.sh(`ip netns add ${name}; ip -n ${name} link set lo up`)
  const program = `${CHECKOUT}/test/engines/programs/attach.mjs`
  return JSON.parse(machine.out(['ip', 'netns', 'exec', node, process.execPath, program, 'br0', ...names])) as string[]
}
