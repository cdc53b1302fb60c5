import type { Link } from '../link/link.ts'
import { type LinkChange, setLink } from '../link/set.ts'
import { sysctls } from '../netns/sysctl.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import type { Difference } from './difference.ts'
import type { Step } from './step.ts'

type Settings = Readonly<Record<string, unknown>>

/** Parameters that daemons of multicast routing set, that have no file of one number, or that follow from the link. */
const NOT_SET: ReadonlySet<string> = new Set(['mcForwarding', 'mtu6', 'stableSecret'])
/** Names of files in net.ipv6.conf.LINK that are not those of the constants (addrconf_sysctl in net/ipv6/addrconf.c). */
const FILES: Readonly<Record<string, string>> = {
  hoplimit: 'hop_limit',
  rtrSolicits: 'router_solicitations',
  rtrSolicitInterval: 'router_solicitation_interval',
  rtrSolicitMaxInterval: 'router_solicitation_max_interval',
  rtrSolicitDelay: 'router_solicitation_delay',
  rtrProbeInterval: 'router_probe_interval',
}
/** Reported in milliseconds, written in seconds. */
const SECONDS = /^rtr.*(Interval|Delay)$/

/** The parameters that differ, as they were. */
function changed(before: Settings | undefined, now: Settings | undefined): Record<string, number> {
  const out: Record<string, number> = {}
  for (const [key, value] of Object.entries(before ?? {})) {
    const is = now?.[key]
    if (typeof value === 'number' && !NOT_SET.has(key) && is !== undefined && is !== value) out[key] = value
  }
  return out
}

/** The steps that give the kernel parameters of a link their values before (net.ipv4.conf and net.ipv6.conf). */
export function parameterSteps(handle: Handle, before: Link, now: Link): Step[] {
  const inet = changed(
    before.afSpec?.inet?.conf as Settings | undefined,
    now.afSpec?.inet?.conf as Settings | undefined,
  )
  const was = before.afSpec?.inet6?.conf as Settings | undefined
  const inet6 = changed(was, now.afSpec?.inet6?.conf as Settings | undefined)
  return [
    ...Object.entries(inet).map(([key, value]) => ({
      difference: described(`net.ipv4.conf.${before.name}`, key, value),
      run: () => on(handle, setLink)(now.index, { afSpec: { inet: { conf: { [key]: value } } } } as LinkChange),
    })),
    ...Object.entries(inet6).map(([key, value]) => ({
      difference: described(`net.ipv6.conf.${before.name}`, key, value),
      run: () => write(handle, before.name, key, value),
    })),
  ]
}

function described(where: string, key: string, value: number): Difference {
  const subject = `${where}.${key}`
  return { code: 'differs', kind: 'parameter', subject, message: `${subject} was ${value}`, expected: { [key]: value } }
}

/** `acceptRa` is net.ipv6.conf.LINK.accept_ra. */
function fileOf(key: string): string {
  return FILES[key] ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

async function write(handle: Handle, link: string, key: string, value: number): Promise<void> {
  const held = handle.netns()
  if (held === undefined) return
  const text = SECONDS.test(key) ? Math.round(value / 1000) : value
  try {
    await sysctls('batch', held, { [`net/ipv6/conf/${link}/${fileOf(key)}`]: text })
  } finally {
    held.close()
  }
}
