/**
 * The package by which certificates are made, behind a module of ours: loaded on demand from a chunk of the bundle, a package in
 * CommonJS would have no named exports.
 */
export { generate } from 'selfsigned';
