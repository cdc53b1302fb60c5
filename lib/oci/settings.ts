// Settings of a container: by annotations of its bundle, or by arguments of the hook if there is no annotation.
import type { PortOptions } from '../container/index.ts'
import { describeValue } from '../errors.ts'
import { readPorts } from './ports.ts'

/** Prefix of the annotations: `netlink-ts.network`. */
const PREFIX = 'netlink-ts.'

/** What a container is attached with, as text: values of annotations and of arguments alike. */
export interface HookSettings {
  /** Name of the network, and of its bridge; `netlink-ts0` by default. */
  readonly network?: string | undefined
  /** Subnet of a network that is made: '10.5.0.0/24', or one of each family, '10.5.0.0/24,fd00:5::/64'. By default, the first free /24 of 172.16.0.0/12. */
  readonly subnet?: string | undefined
  /** Address of the host in `subnet`, and gateway of the containers; the first address by default. */
  readonly gateway?: string | undefined
  /** Address of the container, or one of each family; by default the next free one. */
  readonly address?: string | undefined
  /**
   * Ports to publish: '8000:80,5353:53/udp,127.0.0.1:8080:80'; ranges of the same length, '8000-8010:80-90'. Port 0 of the host is chosen by
   * the network: '0:80'.
   */
  readonly ports?: string | undefined
  /** MTU of the links of a network that is made, in bytes. */
  readonly mtu?: string | number | undefined
  /** Name of the link in the container; `eth0` by default. */
  readonly interface?: string | undefined
}

type Name = keyof HookSettings

/** The settings as networks take them. */
export interface Settings {
  readonly network: string
  readonly made: { subnet?: string; subnet6?: string; gateway?: string; gateway6?: string; mtu?: number }
  readonly attached: { interface?: string; address?: string; address6?: string; ports: PortOptions[] }
  /** What a setting is called where it came from: 'annotation netlink-ts.ports'. */
  readonly called: ReadonlyMap<Name, string>
}

const NAMES: readonly Name[] = ['network', 'subnet', 'gateway', 'address', 'ports', 'mtu', 'interface']
const DEFAULT_NETWORK = 'netlink-ts0'

/** Name of the network alone: that is all that a container is detached by. */
export function networkOf(annotations: Annotations, options: HookSettings): string {
  return gather(annotations, options).texts.get('network') ?? DEFAULT_NETWORK
}

export type Annotations = Readonly<Record<string, string>>

export function readSettings(annotations: Annotations, options: HookSettings): Settings {
  const { texts, called } = gather(annotations, options)
  const read = <T>(name: Name, parse: (text: string) => T): T | undefined => {
    const text = texts.get(name)
    if (text === undefined) return undefined
    try {
      return parse(text)
    } catch (thrown) {
      const Kind = thrown instanceof RangeError ? RangeError : TypeError
      throw new Kind(`${called.get(name)}: ${(thrown as Error).message}`)
    }
  }
  const mtu = read('mtu', wholeNumber)
  const own = read('interface', (text) => text)
  return {
    network: texts.get('network') ?? DEFAULT_NETWORK,
    made: {
      ...read('subnet', (text) => byFamily('subnet', text)),
      ...read('gateway', (text) => byFamily('gateway', text)),
      ...(mtu === undefined ? {} : { mtu }),
    },
    attached: {
      ...read('address', (text) => byFamily('address', text)),
      ...(own === undefined ? {} : { interface: own }),
      ports: read('ports', readPorts) ?? [],
    },
    called,
  }
}

function gather(annotations: Annotations, options: HookSettings) {
  const texts = new Map<Name, string>()
  const called = new Map<Name, string>()
  for (const name of NAMES) {
    const annotated = Object.hasOwn(annotations, PREFIX + name) ? annotations[PREFIX + name] : undefined
    const value = annotated ?? options[name]
    if (value === undefined) continue
    texts.set(name, String(value))
    called.set(name, annotated === undefined ? name : `annotation ${PREFIX}${name}`)
  }
  const unknown = Object.keys(annotations).find(
    (key) => key.startsWith(PREFIX) && !NAMES.some((name) => key === PREFIX + name),
  )
  if (unknown !== undefined)
    throw new TypeError(`unknown annotation '${unknown}'; known are ${NAMES.map((name) => PREFIX + name).join(', ')}`)
  return { texts, called }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`expected a whole number, got ${describeValue(text)}`)
  return Number(text)
}

/** One of each family, at most: those of IPv6 have a colon. */
export function byFamily<N extends string>(name: N, text: string): { [K in N | `${N}6`]?: string } {
  const found: Record<string, string> = {}
  for (const one of text.split(',')) {
    const key = one.includes(':') ? `${name}6` : name
    if (found[key] !== undefined) throw new TypeError(`expected one of each family at most, got ${describeValue(text)}`)
    found[key] = one.trim()
  }
  return found as { [K in N | `${N}6`]?: string }
}
