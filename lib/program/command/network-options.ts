// What the commands on a network share.
import { type Finding, type Network, openNetwork } from '../../container/index.ts'
import { NetlinkError, reasonOf } from '../../errors.ts'
import type { Call, Option } from '../command.ts'
import { printable } from '../printable.ts'

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
  findings.map(({ code, message }) => printable(`${code}: ${message}`)).join('\n')

/** '2 containers': those that keep a network from being deleted, of which one may only be about to be attached. */
export async function containersText(network: Network): Promise<string> {
  const { length } = await network.endpoints()
  return length > 1 ? `${length} containers` : '1 container'
}
