/** A button beside each text that is there to be copied. Without the script, one click selects the whole text. */

const shownMs = 2_000;

export function enhanceCopying(): void {
  // Only in secure contexts, such as https and localhost.
  if (!('clipboard' in navigator)) return;
  for (const text of document.querySelectorAll<HTMLElement>('.copy')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', () => void copy(text.textContent, button));
    text.after(' ', button);
  }
}

async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const copied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  button.textContent = copied ? 'Copied' : 'Not copied: select the text';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, shownMs);
}
