// netlink-ts capture: what is there, as a topology.
import { stringify } from 'yaml'
import { openNetlink } from '../../netlink/index.ts'
import { type Call, type Command, UsageError } from '../command.ts'
import { givenOwner } from '../topology/owner.ts'

export const capture: Command = {
  usage: '[OPTION...]',
  about: `Prints what is there as a topology, in YAML: applied again, it changes nothing. Left
out is what the kernel makes or receives: connected routes, link-local and
temporary addresses, resolved neighbours.`,
  options: {
    netns: { value: 'NAME', multiple: true, help: 'Named namespaces besides this one, or all; none unless given.' },
    owner: {
      value: 'TAG:PROTOCOL',
      help: 'Only what belongs to this owner, as with netlink-ts apply; everything unless given.',
    },
    nftables: { help: 'Also tables of nftables.' },
    json: { help: 'Prints JSON.' },
  },
  async run(call: Call) {
    const names = call.texts('netns')
    if (names.length > 1 && names.includes('all')) throw new UsageError('--netns all needs no other names')
    const owner = givenOwner(call)
    const netns = names[0] === 'all' ? 'all' : names
    await using nl = await openNetlink()
    const topology = await nl.captureTopology({
      netns,
      nftables: call.flag('nftables'),
      ...(owner === undefined ? {} : { owner }),
    })
    call.report(topology, () => stringify(topology, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd())
  },
}
