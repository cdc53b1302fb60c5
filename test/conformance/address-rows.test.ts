import assert from 'node:assert/strict'
import { address } from '../../lib/address/message.ts'
import { addressCases } from './support/address-cases.ts'

/** Rows of the table that no case asks for, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  local: 'is `address` of the options, which becomes two attributes',
  family: 'is identified by its address',
  anycast: 'is of the list of anycast addresses alone (RTM_GETANYCAST)',
  multicast: 'is of the list of multicast groups alone (RTM_GETMULTICAST)',
  targetNetnsid: 'names another namespace, where handles are opened instead',
  proto: 'is not known to every `ip`: address-change.test.ts',
}

describe('the cases of addresses', () => {
  it('ask for every row of an address', () => {
    const asked = new Set(addressCases.flatMap(({ ours }) => Object.keys(ours)))
    const rows = [...address.header.byKey.keys(), ...address.rows.map(({ key }) => key)]
    assert.deepEqual(
      rows.filter((row) => !asked.has(row) && !(row in ELSEWHERE)),
      [],
    )
  })
})
