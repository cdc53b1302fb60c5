import { createNetns, type Netlink, type Netns, openNetlink } from 'netlink-ts'

/** A container: a namespace, a handle inside it, and the address that it will have. */
export interface Place {
  readonly name: string
  readonly netns: Netns
  readonly nl: Netlink
  readonly address: string
}

export async function makePlace(name: string, address: string): Promise<Place> {
  const netns = await createNetns(name)
  return { name, netns, nl: await openNetlink({ netns }), address }
}

export async function leave(places: readonly Place[]): Promise<void> {
  for (const { nl, netns } of places) {
    await nl.close()
    await netns.delete()
  }
}

/** Every ordered pair of two different places. */
export function pairs(places: readonly Place[]): [Place, Place][] {
  return places.flatMap((from) => places.filter((to) => to !== from).map((to): [Place, Place] => [from, to]))
}
