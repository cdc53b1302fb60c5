/// <reference lib="esnext.disposable" />
import type { AddressOptions } from '../address/address.ts'
import type { AnyKindAndData } from '../link/kinds/index.ts'
import type { LinkOptions } from '../link/link.ts'
import type { NeighbourOptions } from '../neighbour/neighbour.ts'
import type { NexthopOptions } from '../nexthop/nexthop.ts'
import type { NftCommands } from '../nftables/json.ts'
import type { RouteOptions } from '../route/route.ts'
import type { RuleOptions } from '../rule/rule.ts'

/** The other end of a veth pair. */
export interface TopologyPeer {
  /** Name of its namespace, '' for that of the handle; by default the namespace of this end. */
  netns?: string | undefined
  /** Name of the other end; its options are those of the link of this name. */
  name: string
}

/** An address of a link: without `link`, which is the link that has it. */
export type TopologyAddress = Omit<AddressOptions, 'link'>

/** Options of links that a topology has in another way, or that are not state. */
type Elsewhere = 'name' | 'netns' | 'linkNetnsid' | 'targetNetnsid' | 'newIfindex' | 'xdp'

/**
 * A link as it must be, under its name. What is not given is not compared. With `kind`, the link is created; without, it must
 * exist, or be the peer of another one.
 */
export type TopologyLink = Omit<LinkOptions, Elsewhere> &
  Partial<AnyKindAndData> & {
    /** Other end of a veth pair; one of both ends must have it. */
    peer?: TopologyPeer | undefined
    /** Addresses of the link, each as text or as options: all that the owner has on this link. */
    addresses?: readonly (string | TopologyAddress)[] | undefined
    /** True for a link that must not exist. */
    absent?: boolean | undefined
  }

/**
 * What one network namespace must contain. What is not given is not compared; a list that is given is complete for what the owner has.
 */
export interface Space {
  /** True for a namespace that must not exist. */
  absent?: boolean | undefined
  /** Links by their names. */
  links?: Readonly<Record<string, TopologyLink>> | undefined
  /** Routes, in any order. `protocol` is that of the owner unless given. */
  routes?: readonly RouteOptions[] | undefined
  /** Rules of policy routing; `protocol` is that of the owner unless given. */
  rules?: readonly RuleOptions[] | undefined
  /** Entries of neighbour tables (ARP, NDP); `protocol` is that of the owner unless given. */
  neighbours?: readonly NeighbourOptions[] | undefined
  /** Next-hop objects, each with its `id`; `protocol` is that of the owner unless given. */
  nexthops?: readonly NexthopOptions[] | undefined
  /** Kernel parameters of the namespace, `net.ipv4.ip_forward`. They have no owner, and keep their values when they are no longer given. */
  sysctls?: Readonly<Record<string, string | number>> | undefined
  /**
   * Tables of nftables with all that they contain, as `nft -j list ruleset` prints them. Each table of the list is replaced as a whole if it
   * differs, all of them in one transaction, before links come up; it has a comment that begins with `TAG:`. Values of counters, and elements that
   * expire or that rules add, are not compared.
   */
  nftables?: NftCommands | undefined
}

/** What the namespace of the handle must contain, and what named namespaces must. It is plain JSON. */
export interface Topology extends Omit<Space, 'absent'> {
  /** Where the JSON schema of topologies is, for editors: 'netlink-ts/topology.schema.json'; ignored. */
  $schema?: string | undefined
  /** Namespaces by their names in /run/netns; '' is the namespace of the handle. */
  namespaces?: Readonly<Record<string, Space>> | undefined
}

/** Whose objects these are: what the owner has and a topology does not contain is deleted, and nothing else is. */
export interface TopologyOwner {
  /**
   * Protocol number (RTPROT_*) of the owner's addresses, routes, rules, neighbours and nexthops, 5 to 255. Numbers of the kernel
   * and of routing daemons are refused.
   */
  protocol: number
  /**
   * Name of the owner, at most 100 bytes without ':'. Its links have the alternative name `TAG:NAME`, the link lo of its namespaces
   * `TAG:lo`, and its nftables tables a comment that begins with `TAG:`.
   */
  tag: string
}

/** Options of everything that compares a topology with the kernel. */
export interface PlanOptions {
  /** Whose objects these are. */
  owner: TopologyOwner
  /** True also changes what belongs to others, if the topology contains it. By default, that is an error with the code ERR_NETLINK_CONFLICT. */
  force?: boolean | undefined
  /** Ends the call with the reason of the signal. */
  signal?: AbortSignal | undefined
}

/** Why a step is needed. */
export type StepReason = 'missing' | 'differs' | 'remake' | 'unwanted'

/** One change: the call of a verb. It is plain JSON. */
export interface PlanStep {
  /** The verb, 'addRoute'; 'setSysctls' is the method of a `Netns`, and 'apply' that of `Nftables`. */
  verb: string
  /** Namespace in which it is called; '' is that of the handle. */
  netns: string
  /** Arguments of the call. */
  arguments: unknown[]
  /** Steps of a lower phase are done first, in all namespaces. */
  phase: number
  /** Why: the object is missing, it differs, it must be created again, or it is no longer wanted. */
  reason: StepReason
  /** What the step is about: `namespaces.c1.links.eth0`. */
  subject: string
  /** The values of the fields that change, before. */
  before?: Record<string, unknown>
  /** Fields that change. */
  fields?: string[]
  /** The same as a command of iproute2, sysctl(8) or nft(8). */
  command: string
}

/** A plan as JSON. */
export interface StoredPlan {
  /** The steps, in the order in which they are done. */
  readonly steps: readonly PlanStep[]
}
