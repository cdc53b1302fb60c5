// netlink-ts check: what differs from what a network needs.
import { createNetwork } from '../../container/index.ts'
import type { Call, Command } from '../command.ts'

/** Differences were found. */
const DIFFERENT = 2

export const check: Command = {
  usage: '[--json] NETWORK',
  about: `Reports what differs from what NETWORK needs: links, addresses, routes, kernel
parameters, firewall rules, published ports, on the host and in its containers.
Changes nothing; netlink-ts repair restores what it can.`,
  options: { json: { help: 'Prints a JSON array with code, subject, message, expected and found.' } },
  positionals: [1, 1],
  statuses: { [DIFFERENT]: 'At least one difference was found.' },
  async run(call: Call) {
    await using network = await createNetwork({ name: call.positionals[0] as string })
    const findings = await network.check()
    if (call.flag('json')) call.print(JSON.stringify(findings, null, 2))
    else for (const { code, message } of findings) call.print(`${code}: ${message}`)
    return findings.length === 0 ? 0 : DIFFERENT
  },
}
