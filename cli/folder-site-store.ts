/** The site in a folder, for any web server, with the manifest of the last run in `.state.json`. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import * as z from 'zod/mini';
import { makeFolder } from '../emulator/make-folder.ts';
import { BadInput } from '../src/validation.ts';
import type { StoredFile } from '../lambda/site/site-file.ts';
import type { SiteStore } from '../lambda/site/site-store.ts';
import { errorMessage } from '../src/text.ts';

/** Many web servers hide files that begin with a dot. It holds nothing that is not on the pages too. */
const stateFile = '.state.json';

const missing = z.object({ code: z.enum(['ENOENT', 'ENOTDIR']) });

export class FolderSiteStore implements SiteStore {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** Creates the folder if needed. @throws {BadInput} when it holds other files, which the site could overwrite. */
  static async open(folder: string): Promise<FolderSiteStore> {
    const root = resolve(folder);
    let found: string[];
    try {
      makeFolder(root, 0o777);
      found = await readdir(root);
    } catch (error) {
      const reason = errorMessage(error);
      throw new BadInput(folder, [{ path: '', message: `cannot be used as the folder of the site (${reason})` }]);
    }
    if (found.length === 0 || found.includes(stateFile)) return new FolderSiteStore(root);
    const message = 'already has files, which are not a site of this monitor; name an empty folder or a new one';
    throw new BadInput(folder, [{ path: '', message }]);
  }

  async loadManifest(): ReturnType<SiteStore['loadManifest']> {
    const text = (await this.#read(stateFile))?.toString();
    return text === undefined ? undefined : { text, tag: tagOf(text) };
  }

  async saveManifest(text: string, tag: string | undefined): Promise<boolean> {
    if ((await this.loadManifest())?.tag !== tag) return false;
    await this.#write(stateFile, text);
    return true;
  }

  /** A file that has not changed is not written. */
  async put({ path, body }: StoredFile): Promise<void> {
    const now = await this.#read(path);
    if (now === undefined || !now.equals(Buffer.from(body))) await this.#write(path, body);
  }

  async remove(path: string): Promise<void> {
    await rm(this.#placeOf(path), { force: true });
  }

  async #read(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#placeOf(path));
    } catch (error) {
      if (z.safeParse(missing, error).success) return undefined;
      throw error;
    }
  }

  /** In one step: a visitor gets the old file or the new one, never a part. */
  async #write(path: string, text: string | Uint8Array): Promise<void> {
    const place = this.#placeOf(path);
    await mkdir(dirname(place), { recursive: true });
    const unfinished = `${place}.new`;
    await writeFile(unfinished, text);
    await rename(unfinished, place);
  }

  /** @throws for a path that leads out of the folder, as an edited manifest may have. */
  #placeOf(path: string): string {
    const place = resolve(this.#root, path);
    if (place.startsWith(`${this.#root}${sep}`)) return place;
    throw new Error(`${path} is outside the folder of the site`);
  }
}

const tagOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
