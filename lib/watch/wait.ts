import type { Address } from '../address/address.ts'
import { constants } from '../builtin.ts'
import { callerError, describeValue, InputError, kernelError } from '../errors.ts'
import type { Link } from '../link/link.ts'
import type { Handle } from '../transport/handle.ts'
import { type Limits, limited } from '../transport/limit.ts'
import { checkAll } from '../verb/checks.ts'
import { readLimits } from '../verb/filter.ts'
import { checkOptions } from '../verb/options.ts'
import { verb } from '../verb/verb.ts'
import { ip, prefix } from '../wire/address.ts'
import { type Family, family } from '../wire/family.ts'
import { normal } from '../wire/normal.ts'
import { type LinkRef, oneLinkKey } from '../wire/reference.ts'
import { checkWatch } from './options.ts'
import type { Replica, WatchOptions } from './types.ts'
import { Watch } from './watch.ts'

/** What a link is awaited to be: 'up', set up; 'carrier', set up and with a carrier; 'gone', deleted or moved; or a condition. */
export type LinkCondition = 'up' | 'carrier' | 'gone' | ((link: Link) => boolean)

/** Which address is awaited. */
export interface AwaitedAddress {
  /** Family of the address; both by default. */
  family?: Family | undefined
  /** The address, '10.0.0.1', or with its prefix length; any by default. */
  address?: string | undefined
}

/** What is awaited. */
interface Awaited<T> {
  /** The result, or undefined until it holds. */
  readonly test: (now: Replica) => T | undefined
  /** What is not so yet, for the error of the timeout. */
  readonly lacking: (now: Replica) => string
}

/** Resolves with the first result of the test: after the first list, and after each change. */
async function until<T>(
  handle: Handle,
  operation: string,
  options: WatchOptions,
  { test, lacking }: Awaited<T>,
  limits: Limits,
): Promise<T> {
  const checked = checkWatch(operation, options)
  limits.signal?.throwIfAborted()
  const watch = new Watch(handle, { ...checked, initial: false })
  try {
    let listed = false
    const tested = first(watch, (now) => {
      listed = true
      return test(now)
    })
    return await limited(tested, operation, limits, () => (listed ? lacking(watch) : undefined))
  } finally {
    await watch.close()
  }
}

async function first<T>(watch: Watch, test: (now: Replica) => T | undefined): Promise<T> {
  for await (const _ of watch) {
    const found = test(watch)
    if (found !== undefined) return found
  }
  return new Promise<never>(() => undefined)
}

/** As a result that may be undefined. */
interface Found<T> {
  readonly value: T
}

/**
 * Waits until a condition holds for a link, which need not exist yet, and resolves with the link; with undefined for 'gone'. Without
 * `timeout` or `signal`, it waits forever.
 *
 * ```ts
 * await waitForLink('eth0', 'carrier', { timeout: 5000 })
 * ```
 */
export const waitForLink = verb(
  'waitForLink',
  async (handle: Handle, link: LinkRef, condition: LinkCondition, limits: Limits = {}): Promise<Link | undefined> => {
    const { key, holds } = checkedLink(link, condition)
    const within = readLimits('waitForLink', {}, limits)
    const find = ({ links }: Replica) => (typeof key === 'number' ? links.get(key) : [...links.values()][0])
    const test = (now: Replica): Found<Link | undefined> | undefined => {
      const found = find(now)
      if (condition === 'gone') return found === undefined ? { value: undefined } : undefined
      return found !== undefined && holds(found) ? { value: found } : undefined
    }
    const links = typeof key === 'number' ? (true as const) : { name: key }
    const lacking = (now: Replica) => unlike(key, find(now), condition)
    return (await until(handle, 'waitForLink', { links }, { test, lacking }, within)).value
  },
)

/** What a link is not, or that it is not there. */
function unlike(key: number | string, found: Link | undefined, condition: LinkCondition): string {
  if (found === undefined)
    return typeof key === 'number' ? `there is no link with index ${key}` : `there is no link '${key}'`
  if (condition === 'gone') return `link '${found.name}' still exists`
  if (typeof condition === 'function') return `the condition does not hold for link '${found.name}'`
  return condition === 'carrier' && found.up ? `link '${found.name}' has no carrier` : `link '${found.name}' is not up`
}

