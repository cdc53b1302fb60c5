import { openNftables } from 'netlink-ts/nftables'
import { HOSTS, ruleCommands } from '../ruleset.ts'
import { host, range } from '../work.ts'
import type { OwnTrial, OwnTrials } from './trial.ts'

const rules: OwnTrial = async (n) => {
  const nft = await openNftables()
  const commands = ruleCommands(n)
  return async () => {
    await nft.apply(commands)
    return undefined
  }
}

const elements: OwnTrial = async (n) => {
  const nft = await openNftables()
  const all = range(n).map(host)
  return async () => {
    await nft.addElements(HOSTS, all)
    return undefined
  }
}

const listRules: OwnTrial = async () => {
  const nft = await openNftables()
  return async () => {
    const { nftables } = await nft.list({ family: 'inet', table: 'bench' })
    return nftables.filter((object) => 'rule' in object).length
  }
}

const listElements: OwnTrial = async () => {
  const nft = await openNftables()
  return async () => {
    const { nftables } = await nft.list({ family: 'inet', table: 'bench' })
    const [elements] = nftables.flatMap((object) => ('set' in object ? [object.set.elem] : []))
    return Array.isArray(elements) ? elements.length : 0
  }
}

export const trials: OwnTrials = {
  'nft-rules': rules,
  'nft-elements': elements,
  'nft-list-rules': listRules,
  'nft-list-elements': listElements,
}
