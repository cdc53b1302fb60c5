/** What is in the kernel after a trial, counted by `ip` and `nft`: never by the library that is measured. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expectCount } from './measured.ts'

/** How many lines a shell command prints. */
function lines(command: string): number {
  return Number(execFileSync('sh', ['-c', `${command} | wc -l`], { encoding: 'utf8' }))
}

function checkContainers(n: number): void {
  expectCount('names of namespaces', readdirSync('/run/netns').length, n)
  expectCount('links on the bridge', lines('ip -o link show master br0'), n)
  for (const i of new Set([0, n >> 1, n - 1])) {
    expectCount(`default routes in c${i}`, lines(`ip -n c${i} route show default dev eth0`), 1)
  }
}

function checkPairs(n: number): void {
  expectCount('links on the bridge', lines('ip -o link show master br0'), n)
  expectCount('links in the namespace of peers', lines('ip -n peers -o link'), n + 1)
}

const checks: Readonly<Record<string, (n: number) => void>> = {
  containers: checkContainers,
  'veth-pairs': checkPairs,
  'delete-links': () => expectCount('links', lines('ip -o link'), 1),
  'add-routes-batch': (n) => expectCount('routes', lines('ip -4 route show table main'), n),
  'add-routes-single': (n) => expectCount('routes', lines('ip -4 route show table main'), n),
  'apply-routes': (n) => expectCount('routes', lines('ip -4 route show table main'), n),
  'apply-again': (n) => expectCount('routes', lines('ip -4 route show table main proto 77'), n),
  'apply-changed': (n) => {
    expectCount('routes', lines('ip -4 route show table main proto 77'), n)
    expectCount('changed routes', lines('ip -4 route show table main proto 77 | grep " mtu 1400"'), Math.ceil(n / 100))
  },
  'rollback-routes': (n) => expectCount('routes', lines('ip -4 route show table main'), n),
  'add-addresses': (n) => expectCount('addresses', lines('ip -4 -o address show dev v0'), n),
  'add-neighbours': (n) => expectCount('neighbours', lines('ip -4 neighbour show dev v0 nud permanent'), n),
  'latency-address': (n) => expectCount('addresses', lines('ip -4 -o address show dev v0'), n),
  'nft-rules': (n) => expectCount('rules', lines('nft list chain inet bench forward | grep "counter packets"'), n),
  'nft-elements': (n) => expectCount('elements', lines("nft list set inet bench hosts | grep -o '10\\.[0-9.]*'"), n),
}

/** Throws unless the trial's work was done, all of it. */
export function judge(trial: string, n: number): void {
  checks[trial.replace(/:.*/, '')]?.(n)
}
