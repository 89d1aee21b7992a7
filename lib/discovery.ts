/** The function that reads the platforms' lists for watch queries every hour, and publishes alerts from them. */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { listIntervalMinutes } from '../src/config/watch-queries.ts';
import { PetitionFunction, type PetitionFunctionProps } from './petition-function.ts';
import { grantReadingApiKeys } from './api-key-grants.ts';

export class Discovery extends PetitionFunction {
  constructor(scope: Construct, id: string, props: PetitionFunctionProps) {
    super(scope, id, props, {
      name: 'discovery',
      description: 'Reads lists of open petitions and watches those that match the queries',
      every: Duration.minutes(listIntervalMinutes),
      watchdog: {
        name: 'discovery function',
        after: Duration.minutes(3.25 * listIntervalMinutes),
        impact:
          'Petitions named in petitions.json are watched as usual. Those found by queries may cross a threshold without an alert.',
        runbook: 'No list is read',
      },
    });
    // Only entries with `all`: this function does not poll petitions that are named.
    const watch = props.config.watch.filter((entry) => 'all' in entry && entry.all !== undefined);
    grantReadingApiKeys(this.function, { watch });
  }
}
