/**
 * The netavark plugin of this library: one function that does what podman asks for by arguments and standard input.
 *
 * @module
 */
export { type NetavarkInput, type NetavarkOutput, runNetavark } from './run.ts'
