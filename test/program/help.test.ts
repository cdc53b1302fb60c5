import assert from 'node:assert/strict'
import { readArguments } from '../../lib/program/arguments.ts'
import { netns } from '../../lib/program/command/netns.ts'
import { type Command, UsageError } from '../../lib/program/command.ts'
import { commands } from '../../lib/program/commands.ts'
import { commandHelp, programHelp } from '../../lib/program/help.ts'

const COLUMNS = 80

/** Every command of both programs. */
async function all(): Promise<[string, Command][]> {
  const listed = Object.entries(commands).map(
    async ([name, { load }]): Promise<[string, Command]> => [`netlink-ts ${name}`, await load()],
  )
  return [...(await Promise.all(listed)), ['netns', netns]]
}

const isWide = (line: string) => line.length > COLUMNS

describe('the help of the programs', () => {
  it('fits 80 columns', async () => {
    const texts = (await all()).map(([name, command]) => commandHelp(name, command))
    assert.deepEqual(
      [...texts, programHelp('netlink-ts', '', commands)].flatMap((text) => text.split('\n').filter(isWide)),
      [],
    )
  })

  it('has a sentence for every option, and for every exit status', async () => {
    for (const [name, command] of await all()) {
      const help = commandHelp(name, command)
      for (const [option, { help: sentence }] of Object.entries(command.options ?? {})) {
        assert.match(sentence, /^\S.{5,}/, `${name} --${option}`)
        assert.ok(help.includes(`--${option}`), `${name} --${option}`)
      }
      for (const status of Object.keys(command.statuses ?? {})) assert.match(help, new RegExp(`^  ${status} +\\S`, 'm'))
    }
  })
})

describe('the arguments of a command', () => {
  const command: Command = {
    usage: '[--json] [--mtu BYTES] NETWORK',
    about: '',
    options: { json: { help: 'J.' }, mtu: { value: 'BYTES', help: 'M.' } },
    positionals: [1, 1],
    run: async () => undefined,
  }
  const read = (...args: string[]) => readArguments('x y', command, args)
  const refused = (message: string, ...args: string[]) =>
    assert.throws(
      () => read(...args),
      (thrown) => thrown instanceof UsageError && thrown.message === message,
    )

  it('are read in any order', () => {
    const call = read('--mtu=1400', 'br0', '--json')
    assert.deepEqual(
      [call?.text('mtu'), call?.number('mtu'), call?.flag('json'), call?.positionals],
      ['1400', 1400, true, ['br0']],
    )
  })

  it('are refused with one sentence that names them', () => {
    refused("unknown option '--jsn'", '--jsn', 'br0')
    refused("unknown option '-x'", '-x', 'br0')
    refused('--json takes no value', '--json=1', 'br0')
    refused('--mtu requires a value', 'br0', '--mtu')
    refused('expected x y [--json] [--mtu BYTES] NETWORK')
    refused("unexpected argument 'br1'", 'br0', 'br1')
    assert.throws(() => read('br0', '--mtu', '1x')?.number('mtu'), /^Error: --mtu must be a whole number, not '1x'$/)
  })
})
