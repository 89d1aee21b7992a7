/** The function that reads the lists of queries, every hour, and publishes the alerts that this brings. */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { listIntervalMinutes } from '../src/config/watch-queries.ts';
import { PetitionFunction, type PetitionFunctionProps } from './petition-function.ts';
import { grantReadingApiKeys } from './api-key-grants.ts';

export class Discovery extends PetitionFunction {
  constructor(scope: Construct, id: string, props: PetitionFunctionProps) {
    super(scope, id, props, {
      name: 'discovery',
      description: 'Reads the lists of petitions that are open, and watches what is found',
      every: Duration.minutes(listIntervalMinutes),
    });
    // Of the entries with `all`: the petitions that are named are not asked for here.
    const watch = props.config.watch.filter((entry) => 'all' in entry && entry.all !== undefined);
    grantReadingApiKeys(this.function, { watch });
  }
}
