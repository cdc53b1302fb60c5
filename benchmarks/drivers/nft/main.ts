/** The drivers of nftables' own program: `node main.js text TRIAL N`, and with JSON as input `node main.js json TRIAL N`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../judge.ts'
import { listed } from '../listed.ts'
import { drive, type Measured, type Work } from '../measured.ts'
import { prepare } from '../prepare.ts'
import { inFolder, run } from '../program.ts'
import { elementCommands, elementText, ruleCommands, ruleText } from '../ruleset.ts'

const input = {
  text: { 'nft-rules': ruleText, 'nft-elements': elementText },
  json: {
    'nft-rules': (n: number) => JSON.stringify(ruleCommands(n)),
    'nft-elements': (n: number) => JSON.stringify(elementCommands(n)),
  },
} as const

interface Answer {
  nftables: { rule?: object; set?: { elem?: unknown[] } }[]
}

const counts: Readonly<Record<string, (answer: Answer) => number>> = {
  'nft-list-rules': ({ nftables }) => nftables.filter((object) => object.rule !== undefined).length,
  'nft-list-elements': ({ nftables }) => nftables.reduce((sum, { set }) => sum + (set?.elem?.length ?? 0), 0),
}

const form = process.argv[2] === 'json' ? 'json' : 'text'

function change(trial: 'nft-rules' | 'nft-elements'): Work {
  return (n) =>
    inFolder((folder): Measured => {
      const file = join(folder, 'commands')
      writeFileSync(file, input[form][trial](n))
      prepare(trial, n)
      const args = [...(form === 'json' ? ['-j'] : []), '-f', file]
      const { ms, usage } = run('nft', args)
      judge(trial, n)
      return { ms, items: n, ...usage }
    })
}

function list(trial: string): Work {
  return (n) => {
    prepare(trial, n)
    return listed(
      'nft',
      ['-j', 'list', 'table', 'inet', 'bench'],
      (answer) => counts[trial]?.(answer as Answer) ?? 0,
      n,
    )
  }
}

await drive({
  'nft-rules': change('nft-rules'),
  'nft-list-rules': list('nft-list-rules'),
  'nft-elements': change('nft-elements'),
  'nft-list-elements': list('nft-list-elements'),
})
