import { InputError } from '../errors.ts'
import { Encoder } from './encoding.ts'
import type { WantedSpace } from './wanted.ts'
import { type WantedLink, wantedLink } from './wanted-link.ts'

/** Connects both ends of each veth pair. The end that no one describes is a link without options. */
export function pairEnds(spaces: ReadonlyMap<string, WantedSpace>): void {
  for (const { links } of spaces.values()) {
    for (const link of [...(links?.values() ?? [])]) {
      if (link.given.peer !== undefined) pair(link, spaces)
    }
  }
  for (const { links } of spaces.values()) {
    for (const link of links?.values() ?? []) checkWhole(link)
  }
}

function pair(link: WantedLink, spaces: ReadonlyMap<string, WantedSpace>): void {
  const { netns = link.netns, name } = link.given.peer as { netns?: string; name: string }
  const space = spaces.get(netns)
  const path = `${link.path}.peer`
  if (space === undefined || space.absent)
    throw new InputError(`must be a namespace of the topology, not '${netns}'`).under(`${path}.netns`)
  if (space.links === undefined)
    throw new InputError(`must be a namespace whose links are given: add links: {} to '${netns}'`).under(
      `${path}.netns`,
    )
  const other = space.links.get(name) ?? implied(space, name)
  if (other === link) throw new InputError('must be another link').under(path)
  if (other.absent) throw new InputError(`must be a link, and '${name}' is absent`).under(`${path}.name`)
  if (other.kind !== undefined && other.kind !== 'veth')
    throw new InputError(`must be a veth, and '${name}' is of kind '${other.kind}'`).under(`${path}.name`)
  const back = other.given.peer
  const isBack = back === undefined || (back.name === link.name && (back.netns ?? netns) === link.netns)
  if (!isBack || (other.peer !== undefined && other.peer !== link))
    throw new InputError(`must be a link without another peer, and '${name}' has one`).under(`${path}.name`)
  link.peer = other
  other.peer = link
  // The end in the namespace of the handle, whose name no other namespace knows, makes the pair.
  if (!link.makes && !other.makes) (netns === '' ? other : link).makes = true
}

function implied(space: WantedSpace, name: string): WantedLink {
  const path = space.path === '' ? `links.${name}` : `${space.path}.links.${name}`
  const link = wantedLink(space.netns, name, path, {}, new Encoder())
  space.links?.set(name, link)
  return link
}

/** The far end of a pair may be of an existing one; a new one needs a peer. */
function checkWhole(link: WantedLink): void {
  const { altnames = [] } = link.given
  if (altnames.includes(link.name))
    throw new InputError(`must be other names than '${link.name}'`).under(`${link.path}.altnames`)
}
