// netlink-ts repair: restores what differs.
import type { Call, Command } from '../command.ts'
import { FINDINGS, JSON_OPTION, openNamed, STATE_OPTION } from './network-options.ts'

export const repair: Command = {
  usage: '[OPTION...] NETWORK',
  about: `Restores what netlink-ts check NETWORK reports, and prints what it restored. What
remains would require a container to be detached: netlink-ts collect removes what
is left of containers that are gone, the engine attaches the others again.`,
  options: { ...JSON_OPTION, ...STATE_OPTION },
  positionals: [1, 1],
  async run(call: Call) {
    await using network = await openNamed(call, call.positionals[0] as string)
    const restored = await network.repair()
    call.report(restored, () => FINDINGS(restored))
  },
}
