import type { Protocol } from '../transport/protocol.ts'
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../wire/header.ts'

/** The kernel's name of a message type, or its number: `RTM_NEWROUTE`, `type 999`. */
export function typeName(protocol: Protocol, type: number): string {
  return protocol.messageName(type) ?? `type ${type}`
}

/** Flags for creation; in a get request, the same bits mean a dump. */
const CREATION = { create: NLM_F_CREATE, excl: NLM_F_EXCL, replace: NLM_F_REPLACE, append: NLM_F_APPEND }

/** The words of a request's flags: ` create excl echo`. NLM_F_REQUEST and NLM_F_ACK are in every request, and are not shown. */
export function flagWords(protocol: Protocol, type: number, flags: number): string {
  const name = typeName(protocol, type)
  const creation = /_(NEW|SET)/.test(name) ? Object.entries(CREATION).filter(([, bit]) => (flags & bit) !== 0) : []
  const words = creation.map(([word]) => ` ${word}`)
  if (/_GET|_BY_FAMILY/.test(name) && (flags & NLM_F_DUMP) === NLM_F_DUMP) words.push(' dump')
  if ((flags & NLM_F_ECHO) !== 0) words.push(' echo')
  return words.join('')
}
