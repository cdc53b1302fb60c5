// netlink-ts check: what differs from what a network needs.
import type { Call, Command } from '../command.ts'
import { FINDINGS, JSON_OPTION, openNamed, STATE_OPTION } from './network-options.ts'

/** Differences were found. */
const DIFFERENT = 2

export const check: Command = {
  usage: '[OPTION...] NETWORK',
  about: `Reports what differs from what NETWORK needs: links, addresses, routes, kernel
parameters, firewall rules, published ports, on the host and in its containers.
Changes nothing. netlink-ts repair restores what it can, netlink-ts collect
removes what is left of containers that are gone.`,
  options: { ...JSON_OPTION, ...STATE_OPTION },
  positionals: [1, 1],
  statuses: { [DIFFERENT]: 'At least one difference was found.' },
  async run(call: Call) {
    await using network = await openNamed(call, call.positionals[0] as string)
    const findings = await network.check()
    call.report(findings, () => FINDINGS(findings))
    return findings.length === 0 ? 0 : DIFFERENT
  },
}
