import type { Address, AddressFilter } from '../address/address.ts'
import type { BridgeVlanFilter, Mdb, MdbFilter, SingleBridgeVlan } from '../bridge/index.ts'
import type { Link } from '../link/link.ts'
import type { LinkFilter } from '../link/list.ts'
import type { Neighbour, NeighbourFilter } from '../neighbour/index.ts'
import type { Nexthop, NexthopFilter } from '../nexthop/nexthop.ts'
import type { Route, RouteFilter } from '../route/index.ts'
import type { Rule, RuleFilter } from '../rule/rule.ts'

/** Options of lists that watches do not have. */
type Reading = 'names' | 'signal' | 'timeout'

/** Selects the links to watch. */
export interface WatchedLinks extends Omit<LinkFilter, Reading> {
  /** Name or alternative name of a link, which need not exist yet. */
  name?: string | undefined
}

/** What to watch: true for all objects of a kind, or the filter of its list. Links that filters name need not exist yet. */
export interface WatchOptions {
  /** Links. */
  links?: true | WatchedLinks | undefined
  /** Addresses of links. */
  addresses?: true | Omit<AddressFilter, Reading> | undefined
  /** Routes; those of the table main unless `table` is given. */
  routes?: true | Omit<RouteFilter, Reading> | undefined
  /** Rules of policy routing. */
  rules?: true | Omit<RuleFilter, Reading> | undefined
  /** Neighbours or, with family 'bridge', entries of forwarding tables. */
  neighbours?: true | Omit<NeighbourFilter, Reading | 'master'> | undefined
  /** VLANs of bridges and their ports, each one separately. */
  vlans?: true | Omit<BridgeVlanFilter, Reading | 'ranges' | 'stats'> | undefined
  /** Entries of the multicast tables of bridges and VXLANs. */
  mdb?: true | Omit<MdbFilter, Reading> | undefined
  /** Next-hop objects. */
  nexthops?: true | Omit<NexthopFilter, Reading | 'master'> | undefined
  /**
   * True also watches network namespaces: those with a name in /run/netns or an id in the namespace of the handle. 'all' watches the other kinds
   * in each of them as well, by one socket in the namespace of the handle, which keeps no other one alive; needs CAP_NET_BROADCAST.
   */
  netns?: true | 'all' | undefined
  /**
   * With `netns: 'all'`, named namespaces without an id get one, because the kernel reports events only of namespaces with an id; it remains until
   * the namespace is deleted. True by default; false leaves the others out.
   */
  assignIds?: boolean | undefined
  /** Changes of links are events only if one of these fields changed: `['up', 'operstate']`. */
  fields?: readonly (keyof Link)[] | undefined
  /** Time in milliseconds for which a change is held back, so that what is undone within it has no event; 0 by default. */
  settle?: number | undefined
  /** False omits the events of the objects that are there at the beginning; true by default. */
  initial?: boolean | undefined
  /** False does not keep the process alive while an event is awaited. */
  ref?: boolean | undefined
  /**
   * Receive buffer in bytes; 64 MiB by default; a smaller one is doubled up to that when events were lost. Without CAP_NET_ADMIN, the sysctl
   * net.core.rmem_max limits it.
   */
  buffer?: number | undefined
  /** False, the default, keeps a replica; `RawWatchOptions` describes the other way. */
  raw?: false | undefined
  /** Ends the watch with the reason of the signal. */
  signal?: AbortSignal | undefined
}

/** A namespace other than that of the handle. */
export interface NetnsState {
  /** Name in /run/netns; absent if it has none. */
  name?: string
  /** Id in the namespace of the handle; absent if none is assigned. */
  nsid?: number
}

/** What is known about every change. */
export interface WatchCircumstances {
  /** Namespace of the object, with `netns: 'all'`; absent for that of the handle. */
  netns?: NetnsState
  /** True for an object that was there at the beginning. */
  initial?: true
  /** True for a change that was found after events had been lost. */
  resync?: true
  /** True for a change made by this handle; the kernel does not report it for links. */
  own?: true
}

/** Objects by their kinds. */
interface Objects {
  /** The link. */
  link: Link
  /** The address. */
  address: Address
  /** The route. */
  route: Route
  /** The rule. */
  rule: Rule
  /** The neighbour, or the entry of a forwarding table. */
  neighbour: Neighbour
  /** The next-hop object. */
  nexthop: Nexthop
  /** The VLAN of a bridge or port. */
  vlan: SingleBridgeVlan
  /** The entry of a multicast table. */
  mdb: Mdb
}

/** A new object of one kind. */
type Added<Kind extends keyof Objects> = WatchCircumstances &
  Pick<Objects, Kind> & {
    /** What happened. */
    type: 'added'
    /** Kind of the object, which is under this name. */
    kind: Kind
  }

/** An object of one kind that is gone, as it was last. */
type Removed<Kind extends keyof Objects> = WatchCircumstances &
  Pick<Objects, Kind> & {
    /** What happened. */
    type: 'removed'
    /** Kind of the object, which is under this name. */
    kind: Kind
    /** Where a link moved. */
    moved?: {
      /** Id of the other namespace in the namespace of the watch. */
      nsid: number
      /** Index of the link there. */
      index: number
    }
  }

/** An object of one kind of which something changed. */
type Changed<Kind extends keyof Objects> = WatchCircumstances &
  Pick<Objects, Kind> & {
    /** What happened. */
    type: 'changed'
    /** Kind of the object, which is under this name. */
    kind: Kind
    /** The object before the change. */
    before: Objects[Kind]
    /** Names of the fields that changed. */
    changed: string[]
  }

/** A namespace came, went, or got another name. */
export type NetnsChange = Omit<WatchCircumstances, 'netns'> & {
  /** Kind of the object, which is under this name. */
  kind: 'netns'
  /** The namespace. */
  netns: NetnsState
} & (
    | {
        /** What happened. */
        type: 'added' | 'removed'
      }
    | {
        /** What happened. */
        type: 'changed'
        /** The namespace before the change. */
        before: NetnsState
        /** Names of the fields that changed. */
        changed: string[]
      }
  )

/** The replica is complete: after the first list, and again after every list that lost events made necessary. */
export interface WatchSynced {
  /** Marks the event. */
  type: 'synced'
  /** Never given: a `kind` is that of a change. */
  kind?: undefined
  /** Whether events had been lost; the changes since then were reported as ordinary ones, with `resync`. */
  lost: boolean
}

/** A change of one object: `event.kind` is its kind, and `event[kind]` the object. */
export type WatchChange = { [K in keyof Objects]: Added<K> | Removed<K> | Changed<K> }[keyof Objects] | NetnsChange

/** What a watch yields. */
export type WatchEvent = WatchChange | WatchSynced

/** The objects that a watch holds; those of kinds that it does not watch are absent. */
export interface Replica {
  /** Links by index. */
  readonly links: ReadonlyMap<number, Link>
  /** Addresses. */
  readonly addresses: readonly Address[]
  /** Routes. */
  readonly routes: readonly Route[]
  /** Rules. */
  readonly rules: readonly Rule[]
  /** Neighbours. */
  readonly neighbours: readonly Neighbour[]
  /** Nexthops by id. */
  readonly nexthops: ReadonlyMap<number, Nexthop>
  /** VLANs of bridges and their ports. */
  readonly vlans: readonly SingleBridgeVlan[]
  /** Entries of multicast tables. */
  readonly mdb: readonly Mdb[]
}

/** A namespace, with the objects that a watch with `netns: 'all'` holds of it. */
export type WatchedNetns = NetnsState & Replica
