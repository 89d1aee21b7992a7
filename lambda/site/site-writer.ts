/** Writes the files that differ from the existing ones, and records which files exist. */
import pMap from 'p-map';
import { contentHash } from './rebuild.ts';
import type { SiteFile } from './site-file.ts';
import type { SiteStore } from './site-store.ts';
import { errorMessage } from '../../src/text.ts';

const atOnce = 16;

export class SiteWriter {
  readonly #store: SiteStore;
  readonly #files: Map<string, string>;
  readonly #expected = new Set<string>();
  /** Files whose write or removal was started. Another run cannot know their content. */
  readonly touched = new Set<string>();
  /** Why files could not be written. */
  readonly failed: string[] = [];
  #written = 0;
  #removed = 0;

  /** `files` has the content hash of each file that the last run left. */
  constructor(store: SiteStore, files: ReadonlyMap<string, string>) {
    this.#store = store;
    this.#files = new Map(files);
  }

  /** The content hashes of the files that exist now. */
  get files(): ReadonlyMap<string, string> {
    return this.#files;
  }

  get written(): number {
    return this.#written;
  }

  get removed(): number {
    return this.#removed;
  }

  /** Writes the files that changed. A failed write does not stop the others. True if all files are up to date now. */
  async write(files: readonly SiteFile[]): Promise<boolean> {
    const done = await pMap(files, (file) => this.#write(file), { concurrency: atOnce });
    return done.every(Boolean);
  }

  /**
   * Writes a file that is made from `source`, unless it was made from the same before. Without `make`, it stays as it was.
   * True if it is up to date now.
   */
  async writeMade(path: string, source: string, make: (() => Promise<Uint8Array>) | undefined): Promise<boolean> {
    this.#expected.add(path);
    const hash = contentHash(source);
    if (this.#files.get(path) === hash) return true;
    if (make === undefined) return false;
    return this.#put(path, hash, async () => this.#store.put({ path, body: await make() }));
  }

  /** Keeps these files as they are. */
  keep(paths: readonly string[]): void {
    for (const path of paths) this.#expected.add(path);
  }

  /** Removes the files that were neither written nor kept, except `isExempt` ones. */
  async removeOthers(isExempt: (path: string) => boolean): Promise<void> {
    const others = [...this.#files.keys()].filter((path) => !this.#expected.has(path) && !isExempt(path));
    await pMap(others, (path) => this.#remove(path), { concurrency: atOnce });
  }

  async #write(file: SiteFile): Promise<boolean> {
    const { path, body } = file;
    this.#expected.add(path);
    const hash = contentHash(body);
    return this.#files.get(path) === hash || this.#put(path, hash, () => this.#store.put(file));
  }

  async #put(path: string, hash: string, write: () => Promise<void>): Promise<boolean> {
    if (!(await this.#attempt(path, write))) return false;
    this.#files.set(path, hash);
    this.#written += 1;
    return true;
  }

  async #remove(path: string): Promise<void> {
    const hash = this.#files.get(path);
    if (await this.#attempt(path, () => this.#store.remove(path))) this.#removed += 1;
    // So that the next run tries again.
    else if (hash !== undefined) this.#files.set(path, hash);
  }

  /** Until the attempt has succeeded, the content of the file is unknown. */
  async #attempt(path: string, write: () => Promise<void>): Promise<boolean> {
    this.touched.add(path);
    this.#files.delete(path);
    try {
      await write();
      return true;
    } catch (error) {
      this.failed.push(`${path}: ${errorMessage(error)}`);
      return false;
    }
  }
}
