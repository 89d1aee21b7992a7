/** The DynamoDB table, on demand, and what each function may do with it. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { deliveryPartition } from '../src/storage/delivery-item.ts';
import { digestPartition } from '../src/storage/digest-item.ts';
import {
  dueIndexKeys,
  expiryAttribute,
  followersPartition,
  monitorPartition,
  signUpPartition,
  sitePartition,
  tableKeys,
} from '../src/storage/table-keys.ts';

export interface PetitionStoreProps {
  /**
   * Whether to keep the table when the stack is deleted. If so, it is protected against deletion, and can be restored
   * to any second of the last 35 days. If not, it is deleted with the stack.
   */
  readonly keepData: boolean;
  /** @default - DynamoDB's own key, at no cost */
  readonly encryptionKey?: IKey | undefined;
  /**
   * Whether there are items that DynamoDB deletes, by the time that they name.
   * @default false
   */
  readonly expires?: boolean;
}

export class PetitionStore extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { keepData, encryptionKey, expires = false }: PetitionStoreProps) {
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
      ...(expires && { timeToLiveAttribute: expiryAttribute }),
      encryption:
        encryptionKey === undefined
          ? TableEncryptionV2.dynamoOwnedKey()
          : TableEncryptionV2.customerManagedKey(encryptionKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: keepData },
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Exactly what the polling functions do: no scan, no delete, and queries of the due index and of the monitor's own items. */
  grantPolling(grantee: IGrantable): void {
    const resources = [this.table.tableArn];
    const actions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    this.#grant(
      grantee,
      new PolicyStatement({ actions, resources }),
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources,
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [monitorPartition] } },
      }),
      this.#queryingDueIndex(),
    );
  }

  /** What the poll function does once a day besides, where visitors can sign up: it reads and deletes items of followers. */
  grantLookingAfterFollowers(grantee: IGrantable): void {
    this.#grant(
      grantee,
      new PolicyStatement({
        actions: ['dynamodb:Query', 'dynamodb:DeleteItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [followersPartition] } },
      }),
    );
  }

  /** Exactly what the digest function does: it reads petitions, and writes only the items of the lists. */
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
      this.#queryingDueIndex(),
    );
  }

  /** Exactly what the deliver function does: it reads and writes the items of channels, and no others. */
  grantDelivering(grantee: IGrantable): void {
    this.#grant(
      grantee,
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [deliveryPartition] } },
      }),
    );
  }

  /** Exactly what the site function does: it reads petitions, their alert logs and their older counts. */
  grantReporting(grantee: IGrantable): Grant {
    const actions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
    const reading = Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.tableArn] });
    this.#grant(grantee, this.#queryingDueIndex());
    return reading;
  }

  /** Exactly what the site function does besides: it writes whose turn it is, and nothing else of the table. */
  grantSiteTurns(grantee: IGrantable): void {
    this.#grant(
      grantee,
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [sitePartition] } },
      }),
    );
  }

  /** Exactly what the function behind the form does: it reads petitions, and writes who is followed and how often somebody signed up. */
  grantSigningUp(grantee: IGrantable): void {
    const resources = [this.table.tableArn];
    this.#grant(
      grantee,
      new PolicyStatement({ actions: ['dynamodb:GetItem'], resources }),
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources,
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [followersPartition, signUpPartition] },
        },
      }),
    );
  }

  #queryingDueIndex(): PolicyStatement {
    return new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${this.table.tableArn}/index/${dueIndexKeys.name}`],
    });
  }

  #grant(grantee: IGrantable, ...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
}
