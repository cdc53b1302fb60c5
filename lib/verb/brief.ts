/** An object without the fields that have these values, and without empty lists. */
export function without<Item extends object>(item: Item, defaults: Readonly<Record<string, unknown>>): Partial<Item> {
  const kept = Object.entries(item).filter(
    ([key, value]) => value !== undefined && value !== defaults[key] && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(kept) as Partial<Item>
}
