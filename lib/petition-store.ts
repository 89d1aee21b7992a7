/** Where petitions are kept: one table, paid by the request. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { agenda, tableKeys } from '../lambda/store/table.ts';

export interface PetitionStoreProps {
  /** What becomes of the table, and of the record in it, when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

export class PetitionStore extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { removalPolicy }: PetitionStoreProps) {
    super(scope, id);
    const text = AttributeType.STRING;
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: tableKeys.partition, type: text },
      sortKey: { name: tableKeys.sort, type: text },
      billing: Billing.onDemand(),
      globalSecondaryIndexes: [
        {
          indexName: agenda.name,
          partitionKey: { name: agenda.partition, type: text },
          sortKey: { name: agenda.sort, type: text },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });
  }

  /** Exactly what the poll function does: no scan, no delete, and queries of the agenda alone. */
  grantPolling(grantee: IGrantable): void {
    for (const statement of [
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
      }),
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${this.table.tableArn}/index/${agenda.name}`] }),
    ]) {
      grantee.grantPrincipal.addToPrincipalPolicy(statement);
    }
  }
}
