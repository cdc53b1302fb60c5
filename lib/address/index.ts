import { addAddress, deleteAddress, listAddresses, replaceAddress, streamAddresses } from './address.ts'

export type { Address, AddressFilter, AddressOptions } from './address.ts'

/** Verbs that can be collected in a batch. */
export const changes = { addAddress, replaceAddress, deleteAddress }

/** Verbs that answer. */
export const reads = { listAddresses, streamAddresses }
