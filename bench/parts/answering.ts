/** In a process of a bench: answers every message. What it throws ends the process, with the error shown. */
export function answering(answer: (message: unknown) => Promise<object>): void {
  process.on('message', (message) => {
    void answer(message).then((done) => process.send?.(done));
  });
}
