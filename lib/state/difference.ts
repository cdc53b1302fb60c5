import type { NetlinkError } from '../errors.ts'

/** What is not as it was before a batch. */
export interface Difference {
  /** 'missing' for an object that was there, 'unwanted' for one that was not, 'differs' for one that is not the same. */
  readonly code: 'missing' | 'unwanted' | 'differs'
  /** Kind of the object; 'parameter' for kernel parameters of a link, 'change' for a change that cannot be undone. */
  readonly kind:
    | 'link'
    | 'address'
    | 'nexthop'
    | 'route'
    | 'rule'
    | 'neighbour'
    | 'vlan'
    | 'vlanGlobal'
    | 'mst'
    | 'mdb'
    | 'parameter'
    | 'change'
  /** What differs: the name of a link, the destination of a route. */
  readonly subject: string
  /** Description of the difference: one clause, in lower case. */
  readonly message: string
  /** The object, or the differing fields, as they were; absent if there was none. */
  readonly expected?: object
  /** The object, or the differing fields, as they are; absent if there is none. */
  readonly found?: object
  /** Why it could not be restored; absent if the kernel refused nothing. */
  readonly error?: NetlinkError
}

/** What became of a rollback. */
export interface Rollback {
  /** Whether everything that the batch changed is as it was before. */
  readonly complete: boolean
  /** What is not as it was; empty if the rollback is complete. */
  readonly left: Difference[]
}

/** The error of a batch that was rolled back. */
export interface RollbackError extends NetlinkError {
  /** What became of the rollback. */
  readonly rollback: Rollback
}
