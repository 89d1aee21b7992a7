/** The site in a folder, for any web server; and beside it, in `.state.json`, what the last run remembered. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import * as z from 'zod/mini';
import { BadInput } from '../src/validation.ts';
import type { SiteFile } from '../lambda/site/site-file.ts';
import type { SiteStore } from '../lambda/site/site-store.ts';

/** Web servers leave out what begins with a dot, or are easily told to: all that is in it is on the pages, too. */
const stateFile = '.state.json';

const missing = z.object({ code: z.enum(['ENOENT', 'ENOTDIR']) });

export class FolderSiteStore implements SiteStore {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /**
   * Makes the folder where there is none. @throws {BadInput} when it holds something else already, over which files of the same name
   * would be written.
   */
  static async open(folder: string): Promise<FolderSiteStore> {
    const root = resolve(folder);
    let found: string[];
    try {
      await mkdir(root, { recursive: true });
      found = await readdir(root);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new BadInput(folder, [{ path: '', message: `can not be a folder for the site (${reason})` }]);
    }
    if (found.length === 0 || found.includes(stateFile)) return new FolderSiteStore(root);
    const message =
      'holds something already that is no site of this monitor; name a folder that is empty, or not there yet';
    throw new BadInput(folder, [{ path: '', message }]);
  }

  async loadManifest(): ReturnType<SiteStore['loadManifest']> {
    const text = await this.#read(stateFile);
    return text === undefined ? undefined : { text, tag: tagOf(text) };
  }

  async saveManifest(text: string, tag: string | undefined): Promise<boolean> {
    if ((await this.loadManifest())?.tag !== tag) return false;
    await this.#write(stateFile, text);
    return true;
  }

  /** What is there so already stays untouched. */
  async put({ path, body }: SiteFile): Promise<void> {
    if ((await this.#read(path)) !== body) await this.#write(path, body);
  }

  async remove(path: string): Promise<void> {
    await rm(this.#placeOf(path), { force: true });
  }

  async #read(path: string): Promise<string | undefined> {
    try {
      return await readFile(this.#placeOf(path), 'utf8');
    } catch (error) {
      if (z.safeParse(missing, error).success) return undefined;
      throw error;
    }
  }

  /** In one piece: whoever asks a web server for it meanwhile gets the old one or the new one. */
  async #write(path: string, text: string): Promise<void> {
    const place = this.#placeOf(path);
    await mkdir(dirname(place), { recursive: true });
    const unfinished = `${place}.new`;
    await writeFile(unfinished, text);
    await rename(unfinished, place);
  }

  /** @throws for a path that leads out of the folder, such as somebody may have written into what is remembered. */
  #placeOf(path: string): string {
    const place = resolve(this.#root, path);
    if (place.startsWith(`${this.#root}${sep}`)) return place;
    throw new Error(`${path} is not in the folder of the site`);
  }
}

const tagOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
