import { ARP, INET, NETDEV } from '../protocol/table.ts'

/** NF_INET_*, which bridges share. */
const inetHooks: Readonly<Record<string, number>> = { prerouting: 0, input: 1, forward: 2, output: 3, postrouting: 4 }

/** Hooks by nft's words, for the family of a chain. */
const hooks: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  [INET]: { ...inetHooks, ingress: 5 },
  [ARP]: { input: 0, output: 1 },
  [NETDEV]: { ingress: 0, egress: 1 },
}

/** The hooks that chains of a family can have. Flowtables have those of NETDEV. */
export function hooksOf(family: number): Readonly<Record<string, number>> {
  return hooks[family] ?? inetHooks
}

/** NFT_CHAIN_* */
export const CHAIN_BASE = 1
export const CHAIN_BINDING = 4

/** NFT_TABLE_F_* by nft's words. */
export const tableFlags: Readonly<Record<string, number>> = { dormant: 1, owner: 2 }
