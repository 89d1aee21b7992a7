/** The types of dynalite, as far as we use it: it has none of its own. */
declare module 'dynalite' {
  import type { RequestListener, Server } from 'node:http';

  interface Options {
    /** The folder of the database. Absent: in memory. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  export interface Engine extends Server {
    /** The one listener that it has. */
    listeners(event: 'request'): RequestListener[];
  }

  export default function dynalite(options?: Options): Engine;
}
