/**
 * Docker's remote network driver: a server on a socket, by which Docker creates networks of this library and connects containers to them.
 *
 * @module
 */
export type { NetnsRef } from '../wire/netns.ts'
export { type DockerDriver, type DockerOptions, serveDocker } from './driver.ts'
