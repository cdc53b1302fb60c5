// netlink-ts rm: deletes networks.
import type { Call, Command } from '../command.ts'
import { UsageError } from '../command.ts'
import { openNamed, STATE_OPTION } from './network-options.ts'

export const rm: Command = {
  usage: '[OPTION...] NETWORK...',
  about: `Deletes networks: links, addresses, rules, state. A network to which containers
are attached is refused, unless --force says that they are to lose it.`,
  options: { force: { short: 'f', help: 'Also with containers attached.' }, ...STATE_OPTION },
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(call: Call) {
    if (call.positionals.length > 1 && call.text('state') !== undefined)
      throw new UsageError('--state is the folder of one network')
    for (const name of call.positionals) {
      await using network = await openNamed(call, name)
      const { length } = await network.endpoints()
      if (length > 0 && !call.flag('force'))
        throw new Error(
          `network '${name}' has ${length} ${length === 1 ? 'container' : 'containers'}; --force deletes it`,
        )
      await network.delete()
    }
  },
}
