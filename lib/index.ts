/**
 * Netlink without shelling out. Every verb acts on the network namespace of this process, through one handle that is opened
 * on first use and never keeps the process alive; {@link openNetlink} makes handles in other namespaces, with the same
 * verbs as methods, where each is described in full.
 *
 * @module
 */
import {
  type BatchOptions,
  type BatchResult,
  type Changes,
  Netlink,
  type NetlinkOptions,
  type Verbs,
} from './netlink/index.ts'

const home = Netlink.home()

/** Opens a handle, in the namespace of this process or in another; ENOENT when that does not exist. */
export function openNetlink(options?: NetlinkOptions): Promise<Netlink> {
  return Netlink.open(options)
}

/** Sends many changes together and tells what came of each: {@link Netlink.batch}. */
export function batch(build: (b: Changes) => void, options?: BatchOptions): Promise<BatchResult[]> {
  return home.batch(build, options)
}

// Links (`ip link`)

/** Makes a link of any kind; EEXIST when the name is taken. Resolves with the link as the kernel made it. See {@link Verbs.createLink}. */
export const createLink: Verbs['createLink'] = (...args) => home.createLink(...args)
/** Makes a veth pair in one message, the peer in another namespace if `peer.netns` says so. See {@link Verbs.createVeth}. */
export const createVeth: Verbs['createVeth'] = (...args) => home.createVeth(...args)
/** Makes a bridge. See {@link Verbs.createBridge}. */
export const createBridge: Verbs['createBridge'] = (...args) => home.createBridge(...args)
/** Makes a VXLAN tunnel (RFC 7348). See {@link Verbs.createVxlan}. */
export const createVxlan: Verbs['createVxlan'] = (...args) => home.createVxlan(...args)
/** Makes a macvlan on the link `link`. See {@link Verbs.createMacvlan}. */
export const createMacvlan: Verbs['createMacvlan'] = (...args) => home.createMacvlan(...args)
/** Makes a macvtap on the link `link`. See {@link Verbs.createMacvtap}. */
export const createMacvtap: Verbs['createMacvtap'] = (...args) => home.createMacvtap(...args)
/** Makes an intermediate functional block. See {@link Verbs.createIfb}. */
export const createIfb: Verbs['createIfb'] = (...args) => home.createIfb(...args)
/** Makes a dummy link. See {@link Verbs.createDummy}. */
export const createDummy: Verbs['createDummy'] = (...args) => home.createDummy(...args)
/** Makes a VLAN (802.1Q, 802.1ad) on the link `link`. See {@link Verbs.createVlan}. */
export const createVlan: Verbs['createVlan'] = (...args) => home.createVlan(...args)
/** Makes an ipvlan on the link `link`. See {@link Verbs.createIpvlan}. */
export const createIpvlan: Verbs['createIpvlan'] = (...args) => home.createIpvlan(...args)
/** Makes a VRF. See {@link Verbs.createVrf}. */
export const createVrf: Verbs['createVrf'] = (...args) => home.createVrf(...args)
/** Makes a WireGuard link. See {@link Verbs.createWireguard}. */
export const createWireguard: Verbs['createWireguard'] = (...args) => home.createWireguard(...args)
/** Changes a link: up, mtu, name, master, netns, address, port, data and so on. See {@link Verbs.setLink}. */
export const setLink: Verbs['setLink'] = (...args) => home.setLink(...args)
/** Deletes a link; ENODEV when there is none. See {@link Verbs.deleteLink}. */
export const deleteLink: Verbs['deleteLink'] = (...args) => home.deleteLink(...args)
/** Deletes many links at once, at the price of one; none when one of them is not there. See {@link Verbs.deleteLinks}. */
export const deleteLinks: Verbs['deleteLinks'] = (...args) => home.deleteLinks(...args)
/** One link; ENODEV when there is none. See {@link Verbs.getLink}. */
export const getLink: Verbs['getLink'] = (...args) => home.getLink(...args)
/** Every link, or those of a kind, a master, a state. See {@link Verbs.listLinks}. */
export const listLinks: Verbs['listLinks'] = (...args) => home.listLinks(...args)
/** Links one by one, in constant memory. See {@link Verbs.streamLinks}. */
export const streamLinks: Verbs['streamLinks'] = (...args) => home.streamLinks(...args)
/** Gives a link alternative names (`ip link property add altname`). See {@link Verbs.addAltname}. */
export const addAltname: Verbs['addAltname'] = (...args) => home.addAltname(...args)
/** Takes alternative names from a link. See {@link Verbs.deleteAltname}. */
export const deleteAltname: Verbs['deleteAltname'] = (...args) => home.deleteAltname(...args)

