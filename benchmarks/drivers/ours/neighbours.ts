import { openNetlink } from 'netlink-ts'
import { host, lladdr, range } from '../work.ts'
import type { OwnTrial, OwnTrials } from './trial.ts'

const add: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const all = range(n).map((i) => ({ link: 'v0', dst: host(i), lladdr: lladdr(i) }))
  return async () => {
    await Promise.all(all.map((neighbour) => nl.addNeighbour(neighbour)))
    return undefined
  }
}

const list: OwnTrial = async () => {
  const nl = await openNetlink()
  return async () => (await nl.listNeighbours({ family: 'inet' })).length
}

export const trials: OwnTrials = { 'add-neighbours': add, 'list-neighbours': list }
