import { listRules } from '../../../lib/rule/rule.ts'
import { golden } from './golden.ts'

/** Rules, captured where v0 is link 10 and v1 link 11. To the kernel the table is FRA_TABLE or else the header's. */
export const rules = golden('rules', {
  layout: { header: 12, strings: ['3', '17'] },
  meaning({ header, attributes, ...others }) {
    const given = attributes.find((attribute) => attribute.startsWith('15 '))
    return {
      ...others,
      header: `${header.slice(0, 8)}..${header.slice(10)}`,
      table: given === undefined ? `${header.slice(8, 10)}000000` : given.slice(3),
      attributes: attributes.filter((attribute) => attribute !== given),
    }
  },
  list: (from) => from.on(listRules)(),
})
