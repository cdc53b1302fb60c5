import { describeValue, InputError } from '../errors.ts'
import { encodeText, text } from '../wire/text.ts'
import type { Type } from '../wire/type.ts'

/** IFALIASZ of include/uapi/linux/if.h, minus the closing NUL. */
const MAX_ALIAS_BYTES = 255

/** Text without a closing NUL, as `ip` sends it; an empty attribute removes the alias (dev_set_alias in net/core/dev.c). */
export const alias: Type<string, string | null> = {
  ...text(MAX_ALIAS_BYTES),
  size: 0,
  write(writer, value) {
    if (value === null) return
    if (typeof value !== 'string') throw new InputError(`must be a string or null, not ${describeValue(value)}`)
    writer.bytes(encodeText(value, MAX_ALIAS_BYTES))
  },
}
