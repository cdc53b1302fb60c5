import type { Feature } from '../../support/features.ts'

/** Topologies of which each is made out of the one before by commands. */
export type Stages = readonly (readonly [what: string, needed: readonly Feature[], ...stages: object[]])[]

export const none = { afSpec: { inet6: { addrGenMode: 'none' } } } as const
export const mac = (i: number) => `02:00:00:00:00:${i.toString(16).padStart(2, '0')}`
export const NOTHING = { links: {}, routes: [], rules: [], neighbours: [], nexthops: [] }

/** A veth pair that is up. */
export const pair = (i: number, given: object = {}) => ({
  [`v${i}`]: { peer: { name: `p${i}` }, up: true, address: mac(2 * i), ...none, ...given },
  [`p${i}`]: { up: true, address: mac(2 * i + 1), ...none },
})
