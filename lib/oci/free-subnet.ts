// The first subnet that nothing on the host uses.
import { openNetlink } from '../netlink/index.ts'
import type { NetnsRef } from '../wire/netns.ts'

/** 172.16.0.0/12, as Docker; a /24 of it has 253 containers. */
const POOL = { first: numberOf('172.16.0.0'), last: numberOf('172.31.255.255') }
const SIZE = 256

interface Range {
  readonly first: number
  readonly last: number
}

/** The first free /24 of 172.16.0.0/12; `taken` are further subnets to leave out. */
export async function freeSubnet(netns: NetnsRef | undefined, taken: readonly string[]): Promise<string> {
  const used = [...(await usedSubnets(netns)), ...taken].map(rangeOf)
  for (let first = POOL.first; first < POOL.last; first += SIZE) {
    const last = first + SIZE - 1
    if (!used.some((range) => range.first <= last && range.last >= first)) return `${textOf(first)}/24`
  }
  throw new Error('no free /24 is left in 172.16.0.0/12; set subnet')
}

/** What has an address or a route, but the default one. */
async function usedSubnets(netns: NetnsRef | undefined): Promise<string[]> {
  const nl = await openNetlink(netns === undefined ? {} : { netns })
  try {
    const [addresses, routes] = await Promise.all([
      nl.listAddresses({ family: 'inet' }),
      nl.listRoutes({ family: 'inet', table: 'all' }),
    ])
    return [...addresses.map(({ address }) => address), ...routes.map(({ dst }) => dst)].filter(isSubnet)
  } finally {
    await nl.close()
  }
}

function isSubnet(text: string | undefined): text is string {
  return text !== undefined && /^\d+\.\d+\.\d+\.\d+(\/[1-9]\d*)?$/.test(text)
}

/** The subnet, also of an address with a prefix length. */
function rangeOf(text: string): Range {
  const [address = '', length = '32'] = text.split('/')
  const size = 2 ** (32 - Number(length))
  const first = numberOf(address) - (numberOf(address) % size)
  return { first, last: first + size - 1 }
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}
