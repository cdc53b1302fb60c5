import type { SpawnSyncReturns } from 'node:child_process'
import { type BundleOptions, type Hook, makeBundle, programHook } from './bundle.ts'
import { CHECKOUT, type Machine } from './place.ts'

/** The program of this checkout, run inside a machine: its command. */
export const NETLINK_TS = ['node', `${CHECKOUT}/dist/bin/netlink-ts.cjs`] as const

/** Serves the container's own name over HTTP, until it is killed. */
export const WEB = [
  'sh',
  '-c',
  'at=/tmp/$(hostname); mkdir -p $at; hostname >$at/index.html; exec httpd -f -p 80 -h $at',
]

/** An OCI runtime in a machine. */
export class Runtime {
  readonly machine: Machine
  readonly name: 'runc' | 'crun'

  constructor(machine: Machine, name: 'runc' | 'crun') {
    this.machine = machine
    this.name = name
  }

  /** The hook of this checkout, at the stages that it is for. */
  hooks(...args: readonly string[]): Readonly<Record<string, readonly Hook[]>> {
    const hook = programHook(this.machine, 'netlink-ts', 'hook', ...args)
    return { createRuntime: [hook], poststop: [hook] }
  }

  /** Makes a bundle that the hook of this checkout attaches; its folder. */
  prepare(id: string, options: Partial<BundleOptions> = {}): string {
    return makeBundle(this.machine, id, { command: WEB, hooks: this.hooks(), ...options })
  }

  /** Tries to start a container, and leaves it running: how that ended. Its output goes to a file, as it would keep ours open. */
  tryStart(id: string, options: Partial<BundleOptions> = {}): SpawnSyncReturns<string> {
    const bundle = this.prepare(id, options)
    const script = 'cd "$1"; "$2" run --detach "$3" </dev/null >log 2>&1 && exit; status=$?; cat log; exit $status'
    return this.machine.run(['sh', '-c', script, 'start', bundle, this.name, id])
  }

  start(id: string, options: Partial<BundleOptions> = {}): void {
    const { status, stdout } = this.tryStart(id, options)
    if (status !== 0) throw new Error(`${this.name} run ${id}: ${stdout}`)
  }

  /** What a program in the container prints. */
  exec(id: string, ...command: readonly string[]): string {
    return this.machine.out([this.name, 'exec', id, ...command])
  }

  /** Its IPv4 address, as `ip` in it says. */
  address(id: string): string {
    const found = /inet (\S+)\//.exec(this.exec(id, 'ip', '-4', 'address', 'show', 'eth0'))?.[1]
    if (found === undefined) throw new Error(`${id} has no address`)
    return found
  }

  pid(id: string): number {
    const { pid, status } = JSON.parse(this.machine.out([this.name, 'state', id])) as { pid: number; status: string }
    if (pid < 2) throw new Error(`${id} is ${status}`)
    return pid
  }

  delete(...ids: readonly string[]): void {
    for (const id of ids) this.machine.out([this.name, 'delete', '--force', id])
  }
}
