// netlink-ts collect: removes what is left of containers that are gone.
import { listNetworks } from '../../container/index.ts'
import type { Call, Command } from '../command.ts'
import { tableText } from '../table.ts'
import { JSON_OPTION, openNamed, STATE_OPTION } from './network-options.ts'

export const collect: Command = {
  usage: '[OPTION...] [NETWORK...]',
  about: `Removes what is left of containers whose namespace has ended, or whose attachment
was interrupted: veth pairs, addresses, published ports. Of every network of this
namespace unless some are named. Prints what it removed.`,
  options: { ...JSON_OPTION, ...STATE_OPTION },
  positionals: [0, Number.POSITIVE_INFINITY],
  async run(call: Call) {
    const names = call.positionals.length > 0 ? call.positionals : (await listNetworks()).map((one) => one.name)
    const removed = []
    for (const name of names) {
      await using network = await openNamed(call, name)
      for (const one of await network.collect()) removed.push({ network: name, ...one })
    }
    const rows = removed.map(({ network, link, address, address6 }) => [network, addressText(address, address6), link])
    call.report(removed, () => (rows.length === 0 ? '' : tableText(['NETWORK', 'ADDRESS', 'LINK'], rows)))
  },
}

const addressText = (...addresses: (string | undefined)[]) => addresses.filter(Boolean).join(',')
