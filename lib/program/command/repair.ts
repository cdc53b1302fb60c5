// netlink-ts repair: restores what differs.
import type { Call, Command } from '../command.ts'
import { openExisting } from '../networks.ts'
import { FINDINGS, JSON_OPTION, STATE_OPTION } from './network-options.ts'

export const repair: Command = {
  usage: '[OPTION...] NETWORK',
  about: `Restores what netlink-ts check NETWORK finds to differ, as far as that is possible
without detaching a container, and prints what was restored.`,
  options: { ...JSON_OPTION, ...STATE_OPTION },
  positionals: [1, 1],
  async run(call: Call) {
    await using network = await openExisting(call.positionals[0] as string, call.text('state'))
    const restored = await network.repair()
    call.report(restored, () => FINDINGS(restored))
  },
}
