/** The function that reads the lists of queries, every hour, and publishes the alerts that this brings. */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { minutesBetweenLists } from '../src/config/watch-queries.ts';
import { AttendingFunction, type AttendingProps } from './petition-function.ts';
import { grantReadingKeys } from './api-key-grants.ts';

export class Discovery extends AttendingFunction {
  constructor(scope: Construct, id: string, props: AttendingProps) {
    super(scope, id, props, {
      name: 'discovery',
      description: 'Reads the lists of petitions that are open, and watches what is found',
      every: Duration.minutes(minutesBetweenLists),
    });
    // Of the entries with `all`: the petitions that are named are not asked for here.
    const watch = props.config.watch.filter((entry) => 'all' in entry && entry.all !== undefined);
    grantReadingKeys(this.function, { watch });
  }
}
