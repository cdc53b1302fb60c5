// netlink-ts rm: deletes networks.
import type { Call, Command } from '../command.ts'
import { UsageError } from '../command.ts'
import { containersText, openNamed, STATE_OPTION } from './network-options.ts'

export const rm: Command = {
  usage: '[OPTION...] NETWORK...',
  about: `Deletes networks: links, addresses, rules, state. A network to which containers
are attached is only deleted with --force.`,
  options: { force: { short: 'f', help: 'Deletes networks to which containers are attached, too.' }, ...STATE_OPTION },
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(call: Call) {
    if (call.positionals.length > 1 && call.text('state') !== undefined)
      throw new UsageError('--state is the folder of one network')
    for (const name of call.positionals) {
      await using network = await openNamed(call, name)
      if (await network.delete({ ifEmpty: !call.flag('force') })) continue
      throw new Error(`network '${name}' has ${await containersText(network)}; --force deletes it`)
    }
  },
}
