/**
 * The proof of work of the form by which visitors sign up: when somebody sends it, the browser works for seconds, and then
 * sends it. Not before: who only passes by should not pay for it. The same file is the script of the page and of the
 * workers that it starts, so that there is one more file and not two.
 */
import { solveChallengeWorkers, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { handler } from 'altcha-lib/workers/shared';

/** More would be no use on most devices, and a burden on the others. */
const maxWorkers = 4;

if ('document' in globalThis) enhanceForm();
else handler({ deriveKey });

function enhanceForm(): void {
  const form = document.querySelector<HTMLFormElement>('form.sign-up');
  const script = document.currentScript;
  if (form === null || !(script instanceof HTMLScriptElement)) return;
  const proof = document.createElement('input');
  proof.type = 'hidden';
  proof.name = 'altcha';
  const status = document.createElement('p');
  status.className = 'fine';
  status.setAttribute('role', 'status');
  form.append(proof, status);
  let isWorking = false;

  async function send(to: HTMLFormElement, worker: string): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    status.textContent = 'A moment: your browser works for some seconds, and then sends the form.';
    const found = await prove(to.action, worker).catch(() => undefined);
    isWorking = false;
    status.textContent = found === undefined ? 'That did not work. Try again in a minute.' : '';
    if (found === undefined) return;
    proof.value = found;
    to.submit();
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form, script.src);
  });
}

/** As the field of the form has it; undefined if there is none. */
async function prove(url: string, worker: string): Promise<string | undefined> {
  const challenge: unknown = await (await fetch(url)).json();
  if (!isChallenge(challenge)) return undefined;
  const concurrency = Math.min(navigator.hardwareConcurrency, maxWorkers);
  const solution = await solveChallengeWorkers({ challenge, concurrency, createWorker: () => new Worker(worker) });
  return solution === null ? undefined : btoa(JSON.stringify({ challenge, solution }));
}

/** What is in it, the library checks. */
const isChallenge = (value: unknown): value is Challenge =>
  typeof value === 'object' && value !== null && 'parameters' in value;
