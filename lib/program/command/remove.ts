// netlink-ts remove: deletes what belongs to an owner.
import { openNetlink } from '../../netlink/index.ts'
import type { Call, Command } from '../command.ts'
import { OWNER_OPTION, ownerOf } from '../topology/owner.ts'
import { stoppable, stoppedStatuses } from '../topology/stopping.ts'

export const remove: Command = {
  usage: '[OPTION...]',
  about: `Deletes everything that netlink-ts apply has made for this owner, in this namespace
and in all named ones, and prints the commands of ip and nft for it. What belongs to
others stays; kernel parameters keep their values.`,
  options: {
    ...OWNER_OPTION,
    'dry-run': { help: 'Prints the commands, and changes nothing.' },
    json: { help: 'Prints the plan as JSON.' },
  },
  statuses: stoppedStatuses('Ended between two steps'),
  async run(call: Call) {
    await using nl = await openNetlink()
    return await stoppable('remove', async ({ signal }) => {
      const done = await nl.removeTopology({ owner: ownerOf(call), dryRun: call.flag('dry-run'), signal })
      call.report(done, () => String(done).trimEnd())
      return undefined
    })
  },
}
