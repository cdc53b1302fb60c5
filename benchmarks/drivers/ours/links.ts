import { openNetlink } from 'netlink-ts'
import { range } from '../work.ts'
import type { OwnTrial, OwnTrials } from './trial.ts'

const pairs: OwnTrial = async (n) => {
  const nl = await openNetlink()
  return async () => {
    await Promise.all(
      range(n).map((i) =>
        nl.createVeth({ name: `a${i}`, up: true, master: 'br0', peer: { name: `b${i}`, netns: 'peers' } }),
      ),
    )
    return undefined
  }
}

const remove: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const doomed = range(n).map((i) => `a${i}`)
  return async () => {
    await nl.deleteLinks(doomed)
    return undefined
  }
}

/** The loopback is not counted. */
const list: OwnTrial = async () => {
  const nl = await openNetlink()
  return async () => (await nl.listLinks()).length - 1
}

/** Reads what is decoded when it is first read: counters, and what address families keep of a link. */
const listAndRead: OwnTrial = async () => {
  const nl = await openNetlink()
  return async () => {
    const links = await nl.listLinks()
    return links.filter(({ stats, stats64, afSpec, map }) => stats && stats64 && afSpec && map).length - 1
  }
}

const awaited: OwnTrial = async (n) => {
  const nl = await openNetlink()
  return async () => {
    let right = 0
    for (let i = 0; i < n; i++) if ((await nl.getLink('v0')).name === 'v0') right++
    return right
  }
}

export const trials: OwnTrials = {
  'veth-pairs': pairs,
  'delete-links': remove,
  'list-links': list,
  'list-links:read': listAndRead,
  'latency-link': awaited,
}
