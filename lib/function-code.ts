/** The code asset of a function: its bundle and the files beside it. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleFunction } from './bundle.ts';

/** The bundle of `lambda/<name>/handler.ts`. `beside` has further files by name. */
export function bundleOf(name: string, beside: Readonly<Record<string, string | Uint8Array>>): Code {
  const entry = fileURLToPath(new URL(`../lambda/${name}/handler.ts`, import.meta.url));
  return Code.fromAsset(dirname(entry), {
    // Hash of the output: the same code and files are the same asset, wherever they were built.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      // CDK bundles what looks the same to it once for an app: by this it sees that another monitor has other files (2.276).
      environment: { BESIDE: hashOf(beside) },
      local: {
        tryBundle(folder) {
          bundleFunction(entry, folder);
          for (const [file, content] of Object.entries(beside)) writeFileSync(join(folder, file), content);
          return true;
        },
      },
    },
  });
}

function hashOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const hash = createHash('sha256');
  for (const [file, content] of Object.entries(files)) hash.update(`${file} ${content.length} `).update(content);
  return hash.digest('hex');
}
