/** The embedded cloud in a process of its own: with a meter before its DynamoDB, when it is started with `METER`. */
import * as z from 'zod/mini';
import { checkConfig } from '../../src/config/read-config.ts';
import { accessKey } from '../../emulator/listen.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { answering } from './answering.ts';
import { startMeter, type Meter } from './meter.ts';

const message = z.object({ want: z.enum(['start', 'used']) });
const nobody = checkConfig({ watch: [{ source: 'uk-parliament', petition: '1' }] }, 'bench');

let meter: Meter | undefined;
let before = process.cpuUsage();

answering(async (asked) => {
  if (message.parse(asked).want === 'used') {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    const used = meter?.used() ?? { requests: {}, reads: 0, writes: 0, onAgenda: 0 };
    return { ...used, cpu: (user + system) / 1000 };
  }
  const quiet = (): void => undefined;
  const cloud = await startEmulator({
    config: nobody,
    now: () => new Date().toISOString(),
    onDelivery: quiet,
    onAlert: quiet,
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: engine = '' } = cloud.awsEnvironment;
  if (process.env.METER !== undefined) meter = await startMeter(engine);
  return {
    engine: { endpoint: engine, accessKey },
    table: cloud.tableName,
    environment: {
      ...cloud.awsEnvironment,
      ...(meter && { AWS_ENDPOINT_URL_DYNAMODB: meter.url }),
      // The file of petitions is that of whoever runs a function.
      ...cloud.functionEnvironment(''),
    },
  };
});
