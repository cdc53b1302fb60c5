// What the commands on a network share.
import { type Finding, type Network, openNetwork } from '../../container/index.ts'
import { NetlinkError, reasonOf } from '../../errors.ts'
import type { Call, Option } from '../command.ts'

export const JSON_OPTION: Readonly<Record<string, Option>> = { json: { help: 'Prints JSON.' } }

export const STATE_OPTION: Readonly<Record<string, Option>> = {
  state: { value: 'FOLDER', help: 'State folder of the network; /run/netlink-ts/NETWORK by default.' },
}

/** The network that an argument names, with its state in the folder of `--state`. */
export function openNamed(call: Call, name: string): Promise<Network> {
  const state = call.text('state')
  return openNetwork(name, state === undefined ? {} : { state }).catch((thrown: unknown) => {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENOENT' || thrown.attribute !== 'name') throw thrown
    throw new Error(`${reasonOf(thrown)}; netlink-ts ls lists the networks`, { cause: thrown })
  })
}

/** A line for each difference. */
export const FINDINGS = (findings: readonly Finding[]): string =>
  findings.map(({ code, message }) => `${code}: ${message}`).join('\n')
