import { command } from './words.ts'

/** One transaction of nft(8), as JSON with one object a line. */
export function tablesCommand(netns: string, commands: readonly unknown[]): string {
  const run = command(netns === '' ? [] : ['ip', 'netns', 'exec', netns], ['nft', '-j', '-f', '-'])
  const lines = commands.map((one) => `  ${JSON.stringify(one)}`)
  return `${run} <<'END'\n{"nftables": [\n${lines.join(',\n')}\n]}\nEND`
}
