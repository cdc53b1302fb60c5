import { createNetns, type Netlink, type Netns, openNetlink } from 'netlink-ts'
import { containerAddress, GATEWAY, range } from '../work.ts'
import type { OwnTrial, OwnTrials } from './trial.ts'

function attach(nl: Netlink, netns: Netns, i: number) {
  return nl.createVeth({ name: `h${i}`, up: true, master: 'br0', peer: { name: 'eth0', netns } })
}

function configure(inside: Netlink, i: number) {
  return Promise.all([
    inside.setLink('lo', { up: true }),
    inside.setLink('eth0', { up: true }),
    inside.addAddress({ link: 'eth0', address: containerAddress(i) }),
    inside.addRoute({ dst: 'default', gateway: GATEWAY, oif: 'eth0' }),
  ])
}

/** One container, as one would write it for one. */
async function container(nl: Netlink, i: number): Promise<void> {
  const netns = await createNetns(`c${i}`)
  await attach(nl, netns, i)
  const inside = await openNetlink({ netns })
  await configure(inside, i)
  await Promise.all([inside.close(), netns.close()])
}

const together: OwnTrial = async (n) => {
  const nl = await openNetlink()
  return async () => {
    await Promise.all(range(n).map((i) => container(nl, i)))
    return undefined
  }
}

/** Step by step over all of them, in the order that was the fastest by hand. */
const stages: OwnTrial = async (n) => {
  const nl = await openNetlink()
  return async () => {
    const spaces = await Promise.all(range(n).map((i) => createNetns(`c${i}`)))
    const handles = await Promise.all(spaces.map((netns) => openNetlink({ netns })))
    await Promise.all(spaces.map((netns, i) => attach(nl, netns, i)))
    await Promise.all(handles.map((inside, i) => configure(inside, i)))
    await Promise.all([...handles, ...spaces].map((it) => it.close()))
    return undefined
  }
}

export const trials: OwnTrials = { containers: together, 'containers:stages': stages }
