import { addressCommand } from './address.ts'
import { altnameAdd, linkAdd, linkSet } from './link.ts'
import { neighbourCommand, nexthopCommand } from './neighbour.ts'
import { tablesCommand } from './nftables.ts'
import { routeCommand } from './route.ts'
import { ruleCommand } from './rule.ts'
import { command, type Fields, ip, linkOf } from './words.ts'

type Render = (netns: string, action: string, given: Fields) => string

const FAMILIES: Readonly<Record<string, Render>> = {
  Address: addressCommand,
  Route: routeCommand,
  Rule: ruleCommand,
  Neighbour: neighbourCommand,
  Nexthop: nexthopCommand,
}
const OTHERS: Readonly<Record<string, (netns: string, args: readonly unknown[]) => string[]>> = {
  createNetns: (_, [name]) => [command('ip', 'netns', 'add', name)],
  deleteNetns: (_, [name]) => [command('ip', 'netns', 'delete', name)],
  setSysctls: (netns, [values]) => [
    command(
      netns === '' ? [] : ['ip', 'netns', 'exec', netns],
      ['sysctl', '-qw'],
      Object.entries(values as Fields).map(([name, value]) => `${name}=${value}`),
    ),
  ],
  apply: (netns, [commands]) => [tablesCommand(netns, commands as readonly unknown[])],
  createLink: (netns, [given]) => linkAdd(netns, given as Fields),
  createVeth: (netns, [given]) => linkAdd(netns, given as Fields),
  setLink: (netns, [link, change]) => linkSet(netns, linkOf(link), change as Fields),
  addAltname: (netns, [link, names]) => altnameAdd(netns, linkOf(link), names),
  deleteAltname: (netns, [link, names]) =>
    altnameAdd(netns, linkOf(link), names).map((one) => one.replace('property add', 'property del')),
  deleteLink: (netns, [link]) => [command(ip(netns, 'link', 'delete', 'dev'), linkOf(link))],
}

/** The call of a verb as commands of iproute2, sysctl(8) or nft(8), one a line. */
export function commandOf(verb: string, netns: string, args: readonly unknown[]): string {
  const other = OTHERS[verb]
  if (other !== undefined) return other(netns, args).join('\n')
  const [, action, noun] = /^([a-z]+)([A-Z]\w*)$/.exec(verb) ?? []
  const render = FAMILIES[noun as string] as Render
  const [given] = args
  const fields = typeof given === 'object' ? (given as Fields) : { id: given }
  return render(netns, action === 'delete' ? 'del' : (action as string), fields)
}
