// netlink-ts plan: the commands that would make a topology.
import { openNetlink } from '../../netlink/index.ts'
import type { Call, Command } from '../command.ts'
import { readDocument } from '../topology/document.ts'
import { atLines } from '../topology/failing.ts'
import { OWNER_OPTION, ownerOf } from '../topology/owner.ts'
import { FILE, FORCE_OPTION } from '../topology/texts.ts'

export const plan: Command = {
  usage: '[OPTION...] FILE',
  about: `Compares a topology with the kernel and prints what netlink-ts apply would do, as
commands of ip, nft and sysctl; nothing if everything is as it must be. Changes nothing.

${FILE}`,
  options: {
    ...OWNER_OPTION,
    ...FORCE_OPTION,
    json: { help: 'Prints the plan as JSON, which runPlan takes.' },
  },
  positionals: [1, 1],
  async run(call: Call) {
    const document = await readDocument(call.positionals[0] as string)
    const options = { owner: ownerOf(call), force: call.flag('force') }
    await using nl = await openNetlink()
    const planned = await atLines(document, () => nl.planTopology(document.topology, options))
    call.report(planned, () => String(planned).trimEnd())
  },
}
