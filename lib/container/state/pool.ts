import { NetlinkError } from '../../errors.ts'
import { named } from '../../verb/checks.ts'
import { addressIn, addressText, type Subnet, subnetText, usable } from '../subnet.ts'
import { AddressLease, type Line } from './address-lease.ts'
import type { Folder } from './folder.ts'

/** The addresses of one subnet, as far as they are not given out. Several processes draw from it at once. */
export class Pool {
  readonly subnet: Subnet
  readonly gateway: string
  readonly #folder: Folder
  /** Addresses that are in use although no container has them. */
  #reserved: readonly string[]
  #used: Set<string> | undefined
  #next: bigint

  constructor(folder: Folder, subnet: Subnet, gateway: string) {
    this.#folder = folder
    this.#reserved = [gateway]
    this.subnet = subnet
    this.gateway = gateway
    this.#next = usable(subnet).first
  }

  /** Never assigns these addresses, from now on. */
  reserve(addresses: readonly string[]): void {
    this.#reserved = [this.gateway, ...addresses]
    for (const one of addresses) this.#used?.add(one)
  }

  get option(): 'address' | 'address6' {
    return this.subnet.family === 4 ? 'address' : 'address6'
  }

  /**
   * Takes the wanted address, or the next that is free, with the first line of its file. `option` is the option that asked for it, where it is not
   * that of the subnet's family.
   */
  take(wanted: string | undefined, line: Line, option: string = this.option): AddressLease {
    return wanted === undefined ? this.#takeNext(line) : this.#takeThis(wanted, line, option)
  }

  #takeThis(wanted: string, line: Line, option: string): AddressLease {
    const number = named('attach', option, () => addressIn(this.subnet, wanted))
    const address = addressText(number, this.subnet.family)
    if (address === this.gateway) throw this.#refusal('EADDRINUSE', `${address} is the gateway`, option)
    if (this.#reserved.includes(address))
      throw this.#refusal('EADDRINUSE', `${address} is an address of the host`, option)
    const claim = AddressLease.make(this.#folder.path, address, line)
    if (claim === undefined) throw this.#refusal('EADDRINUSE', `${address} is in use by another container`, option)
    return claim
  }

  /** From where it stopped the last time to the end, then once from the beginning: an address rests before it is given out again. */
  #takeNext(line: Line): AddressLease {
    const found = this.#search(this.#next, line) ?? this.#restart(line)
    if (found === undefined) {
      const option = this.subnet.family === 4 ? 'subnet' : 'subnet6'
      throw this.#refusal('ENOSPC', `${subnetText(this.subnet)} has no free address`, option)
    }
    return found
  }

  #restart(line: Line): AddressLease | undefined {
    this.#used = undefined
    return this.#search(usable(this.subnet).first, line)
  }

  #search(from: bigint, line: Line): AddressLease | undefined {
    const { family } = this.subnet
    const { last } = usable(this.subnet)
    // Names read once spare a system call for each address that is taken; the file itself decides.
    this.#used ??= new Set([...this.#folder.addresses(), ...this.#reserved])
    for (let number = from; number <= last; number++) {
      const address = addressText(number, family)
      if (this.#used.has(address)) continue
      const claim = AddressLease.make(this.#folder.path, address, line)
      this.#used.add(address)
      if (claim === undefined) continue
      this.#next = number + 1n
      return claim
    }
    return undefined
  }

  #refusal(code: string, reason: string, attribute: string): NetlinkError {
    return new NetlinkError({ code, operation: 'attach', reason, attribute })
  }
}