const CONDITIONS: Readonly<Record<string, (link: Link) => boolean>> = {
  up: ({ up }) => up,
  carrier: ({ up, carrier }) => up && carrier === true,
  gone: () => false,
}

function checkedLink(
  link: LinkRef,
  condition: LinkCondition,
): { key: number | string; holds: (link: Link) => boolean } {
  try {
    const key = oneLinkKey(link)
    if (typeof condition === 'function') return { key, holds: condition }
    if (typeof condition === 'string' && Object.hasOwn(CONDITIONS, condition))
      return { key, holds: CONDITIONS[condition] as (link: Link) => boolean }
  } catch (thrown) {
    throw callerError('waitForLink', thrown instanceof InputError ? thrown.under('link') : thrown)
  }
  const words = Object.keys(CONDITIONS).join(', ')
  throw new TypeError(
    `waitForLink: the condition must be one of ${words}, or a function such as (link) => !link.up, not ${describeValue(condition)}`,
  )
}

/**
 * Waits until a link has an address that can be used: one that is no longer tentative. Link and address need not exist yet.
 * EADDRNOTAVAIL as soon as the kernel finds that another host has the address.
 *
 * ```ts
 * const { address } = await waitForAddress('eth0', { family: 'inet6' }, { timeout: 10_000 })
 * ```
 */
export const waitForAddress = verb(
  'waitForAddress',
  (handle: Handle, link: LinkRef, which: AwaitedAddress = {}, limits: Limits = {}): Promise<Address> => {
    const wanted = checkedAddress(which)
    const within = readLimits('waitForAddress', {}, limits)
    const addresses = { link, ...(wanted.family === undefined ? {} : { family: wanted.family }) }
    const test = (now: Replica): Address | undefined => {
      const found = now.addresses.filter((one) => isWanted(one, wanted.address))
      const usable = found.find(({ flags = [] }) => !flags.includes('tentative') && !flags.includes('dadfailed'))
      const duplicate = found.find(({ flags = [] }) => flags.includes('dadfailed'))
      if (usable !== undefined || duplicate === undefined) return usable
      const reason = 'another host has this address'
      throw kernelError('waitForAddress', -constants.errno.EADDRNOTAVAIL, { subject: duplicate.address, reason })
    }
    const lacking = (now: Replica) =>
      now.addresses.some((one) => isWanted(one, wanted.address))
        ? 'the address is still tentative'
        : `the link has no address${wanted.address === undefined ? '' : ` ${wanted.address}`}`
    return until(handle, 'waitForAddress', { addresses }, { test, lacking }, within)
  },
)

function isWanted({ address }: Address, wanted: string | undefined): boolean {
  if (wanted === undefined) return true
  return wanted.includes('/') ? address === wanted : address.slice(0, address.indexOf('/')) === wanted
}

function checkedAddress(which: AwaitedAddress): { family?: Family; address?: string } {
  checkOptions('waitForAddress', which, 'address')
  return checkAll('waitForAddress', which, {
    family: (value: unknown) => normal(family, value) as Family,
    address(value: unknown) {
      if (typeof value !== 'string') throw new InputError(`must be an address, not ${describeValue(value)}`)
      return normal(value.includes('/') ? prefix(1) : ip, value) as string
    },
  })
}

/**
 * Waits until a condition holds for watched objects: it is tested after the first list and after each change.
 *
 * ```ts
 * await waitFor({ routes: { table: 'all' } }, ({ routes }) => routes.some(({ dst }) => dst === 'default'))
 * ```
 */
export const waitFor = verb(
  'waitFor',
  async (
    handle: Handle,
    options: WatchOptions,
    condition: (now: Replica) => boolean,
    limits: Limits = {},
  ): Promise<void> => {
    if (typeof condition !== 'function')
      throw new TypeError(`waitFor: expected a function, got ${describeValue(condition)}`)
    const awaited = {
      test: (now: Replica) => condition(now) || undefined,
      lacking: () => 'the condition does not hold',
    }
    await until(handle, 'waitFor', options, awaited, readLimits('waitFor', {}, limits))
  },
)
