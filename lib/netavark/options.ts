import type { NetworkOptions } from '../container/index.ts'
import { describeValue } from '../errors.ts'
import { PluginError } from './failure.ts'

type Reader = (text: string, key: string) => unknown

/** Options of `podman network create -o KEY=VALUE`, as options of a network. */
const OPTIONS: Readonly<Record<string, readonly [keyof NetworkOptions, Reader]>> = {
  mode: ['mode', modeOf],
  parent: ['parent', (text) => text],
  mtu: ['mtu', wholeNumber],
  isolate: ['isolate', isolation],
  masquerade: ['masquerade', truth],
}

/** Modes in which a container has an address, which podman assigns. */
const MODES = ['bridge', 'ptp', 'macvlan', 'ipvlan']

function modeOf(text: string, key: string): string {
  if (MODES.includes(text)) return text
  throw new PluginError(`option ${key} must be one of ${MODES.join(', ')}, not ${describeValue(text)}`)
}

function wholeNumber(text: string, key: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new PluginError(`option ${key} must be a whole number, not ${describeValue(text)}`)
}

function truth(text: string, key: string): boolean {
  if (['true', 'false', '1', '0'].includes(text)) return text === 'true' || text === '1'
  throw new PluginError(`option ${key} must be true or false, not ${describeValue(text)}`)
}

/** podman's `strict` isolates from all other networks, as `isolate` of this library does. */
function isolation(text: string, key: string): boolean {
  return text === 'strict' || truth(text, key)
}

/** What `createNetwork` gets of them. */
export function driverOptions(options: Readonly<Record<string, unknown>>): Partial<NetworkOptions> {
  return Object.fromEntries(
    Object.entries(options).map(([key, text]) => {
      const known = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined
      if (known === undefined)
        throw new PluginError(`unknown option ${describeValue(key)}; known are ${Object.keys(OPTIONS).join(', ')}`)
      if (typeof text !== 'string') throw new PluginError(`option ${key} must be a string, not ${describeValue(text)}`)
      return [known[0], known[1](text, key)]
    }),
  )
}
