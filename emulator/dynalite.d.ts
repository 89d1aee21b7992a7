/** The types of dynalite, as far as we use it: it has none of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the database. Absent: in memory. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  export default function dynalite(options?: Options): Server;
}
