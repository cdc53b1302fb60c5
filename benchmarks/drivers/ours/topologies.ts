import { applyTopology, type RouteOptions, type Space, type TopologyLink } from 'netlink-ts'
import { containerAddress, GATEWAY, OWNER, prefixes, range } from '../work.ts'
import type { OwnTrial, OwnTrials } from './trial.ts'

/** Every hundredth route of those that are there gets another metric. */
const MTU = { mtu: 1400 }

function routes(isChanged: (i: number) => boolean): OwnTrial {
  return async (n) => {
    const wanted = prefixes(n).map((dst, i): RouteOptions => {
      const route = { dst, oif: 'v0' }
      return isChanged(i) ? { ...route, metrics: MTU } : route
    })
    return async () => {
      await applyTopology({ routes: wanted }, { owner: OWNER })
      return undefined
    }
  }
}

/** The bridge is that of the trial, which belongs to others. */
const containers: OwnTrial = async (n) => {
  const numbers = range(n)
  return async () => {
    const space = (i: number): Space => ({
      links: { lo: { up: true }, eth0: { up: true, addresses: [containerAddress(i)] } },
      routes: [{ dst: 'default', gateway: GATEWAY, oif: 'eth0' }],
    })
    const pair = (i: number): TopologyLink => ({ peer: { netns: `c${i}`, name: 'eth0' }, master: 'br0', up: true })
    await applyTopology(
      {
        links: Object.fromEntries(numbers.map((i) => [`h${i}`, pair(i)])),
        namespaces: Object.fromEntries(numbers.map((i) => [`c${i}`, space(i)])),
      },
      { owner: OWNER },
    )
    return undefined
  }
}

export const trials: OwnTrials = {
  'containers:topology': containers,
  'apply-routes': routes(() => false),
  'apply-again': routes(() => false),
  'apply-changed': routes((i) => i % 100 === 0),
}
