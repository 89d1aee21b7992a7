/** Where petitions are kept: one table, paid by the request. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { digestPartition } from '../src/storage/digest-item.ts';
import { dueIndexKeys, tableKeys } from '../src/storage/table-keys.ts';

export interface PetitionStoreProps {
  /**
   * Whether the record outlives the stack: the table is retained, protected against deletion, and can be put back to
   * any second of its last 35 days. With false it is deleted together with the stack.
   */
  readonly keepData: boolean;
  /** @default - the key that DynamoDB itself owns, at no cost */
  readonly encryptionKey?: IKey | undefined;
}

export class PetitionStore extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { keepData, encryptionKey }: PetitionStoreProps) {
    super(scope, id);
    const text = AttributeType.STRING;
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: tableKeys.partition, type: text },
      sortKey: { name: tableKeys.sort, type: text },
      billing: Billing.onDemand(),
      globalSecondaryIndexes: [
        {
          indexName: dueIndexKeys.name,
          partitionKey: { name: dueIndexKeys.partition, type: text },
          sortKey: { name: dueIndexKeys.sort, type: text },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      encryption:
        encryptionKey === undefined
          ? TableEncryptionV2.dynamoOwnedKey()
          : TableEncryptionV2.customerManagedKey(encryptionKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: keepData },
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Exactly what the poll function does: no scan, no delete, and queries of the agenda alone. */
  grantPolling(grantee: IGrantable): void {
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    this.#grant(grantee, new PolicyStatement({ actions, resources: [this.table.tableArn] }), this.#asking());
  }

  /** Exactly what the digest function does: it reads, and writes what is remembered of the lists. */
  grantSendingDigests(grantee: IGrantable): void {
    const resources = [this.table.tableArn];
    this.#grant(
      grantee,
      new PolicyStatement({ actions: ['dynamodb:GetItem'], resources }),
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources,
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [digestPartition] } },
      }),
      this.#asking(),
    );
  }

  /** Exactly what the function that makes the site does: it reads, also the logs of alerts and older counts of a petition. */
  grantReporting(grantee: IGrantable): void {
    const actions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
    this.#grant(grantee, new PolicyStatement({ actions, resources: [this.table.tableArn] }), this.#asking());
  }

  #asking(): PolicyStatement {
    return new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${this.table.tableArn}/index/${dueIndexKeys.name}`],
    });
  }

  #grant(grantee: IGrantable, ...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
}
