/** An endpoint with one operation of AWS's JSON protocol, for the real SDK client. */
import { createServer } from 'node:http';
import { bodyOf, guarded, listen, type LoopbackServer } from './listen.ts';
import { ServiceError } from './service-error.ts';

export class JsonServiceError extends ServiceError<string> {}

/** Any error of `respond` is a refusal: with its own code, or as a bad value. */
export const startJsonService = (operation: string, respond: (body: string) => object): Promise<LoopbackServer> =>
  listen(
    createServer(
      guarded(
        (request, response) => {
          const send = (status: number, body: object): void =>
            void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
          const target = request.headers['x-amz-target'];
          return bodyOf(request)
            .then((body) => {
              if (target !== operation)
                throw new JsonServiceError('InvalidAction', `${String(target)} is not served here; use ${operation}`);
              send(200, respond(String(body)));
            })
            .catch((error: unknown) =>
              send(400, {
                __type: error instanceof JsonServiceError ? error.code : 'ValidationException',
                message: String(error),
              }),
            );
        },
        { methods: ['POST'] },
      ),
    ),
  );
