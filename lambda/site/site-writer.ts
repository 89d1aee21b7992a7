/** Writes what differs from what is there, and keeps account of it. */
import pMap from 'p-map';
import { contentHash } from './rebuild.ts';
import type { SiteFile } from './site-file.ts';
import type { SiteStore } from './site-store.ts';

const atOnce = 16;

export class SiteWriter {
  readonly #shelf: SiteStore;
  readonly #there: Map<string, string>;
  readonly #expected = new Set<string>();
  /** Of files whose write or removal was begun: what is there now, another run can not know. */
  readonly touched = new Set<string>();
  /** Why files could not be written. */
  readonly failed: string[] = [];
  #written = 0;
  #removed = 0;

  /** `there` is what the last run has left: a digest of the content of each file. */
  constructor(shelf: SiteStore, there: ReadonlyMap<string, string>) {
    this.#shelf = shelf;
    this.#there = new Map(there);
  }

  /** What is there by now. */
  get files(): ReadonlyMap<string, string> {
    return this.#there;
  }

  get written(): number {
    return this.#written;
  }

  get removed(): number {
    return this.#removed;
  }

  /** Writes those that are not there so already. Whether all of them are there now: a write that failed keeps back no other. */
  async write(files: readonly SiteFile[]): Promise<boolean> {
    const done = await pMap(files, (file) => this.#write(file), { concurrency: atOnce });
    return done.every(Boolean);
  }

  /** Says of files that they stay, as they are. */
  keep(paths: readonly string[]): void {
    for (const path of paths) this.#expected.add(path);
  }

  /** Removes what was neither written nor kept, and is not `spared`. */
  async removeOthers(spared: (path: string) => boolean): Promise<void> {
    const others = [...this.#there.keys()].filter((path) => !this.#expected.has(path) && !spared(path));
    await pMap(others, (path) => this.#remove(path), { concurrency: atOnce });
  }

  async #write(file: SiteFile): Promise<boolean> {
    const { path, body } = file;
    this.#expected.add(path);
    const digest = contentHash(body);
    if (this.#there.get(path) === digest) return true;
    const done = await this.#attempt(path, () => this.#shelf.put(file));
    if (!done) return false;
    this.#there.set(path, digest);
    this.#written += 1;
    return true;
  }

  async #remove(path: string): Promise<void> {
    const before = this.#there.get(path);
    if (await this.#attempt(path, () => this.#shelf.remove(path))) this.#removed += 1;
    // So that the next run tries it again.
    else if (before !== undefined) this.#there.set(path, before);
  }

  /** Until it is done, it is not known what is there. */
  async #attempt(path: string, write: () => Promise<void>): Promise<boolean> {
    this.touched.add(path);
    this.#there.delete(path);
    try {
      await write();
      return true;
    } catch (error) {
      this.failed.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
}