// Addresses (`ip address`)

/** Gives a link an address; EEXIST when it has it. See {@link Verbs.addAddress}. */
export const addAddress: Verbs['addAddress'] = (...args) => home.addAddress(...args)
/** Gives a link an address, or changes it. See {@link Verbs.replaceAddress}. */
export const replaceAddress: Verbs['replaceAddress'] = (...args) => home.replaceAddress(...args)
/** Takes an address from a link; EADDRNOTAVAIL when it has none such. See {@link Verbs.deleteAddress}. */
export const deleteAddress: Verbs['deleteAddress'] = (...args) => home.deleteAddress(...args)
/** Every address, or those of a link, a family. See {@link Verbs.listAddresses}. */
export const listAddresses: Verbs['listAddresses'] = (...args) => home.listAddresses(...args)
/** Addresses one by one, in constant memory. See {@link Verbs.streamAddresses}. */
export const streamAddresses: Verbs['streamAddresses'] = (...args) => home.streamAddresses(...args)
/** Takes the addresses that a filter selects from their links; how many went. See {@link Verbs.flushAddresses}. */
export const flushAddresses: Verbs['flushAddresses'] = (...args) => home.flushAddresses(...args)

// Routes (`ip route`)

/** Adds a route; EEXIST when there is one of that destination, tos and priority. See {@link Verbs.addRoute}. */
export const addRoute: Verbs['addRoute'] = (...args) => home.addRoute(...args)
/** Adds a route in the place of one of the same destination, tos and priority. See {@link Verbs.replaceRoute}. */
export const replaceRoute: Verbs['replaceRoute'] = (...args) => home.replaceRoute(...args)
/** Adds a route behind those of the same destination, tos and priority. See {@link Verbs.appendRoute}. */
export const appendRoute: Verbs['appendRoute'] = (...args) => home.appendRoute(...args)
/** Deletes the first route that matches; ESRCH when none does. See {@link Verbs.deleteRoute}. */
export const deleteRoute: Verbs['deleteRoute'] = (...args) => home.deleteRoute(...args)
/** Routes of table 'main', or of the table and with the properties asked for. See {@link Verbs.listRoutes}. */
export const listRoutes: Verbs['listRoutes'] = (...args) => home.listRoutes(...args)
/** Routes one by one, in constant memory. See {@link Verbs.streamRoutes}. */
export const streamRoutes: Verbs['streamRoutes'] = (...args) => home.streamRoutes(...args)
/** The way a packet would take (`ip route get`). See {@link Verbs.lookupRoute}. */
export const lookupRoute: Verbs['lookupRoute'] = (...args) => home.lookupRoute(...args)
/** Deletes the routes that a filter selects; how many went. See {@link Verbs.flushRoutes}. */
export const flushRoutes: Verbs['flushRoutes'] = (...args) => home.flushRoutes(...args)

// Rules (`ip rule`)

/** Adds a rule of policy routing. See {@link Verbs.addRule}. */
export const addRule: Verbs['addRule'] = (...args) => home.addRule(...args)
/** Deletes the first rule that matches; ENOENT when none does. See {@link Verbs.deleteRule}. */
export const deleteRule: Verbs['deleteRule'] = (...args) => home.deleteRule(...args)
/** Every rule, in the order of priority. See {@link Verbs.listRules}. */
export const listRules: Verbs['listRules'] = (...args) => home.listRules(...args)
/** Rules one by one, in constant memory. See {@link Verbs.streamRules}. */
export const streamRules: Verbs['streamRules'] = (...args) => home.streamRules(...args)
/** Deletes the rules that a filter selects, but those of priority 0; how many went. See {@link Verbs.flushRules}. */
export const flushRules: Verbs['flushRules'] = (...args) => home.flushRules(...args)

// Neighbours (`ip neighbour`, `bridge fdb`)

