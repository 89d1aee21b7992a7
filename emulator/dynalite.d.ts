/** What we use of dynalite, which brings no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** A folder to keep the database in. Absent: in memory. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  export default function dynalite(options?: Options): Server;
}
