import { picture } from '../../lib/program/picture/picture.ts'
import { cables, survey } from '../../lib/program/picture/survey.ts'
import { chapter, draw, proof, say } from './screen.ts'

/** Everything that there is, drawn from what the kernel lists. */
export async function overview(): Promise<void> {
  chapter('The whole picture')
  say('drawn from the lists of every namespace: links, addresses, routes, nftables')
  const spaces = await survey('host')
  draw(['', ...picture(spaces), ''])
  const { count, whole } = cables(spaces)
  proof(`${spaces.length} namespaces; ${count} cables, each seen from both of its ends`, whole && count > 0)
}
