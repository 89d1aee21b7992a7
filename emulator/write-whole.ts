/** Writes a file that has its name once it is whole: a kill leaves the one before, or none, and never a half. */
import { renameSync, rmSync, writeFileSync, type WriteFileOptions } from 'node:fs';

/** @throws what the file system says; then nothing of it is left. */
export function writeWhole(file: string, content: string | Uint8Array, options?: WriteFileOptions): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, content, options);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
