// What several commands about topologies say in their help.
import type { Option } from '../command.ts'

export const FILE = `FILE is a topology in YAML or JSON, - is standard input. The package's
docs/topology.md describes topologies, and netlink-ts/topology.schema.json lets
editors complete them.`

export const FORCE_OPTION: Readonly<Record<string, Option>> = {
  force: { help: 'Also changes what belongs to others, where the topology contains it.' },
}
