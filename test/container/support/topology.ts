import type { Netlink } from '../../../lib/index.ts'
import { type Machine, openMachine } from './machine.ts'

/**
 * The topology of packet tests:
 *
 *     outside ── 203.0.113.0/24 ──┐
 *                                host ── the networks that are tested ── their containers
 *     insider ── 198.51.100.0/24 ─┘
 *
 * `outside` has no routes through the host; `insider` routes everything through it, including container addresses.
 */
export interface Topology {
  readonly host: Machine
  readonly outside: Machine
  readonly insider: Machine
  /** A machine without links, for a container. */
  machine(name: string): Promise<Machine>
  close(): Promise<void>
}

/** The addresses of the machines, with a second one of the host. */
export const ADDRESS = {
  4: {
    host: '203.0.113.1',
    second: '203.0.113.11',
    outside: '203.0.113.2',
    near: '198.51.100.1',
    insider: '198.51.100.2',
  },
  6: {
    host: '2001:db8:1::1',
    second: '2001:db8:1::11',
    outside: '2001:db8:1::2',
    near: '2001:db8:2::1',
    insider: '2001:db8:2::2',
  },
} as const

/** Gives a link addresses, with the lengths of their subnets, that are there at once, and sets it up. */
async function configureLink(nl: Netlink, link: string, addresses: readonly string[]): Promise<void> {
  await Promise.all([
    nl.setLink(link, { up: true }),
    ...addresses.map((address) =>
      address.includes(':')
        ? nl.addAddress({ link, address: `${address}/64`, flags: ['nodad'] })
        : nl.addAddress({ link, address: `${address}/24` }),
    ),
  ])
}

async function wire(host: Machine, link: string, here: readonly string[], other: Machine, there: readonly string[]) {
  await host.nl.createVeth({ name: link, up: true, peer: { name: 'eth0', netns: other.netns } })
  // Without a link-local address the kernel asks for no neighbour on behalf of others: none shall be looked for twice.
  await Promise.all([
    host.netns.setSysctl(`net/ipv6/conf/${link}/accept_dad`, 0),
    other.netns.setSysctl('net/ipv6/conf/eth0/accept_dad', 0),
  ])
  await Promise.all([configureLink(host.nl, link, here), configureLink(other.nl, 'eth0', there)])
  // Getting a link makes the kernel process its carrier state (rtnl_getlink): until then it sends nothing.
  await Promise.all([host.nl.getLink(link), other.nl.getLink('eth0')])
}

export async function openTopology(): Promise<Topology> {
  const [host, outside, insider] = await Promise.all(['host', 'outside', 'insider'].map((name) => openMachine(name)))
  if (host === undefined || outside === undefined || insider === undefined) throw new Error('machines are three')
  const machines = [host, outside, insider]
  const [four, six] = [ADDRESS[4], ADDRESS[6]]
  await Promise.all([
    wire(host, 'up0', [four.host, four.second, six.host, six.second], outside, [four.outside, six.outside]),
    wire(host, 'up1', [four.near, six.near], insider, [four.insider, six.insider]),
  ])
  await Promise.all([
    insider.nl.addRoute({ dst: 'default', gateway: four.near }),
    insider.nl.addRoute({ family: 'inet6', dst: 'default', gateway: six.near }),
  ])
  return {
    host,
    outside,
    insider,
    async machine(name) {
      const machine = await openMachine(name)
      machines.push(machine)
      return machine
    },
    async close() {
      for (const machine of machines.splice(0).reverse()) await machine.close()
    },
  }
}
