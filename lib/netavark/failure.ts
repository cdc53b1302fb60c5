import { withoutOperation } from '../errors.ts'

/** What podman is shown: a sentence. */
export class PluginError extends Error {}

/** The object of an error. */
export interface NetavarkFailure {
  /** Description of the error, as one sentence. */
  readonly error: string
}

/** Options of networks and attachments as podman calls them. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^name must\b/, 'network_interface must'],
  [/\baddresses\[(\d+)\]\.address\b/g, 'static_ips[$1]'],
  [/^mac must\b/, 'static_mac must'],
  [/^interface must\b/, 'interface_name must'],
  [/\bports\[(\d+)\]\.host\b/g, 'port_mappings[$1].host_port'],
  [/\bports\[(\d+)\]\.container\b/g, 'port_mappings[$1].container_port'],
  [/\bports\[(\d+)\]\.count\b/g, 'port_mappings[$1].range'],
  [/\bports\[(\d+)\]\.address\b/g, 'port_mappings[$1].host_ip'],
  [/\bports\[(\d+)\]\.protocol\b/g, 'port_mappings[$1].protocol'],
  [/\broutes\[(\d+)\]\.dst\b/g, 'routes[$1].destination'],
  [/\broutes\[(\d+)\]\.priority\b/g, 'routes[$1].metric'],
  [/^(mode|parent|mtu|masquerade|isolate) must\b/, 'option $1 must'],
  [/^parent is missing\b/, 'option parent is missing'],
]

/** The sentence for what was thrown. */
export function sentenceOf(thrown: unknown): string {
  const text = thrown instanceof Error ? withoutOperation(thrown.message) : String(thrown)
  return WORDS.reduce((sentence, [pattern, word]) => sentence.replace(pattern, word), text)
}
