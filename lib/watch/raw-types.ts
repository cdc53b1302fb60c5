/** What a raw watch receives: kinds of objects, or multicast groups by their names. */
export interface RawWatchOptions {
  /** Links. */
  links?: true | undefined
  /** Addresses of links. */
  addresses?: true | undefined
  /** Routes of all tables. */
  routes?: true | undefined
  /** Rules of policy routing. */
  rules?: true | undefined
  /** Neighbours and entries of forwarding tables. */
  neighbours?: true | undefined
  /** Next-hop objects. */
  nexthops?: true | undefined
  /** VLANs of bridges and their ports. */
  vlans?: true | undefined
  /** Multicast tables of bridges and VXLANs. */
  mdb?: true | undefined
  /** Every message of the kernel as it is, without a replica. */
  raw: true
  /** Further multicast groups: RTNLGRP_* of include/uapi/linux/rtnetlink.h in lower case, such as 'tc', 'brvlan' or 'nsid'. */
  groups?: readonly string[] | undefined
  /** False does not keep the process alive while a message is awaited. */
  ref?: boolean | undefined
  /** Receive buffer in bytes; 8 MiB by default. Without CAP_NET_ADMIN, the sysctl net.core.rmem_max limits it. */
  buffer?: number | undefined
  /** Ends the watch with the reason of the signal. */
  signal?: AbortSignal | undefined
}

/** A message of the kernel. */
export interface RawMessage {
  /** Marks the event. */
  type: 'message'
  /** Name of the message, 'RTM_NEWLINK', or its number. */
  message: string | number
  /** Flags: NLM_F_* of include/uapi/linux/netlink.h. */
  flags: number
  /** Sequence number of the request that caused it; 0 if there is none. */
  sequence: number
  /** Port of the socket that caused it; 0 for the kernel. */
  port: number
  /** Id of the namespace that it is from; absent for the namespace of the handle. */
  nsid?: number
  /** Fixed header and attributes, by the names of the kernel's constants; absent for messages that this library does not know. */
  value?: Readonly<Record<string, unknown>>
  /** The message, with its struct nlmsghdr. */
  bytes: Uint8Array
}

/** The receive buffer overflowed: messages after the previous ones were lost. */
export interface RawLost {
  /** Marks the event. */
  type: 'lost'
}

/** What a raw watch yields. */
export type RawEvent = RawMessage | RawLost
