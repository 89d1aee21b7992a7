// In place of `rapid-client.node` of aws-lambda-ric, whose build needs cmake and a C++ compiler: the calls of the Runtime
// API that AWS's client makes in C++. They leave one after the other, as there: its caller does not await a response.
const { Agent, request } = require('node:http');

const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let earlier = Promise.resolve();

function call(method, path, body = '', headers = {}) {
  const sent = () =>
    new Promise((resolve, reject) => {
      const options = { hostname, port, method, path: `/2018-06-01/runtime/invocation/${path}`, headers, agent };
      request(options, (response) => {
        let bodyJson = '';
        response.setEncoding('utf8').on('data', (part) => (bodyJson += part));
        response.once('end', () => resolve({ bodyJson, headers: response.headers }));
      })
        .once('error', reject)
        .end(body);
    });
  earlier = earlier.then(sent);
  return earlier;
}

const json = { 'content-type': 'application/json' };
module.exports = {
  initializeClient: () => undefined,
  next: () => call('GET', 'next'),
  done: (id, body) => void call('POST', `${id}/response`, body, json),
  error: (id, body, cause) =>
    void call('POST', `${id}/error`, body, { ...json, 'lambda-runtime-function-xray-error-cause': cause }),
};
