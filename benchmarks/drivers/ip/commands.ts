/** The commands of `ip` for each trial, fused where one can do the work of several, without the word `ip`. */
import { containerAddress, GATEWAY, host, lladdr, prefixes, range } from '../work.ts'

/** Made by the process that makes the namespaces: each veth with its other end in place. */
export function containerOutside(i: number): string[] {
  return [`netns add c${i}`, `link add h${i} up master br0 type veth peer name eth0 netns c${i}`]
}

export function containerInside(i: number): string[] {
  return [
    'link set lo up',
    'link set eth0 up',
    `address add ${containerAddress(i)} dev eth0`,
    `route add default via ${GATEWAY} dev eth0`,
  ]
}

/** As most instructions have it: the pair is made outside, and one end of it moved, which costs the kernel a grace period of RCU. */
export function containerMoved(i: number): string[] {
  return [
    `netns add c${i}`,
    `link add h${i} type veth peer name p${i}`,
    `link set p${i} netns c${i}`,
    `link set h${i} master br0`,
    `link set h${i} up`,
    `-n c${i} link set p${i} name eth0`,
  ]
}

const addresses = (n: number) => prefixes(n).map((address) => `address add ${address} dev v0`)
const routes = (n: number) => prefixes(n).map((dst) => `route add ${dst} dev v0`)

/** The trials that are one command after the other in one namespace. */
export const changes: Readonly<Record<string, (n: number) => string[]>> = {
  'veth-pairs': (n) => range(n).map((i) => `link add a${i} up master br0 type veth peer name b${i} netns peers`),
  'delete-links': (n) => range(n).map((i) => `link delete a${i}`),
  'add-routes-batch': routes,
  'add-routes-single': routes,
  'add-addresses': addresses,
  'add-neighbours': (n) => range(n).map((i) => `neighbour add ${host(i)} lladdr ${lladdr(i)} dev v0 nud permanent`),
  'latency-address': addresses,
  'latency-link': (n) => range(n).map(() => 'link show v0'),
}

/** All links into one group, and the group deleted: one wait of the kernel instead of one a link. */
export function deleteByGroup(n: number): string[] {
  return [...range(n).map((i) => `link set a${i} group 7`), 'link delete group 7']
}

/** The trials that read. */
export const lists: Readonly<Record<string, readonly string[]>> = {
  'list-routes': ['-j', '-4', 'route', 'show', 'table', 'main'],
  'list-addresses': ['-j', '-4', 'address', 'show'],
  'list-neighbours': ['-j', '-4', 'neighbour', 'show'],
  'list-links': ['-j', '-d', '-s', 'link', 'show'],
}
