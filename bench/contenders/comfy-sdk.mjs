// Uploads a folder of images with Comfy's own client: usage: node comfy-sdk.mjs <images> <how many at once>
// The client takes a model's own JSON, in which the image is Base64, so the caller reads and encodes it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comfy } from '@comfyorg/sdk';

const [folder, limit] = process.argv.slice(2);
comfy.config({ credentials: process.env.COMFY_API_KEY, baseUrl: process.env.SKINENHANCE_COMFY_URI });

const names = await readdir(folder);
const next = names[Symbol.iterator]();

async function work() {
  for (const name of next) {
    try {
      const image = (await readFile(join(folder, name))).toString('base64');
      await comfy.models.run('freepik/ai-skin-enhancer-faithful', { image });
    } catch (failure) {
      console.error(`${name}: ${failure.message}`);
      process.exitCode = 1;
    }
  }
}

await Promise.all(Array.from({ length: Number(limit) }, work));
