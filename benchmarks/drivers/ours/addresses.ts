import { openNetlink } from 'netlink-ts'
import { prefixes } from '../work.ts'
import type { OwnTrial, OwnTrials } from './trial.ts'

const add: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const all = prefixes(n)
  return async () => {
    await Promise.all(all.map((address) => nl.addAddress({ link: 'v0', address })))
    return undefined
  }
}

const list: OwnTrial = async () => {
  const nl = await openNetlink()
  return async () => (await nl.listAddresses({ family: 'inet' })).length
}

const awaited: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const all = prefixes(n)
  return async () => {
    for (const address of all) await nl.addAddress({ link: 'v0', address })
    return undefined
  }
}

export const trials: OwnTrials = { 'add-addresses': add, 'list-addresses': list, 'latency-address': awaited }