/** Adds an entry; EEXIST when the address has one. See {@link Verbs.addNeighbour}. */
export const addNeighbour: Verbs['addNeighbour'] = (...args) => home.addNeighbour(...args)
/** Adds an entry or changes it. See {@link Verbs.replaceNeighbour}. */
export const replaceNeighbour: Verbs['replaceNeighbour'] = (...args) => home.replaceNeighbour(...args)
/** Adds another entry for the same address (`bridge fdb append`). See {@link Verbs.appendNeighbour}. */
export const appendNeighbour: Verbs['appendNeighbour'] = (...args) => home.appendNeighbour(...args)
/** Deletes an entry; ENOENT when there is none. See {@link Verbs.deleteNeighbour}. */
export const deleteNeighbour: Verbs['deleteNeighbour'] = (...args) => home.deleteNeighbour(...args)
/** Every entry, or those of a link, a family, a state. See {@link Verbs.listNeighbours}. */
export const listNeighbours: Verbs['listNeighbours'] = (...args) => home.listNeighbours(...args)
/** Entries one by one, in constant memory. See {@link Verbs.streamNeighbours}. */
export const streamNeighbours: Verbs['streamNeighbours'] = (...args) => home.streamNeighbours(...args)
/** Deletes the neighbours that a filter selects; how many went. See {@link Verbs.flushNeighbours}. */
export const flushNeighbours: Verbs['flushNeighbours'] = (...args) => home.flushNeighbours(...args)

// Network namespaces (`ip netns`)

/** Makes a namespace, mounted below /run/netns when it has a name. See {@link Verbs.createNetns}. */
export const createNetns: Verbs['createNetns'] = (...args) => home.createNetns(...args)
/** Opens a namespace by object, name, path, pid or descriptor. See {@link Verbs.openNetns}. */
export const openNetns: Verbs['openNetns'] = (...args) => home.openNetns(...args)
/** Takes the name of a namespace away. See {@link Verbs.deleteNetns}. */
export const deleteNetns: Verbs['deleteNetns'] = (...args) => home.deleteNetns(...args)
/** The named namespaces, with inode and id. See {@link Verbs.listNetns}. */
export const listNetns: Verbs['listNetns'] = (...args) => home.listNetns(...args)

export type { Address, AddressFilter, AddressOptions } from './address/index.ts'
export type { RequestMessage } from './diagnostics.ts'
export { NetlinkError } from './errors.ts'
export type {
  AfSpec,
  AfSpecOptions,
  AnyData,
  AnyPort,
  BridgeData,
  BridgePort,
  BridgePortReport,
  BridgeReport,
  DataOf,
  DataOptions,
  IpvlanData,
  IpvlanReport,
  KindData,
  KindOptions,
  KindReports,
  Link,
  LinkChange,
  LinkFilter,
  LinkFlag,
  LinkFlagOptions,
  LinkOptions,
  LinkReading,
  LinkStats,
  LinkStats64,
  MacvlanData,
  MacvlanReport,
  PortData,
  PortProfile,
  TunReport,
  VethOptions,
  VfInfo,
  VlanData,
  VlanReport,
  VrfData,
  VrfPortReport,
  VrfReport,
  VxlanData,
  VxlanReport,
  Xdp,
  XdpOptions,
} from './link/index.ts'
export type { Neighbour, NeighbourFilter, NeighbourOptions, NeighbourState } from './neighbour/index.ts'
export {
  type BatchOptions,
  type BatchResult,
  type Changes,
  Netlink,
  type NetlinkOptions,
  type Verbs,
} from './netlink/index.ts'
export { Netns, type NetnsInfo } from './netns/index.ts'
export type {
  Metrics,
  MetricsOptions,
  Nexthop,
  NexthopOptions,
  Protocol,
  Route,
  RouteFilter,
  RouteLookup,
  RouteOptions,
  RouteType,
  Scope,
  Table,
} from './route/index.ts'
export type { Rule, RuleAction, RuleFilter, RuleOptions } from './rule/index.ts'
export type { Limits } from './transport/limit.ts'
export type { Family } from './wire/family.ts'
export type { NetnsRef } from './wire/netns.ts'
export type { LinkRef } from './wire/reference.ts'
