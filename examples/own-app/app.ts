/** The monitor as one construct of another CDK app: its alerts go into a queue beside it, for code of your own. */
import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { PetitionMonitor } from 'petition-threshold-monitor';

const app = new App();
const stack = new Stack(app, 'Campaign');
new PetitionMonitor(stack, 'Petitions', {
  watch: [{ source: 'uk-parliament', petition: '700143' }],
  subscribers: [{ queue: new Queue(stack, 'Alerts', { enforceSSL: true }), alerts: ['threshold-met'] }],
  operators: [{ email: 'ops@example.org' }],
});
