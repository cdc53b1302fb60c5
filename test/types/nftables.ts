// What the compiler refuses of the helpers of nftables. Nothing here runs: the compiler is the test.
import { add, counter, element, ip, limit, meta } from 'netlink-ts/nftables'

const at = { family: 'inet', table: 't', name: 'c' } as const

export function slips(): void {
  add.chain({ ...at, type: 'filter', hook: 'input', prio: 0 })
  add.chain(at)
  // @ts-expect-error a base chain without a priority
  add.chain({ ...at, type: 'filter', hook: 'input' })
  // @ts-expect-error no hook has this name
  add.chain({ ...at, type: 'filter', hook: 'inptu', prio: 0 })
  limit({ rate: 5, per: 'second' })
  // @ts-expect-error no time has this name
  limit({ rate: 5, per: 'secnod' })
  // @ts-expect-error a rate is a rate per some time
  limit({ rate: 5 })
  element(ip.saddr, { limit: { rate: 5, per: 'second' }, timeout: 60 })
  // @ts-expect-error a limit of an element has a rate
  element(ip.saddr, { limit: { rtae: 5 } })
  // @ts-expect-error no key of meta has this name
  meta.makr
  // @ts-expect-error no field of this header has this name
  ip.sadr
  counter('c')
}
