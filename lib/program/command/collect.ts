// netlink-ts collect: removes what is left of containers that are gone.
import { listNetworks } from '../../container/index.ts'
import { removeUnfinished } from '../../container/network/unfinished.ts'
import type { Call, Command } from '../command.ts'
import { tableText } from '../table.ts'
import { JSON_OPTION, openNamed, STATE_OPTION } from './network-options.ts'

export const collect: Command = {
  usage: '[OPTION...] [NETWORK...]',
  about: `Removes what is left of containers whose namespace has ended, or whose attachment
was interrupted: veth pairs, addresses, published ports; and networks whose
creation or deletion was interrupted. Of every network of this namespace unless
some are named. Prints what it removed.`,
  options: { ...JSON_OPTION, ...STATE_OPTION },
  positionals: [0, Number.POSITIVE_INFINITY],
  async run(call: Call) {
    const names = call.positionals.length > 0 ? call.positionals : (await listNetworks()).map((one) => one.name)
    const unfinished = await interrupted(call)
    const removed: Removed[] = unfinished.map((network) => ({ network, link: '-' }))
    for (const name of names.filter((one) => !unfinished.includes(one))) {
      await using network = await openNamed(call, name)
      for (const one of await network.collect()) removed.push({ network: name, ...one })
    }
    const rows = removed.map(({ network, link, address, address6 }) => [network, addressText(address, address6), link])
    call.report(removed, () => (rows.length === 0 ? '' : tableText(['NETWORK', 'ADDRESS', 'LINK'], rows)))
  },
}

/** What was removed of a network: of a container, or the network itself. */
interface Removed {
  readonly network: string
  readonly link: string
  readonly address?: string
  readonly address6?: string
}

/** Removes the networks that no process has finished. */
async function interrupted(call: Call): Promise<string[]> {
  const state = call.text('state')
  if (call.positionals.length === 0) return removeUnfinished()
  return (await Promise.all(call.positionals.map((name) => removeUnfinished({ name, state })))).flat()
}

const addressText = (...addresses: (string | undefined)[]) => addresses.filter(Boolean).join(',')
