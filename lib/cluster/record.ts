import { isObject } from './json.ts'
import { addressNumber, addressText, findRange, type Range, rangeText } from './subnet.ts'

/** A node as the store describes it. */
export interface NodeRecord {
  readonly subnet: Range
  readonly publicAddress: string
  readonly backend: string
  readonly mac?: string
  readonly vni?: number
}

/*
 * flannel's layout (pkg/subnet/subnet.go, pkg/lease/lease.go, pkg/backend/vxlan/vxlan.go): the key PREFIX/subnets/10.244.1.0-24 holds
 * {"PublicIP":"192.0.2.11","PublicIPv6":null,"BackendType":"vxlan","BackendData":{"VNI":1,"VtepMAC":"0a:..."}}.
 */

/** The last part of a record's key: `10.244.1.0-24`. */
export function keyOf({ base, length }: Range): string {
  return `${addressText(base)}-${length}`
}

/** The subnet in the last part of a key, which may be followed by `&` and an IPv6 subnet; undefined for any other key. */
export function subnetOfKey(key: string): Range | undefined {
  const [, address, length] = /^([\d.]+)-(\d{1,2})(?:&[\da-f:]+-\d{1,3})?$/i.exec(key) ?? []
  return findRange(`${address}/${length}`)
}

/** The value of a record. */
export function recordText({ publicAddress, backend, mac, vni }: NodeRecord): string {
  const data = backend === 'vxlan' ? { BackendData: { VNI: vni, VtepMAC: mac } } : {}
  return JSON.stringify({ PublicIP: publicAddress, PublicIPv6: null, BackendType: backend, ...data })
}

/** Reads a record; undefined if it is damaged or belongs to another program. */
export function readRecord(subnet: Range, text: string): NodeRecord | undefined {
  const value = parsed(text)
  if (!isObject(value) || typeof value.BackendType !== 'string') return undefined
  const address = addressNumber(value.PublicIP)
  if (address === undefined) return undefined
  const { VNI: vni, VtepMAC: mac } = isObject(value.BackendData) ? value.BackendData : {}
  return {
    subnet,
    publicAddress: addressText(address),
    backend: value.BackendType,
    ...(typeof mac === 'string' && /^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(mac) ? { mac: mac.toLowerCase() } : {}),
    ...(typeof vni === 'number' ? { vni } : {}),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether two records say the same. */
export function isEqual(one: NodeRecord, other: NodeRecord): boolean {
  return rangeText(one.subnet) === rangeText(other.subnet) && recordText(one) === recordText(other)
}
