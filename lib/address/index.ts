import { verbs } from '../protocol/verbs.ts'
import * as address from './address.ts'

export type { Address, AddressFilter, AddressOptions } from './address.ts'

/** Verbs that can be collected in a batch. */
export const changes = verbs(address, 'addAddress', 'replaceAddress', 'deleteAddress')

/** Verbs that answer, or take several steps. */
export const reads = verbs(address, 'listAddresses', 'streamAddresses', 'flushAddresses')
