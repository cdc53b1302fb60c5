/** A difference found by {@link Network.check}. */
export interface Finding {
  /** Kind of the difference. */
  readonly code: FindingCode
  /** What differs: a link, an address, a kernel parameter, a table and chain. */
  readonly subject: string
  /** Description of the difference: one clause, in lower case. */
  readonly message: string
  /** Expected value; absent if the whole object is missing. */
  readonly expected?: string
  /** Actual value; absent if there is none. */
  readonly found?: string
}

/**
 * Kind of a difference; docs/container.md lists subjects and remedies:
 *
 * - `link-missing`, `link-down`, `link-mac`, `link-mtu`, `link-master`, `link-hairpin`, `link-isolated`: the bridge, the parent, or the host end of a veth pair.
 * - `address-missing`, `route-missing`: an address of the host, or its route to a container: in mode `ptp`, or to an address outside the subnets.
 * - `parameter`: a kernel parameter of the host (sysctl).
 * - `rules`, `element-missing`: the library's nftables table, or an element of one of its sets and maps.
 * - `not-attached`: no container is attached with the id that was given to `check`.
 * - `unfinished`, `gone`: a container whose attachment was interrupted, or that no longer exists; `collect` removes it.
 * - `stray`: a published port that leads to no container; `collect` removes it, too.
 * - `record`: a file in the state folder that is missing, unreadable or a copy.
 * - `foreign-drop`: a chain of another table that drops forwarded packets.
 * - `forwarding`: the administrator enabled forwarding, but the library's table still drops packets that are not for containers.
 * - `container-down`, `container-name`, `container-mac`, `container-mtu`, `container-address`, `container-route`, `container-parameter`: the
 *   link inside a container, which its processes can change.
 * - `container-missing`: the link is not in the namespace of its container, but in another one; `repair` leaves it there.
 */
export type FindingCode =
  | 'link-missing'
  | 'link-down'
  | 'link-mac'
  | 'link-mtu'
  | 'link-master'
  | 'link-hairpin'
  | 'link-isolated'
  | 'address-missing'
  | 'route-missing'
  | 'parameter'
  | 'rules'
  | 'element-missing'
  | 'not-attached'
  | 'unfinished'
  | 'gone'
  | 'stray'
  | 'record'
  | 'foreign-drop'
  | 'forwarding'
  | 'container-missing'
  | 'container-down'
  | 'container-name'
  | 'container-mac'
  | 'container-mtu'
  | 'container-address'
  | 'container-route'
  | 'container-parameter'
