/** The names and numbers of WORK.md. */

/** 0 to n - 1. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}

/** `A(i)`: 10.x.y.z with the lower 24 bits of i. */
export function host(i: number): string {
  return `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`
}

/** The prefixes `A(i)/32`. */
export function prefixes(n: number): string[] {
  return range(n).map((i) => `${host(i)}/32`)
}

/** The link-layer address of neighbour i. */
export function lladdr(i: number): string {
  const pair = (byte: number) => (byte & 255).toString(16).padStart(2, '0')
  return `02:00:00:${pair(i >> 16)}:${pair(i >> 8)}:${pair(i)}`
}

/** The address of container i. */
export function containerAddress(i: number): string {
  return `172.18.${(i + 2) >> 8}.${(i + 2) & 255}/16`
}

export const GATEWAY = '172.18.0.1'

/** Whose the objects of topologies are. */
export const OWNER = { protocol: 77, tag: 'bench' }

/** The TCP port of rule i. */
export function port(i: number): number {
  return 1 + (i % 60_000)
}
