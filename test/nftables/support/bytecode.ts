import { runNft } from './nft-command.ts'

/** What the kernel holds of a rule, as nft prints it: its expressions, and the elements of the anonymous sets that they name. */
export function bytecodeOfRules(): string[] {
  const { output, complaint } = runNft(['--debug=netlink', 'list', 'ruleset'])
  const sets = new Map<string, string[]>()
  const rules: string[][] = []
  let lines: string[] | undefined
  for (const line of output.split('\n')) {
    const head = /^\w+ \S+ (@(\S+)|\S+ \d+.*)$/.exec(line)
    if (head) {
      lines = []
      if (head[2] === undefined) rules.push(lines)
      else sets.set(head[2], lines)
    } else if (lines && /^\s+(\[|element )/.test(line)) lines.push(line.trim())
    else if (line.startsWith('table ')) lines = undefined
  }
  if (rules.length === 0 && complaint !== '') throw new Error(complaint)
  return rules.map((expressions) => expressions.map((text) => unnamed(text, sets)).join('\n'))
}

/** The order of the elements is the kernel's, and the number of an anonymous set depends on those before it. */
function unnamed(expression: string, sets: ReadonlyMap<string, readonly string[]>): string {
  return expression.replace(/__(?:set|map|objmap)\d+/, (name) => `{ ${sets.get(name)?.slice().sort().join(', ')} }`)
}
