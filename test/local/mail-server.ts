/** A real mail server (smtp-server) on loopback, which keeps what it receives. */
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import * as z from 'zod/mini';

export interface MailServerHere {
  readonly url: string;
  readonly received: { readonly to: string; readonly raw: string }[];
  readonly close: () => Promise<void>;
}

/** `answers` is what it answers to a recipient: a code; all others are accepted. */
export async function startMailServer(
  answers: ReadonlyMap<string, number> = new Map(),
  port = 0,
): Promise<MailServerHere> {
  const received: MailServerHere['received'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, done) => {
      const code = answers.get(address);
      done(code === undefined ? null : Object.assign(new Error('no such mailbox'), { responseCode: code }));
    },
    onData: (stream, { envelope }, done) => {
      void text(stream).then((raw) => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address).join(), raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = z.parse(z.object({ port: z.int() }), server.server.address());
  return { url: `smtp://127.0.0.1:${taken}`, received, close: () => new Promise((resolve) => server.close(resolve)) };
}
