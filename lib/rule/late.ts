import { callerError, kernelError, type NetlinkError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { type Handle, isCollecting, isHandle, type Sender } from '../transport/handle.ts'
import { family as addressFamily } from '../wire/family.ts'
import { u8, u32 } from '../wire/integers.ts'
import { message, type Preset } from '../wire/message.ts'
import { struct } from '../wire/struct.ts'
import { binary } from '../wire/text.ts'
import type { Input } from '../wire/type.ts'
import { Writer } from '../wire/writer.ts'
import { rule } from './message.ts'
import { familyOf } from './selection.ts'

/*
 * A kernel ignores attributes of rules that it does not support (nlmsg_parse_deprecated in net/core/fib_rules.c): it would add a rule that
 * matches every packet, or delete one that does not match the selectors. A request that the kernel rejects in any case shows which it is.
 */

/** Selectors that older kernels lack, and the first kernel that supports them. */
const LATE = {
  dscp: 'Linux 6.12',
  flowlabel: 'Linux 6.14',
  flowlabelMask: 'Linux 6.14',
  sportMask: 'Linux 6.15',
  dportMask: 'Linux 6.15',
  dscpMask: 'Linux 6.15',
} as const

type Late = keyof typeof LATE

const header = struct(
  { family: addressFamily, _dst: u8, srcLen: u8, _tos: u8, _table: u8, _res1: u8, _res2: u8, _action: u8, _flags: u32 },
  'fib_rule_hdr',
)
/** The same attributes without a value: a kernel that supports them rejects these first. */
const empty = message('FRA', header, {
  dscp: [25, binary],
  flowlabel: [26, binary],
  flowlabelMask: [27, binary],
  sportMask: [28, binary],
  dportMask: [29, binary],
  dscpMask: [30, binary],
})

const request = rtnetlink.verbs('NEWRULE', empty)
const probes = { addRule: request('addRule', 'add'), deleteRule: request('deleteRule', 'add') }

/** Error of validate_rulemsg(), without an attribute, for the length of a missing source. */
const IGNORED = 'EINVAL'

/** Selectors that the kernel of a handle is known to support. */
const supported = new WeakMap<object, Set<Late>>()

/** Sends a request about a rule after checking that the kernel supports its selectors; EOPNOTSUPP otherwise. A batch checks before anything is sent. */
export function withSelectors(
  sender: Sender,
  operation: keyof typeof probes,
  options: Input<typeof rule>,
  preset: Preset,
  send: (on: Sender) => Promise<void>,
): Promise<void> {
  const used = (Object.keys(LATE) as Late[]).filter((key) => options[key] !== undefined)
  const known = supported.get(sender)
  if (used.every((key) => known?.has(key))) return send(sender)
  if (isCollecting(sender)) sender.before((handle) => probe(handle, handle, operation, options, used))
  if (!isHandle(sender)) return send(sender)
  validate(operation, options, preset)
  return sender.task(operation, async (alone) => {
    await probe(alone, sender, operation, options, used)
    await send(alone)
  })
}

/** Validates the options before anything is sent. */
function validate(operation: string, options: object, preset: Preset): void {
  const writer = new Writer(1024)
  writer.begin(0, 0, 0, false)
  try {
    rule.compose(writer, options, preset)
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** Checks each selector, and caches the supported ones for the handle. */
async function probe(
  on: Handle,
  handle: object,
  operation: keyof typeof probes,
  options: Input<typeof rule>,
  used: readonly Late[],
): Promise<void> {
  const known = supported.get(handle) ?? new Set()
  supported.set(handle, known)
  const unknown = used.filter((key) => !known.has(key))
  const answers = await Promise.all(
    unknown.map((key) =>
      on
        .request(probes[operation], { family: familyOf(options), srcLen: 1, [key]: new Uint8Array() })
        .catch((thrown: unknown) => thrown),
    ),
  )
  for (const [i, key] of unknown.entries()) {
    const { code, attribute } = (answers[i] ?? {}) as Partial<NetlinkError>
    // validate_nla() in lib/nlattr.c reports the attribute of an empty number.
    if (attribute === key) known.add(key)
    else if (code === IGNORED) throw ignored(operation, key)
    else throw answers[i] ?? new TypeError(`${operation}: the kernel accepted an incomplete rule`)
  }
}

function ignored(operation: string, key: Late): NetlinkError {
  const reason = `this kernel ignores ${key}, which ${LATE[key]} is the first to have; the rule would be another one`
  return kernelError(operation, -95, { reason, attribute: key })
}
