import type { NftRule, Statement } from '../../nftables/index.ts'
import { accept, match, meta } from '../../nftables/index.ts'
import type { NetworkConfig } from '../config.ts'
import { type Host, ignoring } from '../host/host.ts'
import { rulesIn } from '../network/rule-findings.ts'
import { droppingChains } from './foreign.ts'

/** The chain that Docker calls from its FORWARD chain before anything else, for the rules of others. */
const DOCKER_USER = 'DOCKER-USER'

/** Marks rules in the chains of others as those of a network. */
function commentOf({ name }: NetworkConfig): string {
  return `netlink-ts ${name}`
}

/** The two rules that let everything from and to a network pass. */
function acceptRules({ name }: NetworkConfig): Statement[][] {
  return [meta.iifname, meta.oifname].map((key) => [match(key, '==', name), { counter: null }, accept()])
}

/** Lets the network pass the chains of other tables that drop what they do not accept, as far as they do not let it pass already. */
export async function allowForward(host: Host, config: NetworkConfig): Promise<void> {
  if (!config.allowForward) return
  for (const { chain, chains } of await droppingChains(host, [config.name])) {
    const { family, table } = chain
    const name = chains.has(DOCKER_USER) ? DOCKER_USER : chain.name
    const rules = acceptRules(config).map((expr) => ({ family, table, chain: name, expr, comment: commentOf(config) }))
    await ignoring(['ENOENT'], host.nft.apply(rules.map((rule) => ({ insert: { rule } }))))
  }
}

/** Removes these rules. */
export async function disallowForward(host: Host, config: NetworkConfig): Promise<void> {
  if (!config.allowForward) return
  const rules = rulesIn(await host.ruleset({ kind: 'rule' })) as (NftRule & { comment?: string })[]
  const own = rules.filter(({ comment }) => comment === commentOf(config))
  for (const { family, table, chain, handle } of own)
    await ignoring(
      ['ENOENT'],
      host.nft.apply([{ delete: { rule: { family, table, chain, handle: handle as number } } }]),
    )
}
