import type { ChildProcess } from 'node:child_process'
import { until } from '../../support/until.ts'
import type { Lan } from './lan.ts'
import type { Machine } from './place.ts'

/** Members of etcd, each on a host of its own: e1, e2, ... at 192.0.2.21 and so on. */
export interface Etcd {
  /** The URLs of all members, separated by commas. */
  readonly urls: string
  /** What etcdctl prints. */
  ctl(...args: string[]): string
  /** Kills a member, counted from 1. */
  kill(member: number): Promise<void>
  /** Starts a member that was killed. */
  start(member: number): void
  /** Kills all members. */
  stop(): Promise<void>
}

export async function startEtcd(machine: Machine, lan: Lan, members: number): Promise<Etcd> {
  const numbers = Array.from({ length: members }, (_, index) => index + 1)
  const addresses = numbers.map((number) => lan.host(`e${number}`, 20 + number))
  const cluster = addresses.map((address, index) => `e${index + 1}=http://${address}:2380`).join(',')
  const running = new Map<number, ChildProcess>()
  const start = (number: number) => {
    const address = addresses[number - 1]
    const [peer, client] = [`http://${address}:2380`, `http://${address}:2379`]
    const child = machine.start([
      ...['ip', 'netns', 'exec', `e${number}`, 'etcd', '--name', `e${number}`, '--data-dir', `/run/e${number}`],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--initial-cluster', cluster, '--initial-cluster-state', 'new', '--log-level', 'error'],
    ])
    child.stdout?.resume()
    child.stderr?.resume()
    running.set(number, child)
  }
  for (const number of numbers) start(number)
  const urls = addresses.map((address) => `http://${address}:2379`).join(',')
  const ctl = (...args: string[]) =>
    machine.out(['ip', 'netns', 'exec', 'outside', 'env', 'ETCDCTL_API=3', 'etcdctl', `--endpoints=${urls}`, ...args])
  await until('etcd', () => {
    const health = ['ip', 'netns', 'exec', 'outside', 'etcdctl', `--endpoints=${urls}`, 'endpoint', 'health']
    return machine.run(health, { env: { ETCDCTL_API: '3' } }).status === 0
  })
  const kill = async (number: number) => {
    const child = running.get(number)
    running.delete(number)
    if (child !== undefined) await machine.stop(child, 'SIGKILL')
  }
  return {
    urls,
    ctl,
    kill,
    start,
    async stop() {
      for (const number of numbers) await kill(number)
    },
  }
}
