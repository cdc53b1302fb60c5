/** Whether two types are the same, neither wider nor narrower. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles where the value has exactly the type. */
export function is<Expected>() {
  return <Actual>(_value: Actual, ..._mismatch: Same<Actual, Expected> extends true ? [] : [never]): void => undefined
}
